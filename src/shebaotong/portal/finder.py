"""The search box: life events, items and settings found by any of the words that people use for them.

Traditional characters, full-width letters and spaces find the same. What is typed is not stored.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.urls import reverse

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Text, read_shipped, to_simplified


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One of the eight reasons why people come."""

    slug: str
    icon: str
    tone: str
    """Tint of its tile: info, ok, warn, bad or coop. It means nothing; it helps to find a tile again."""
    title: Text
    note: Text
    about: Text
    words: tuple[str, ...]
    page: str = ""
    """Name of the page that does it at once; empty: a page of its own that tells how."""

    @property
    def href(self) -> str:
        return reverse(f"portal:{self.page}") if self.page else reverse("portal:event", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search shows: a page to go to, or a change of face to press."""

    title: Text
    note: Text
    icon: str
    words: tuple[str, ...]
    href: str = ""
    change: str = ""


@cache
def _source() -> dict[str, list[dict[str, object]]]:
    text = files("shebaotong.portal").joinpath("finder.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, object]]] = read_shipped(text)
    return loaded


def _text(entry: dict[str, object], key: str) -> Text:
    pair = entry[key]
    assert isinstance(pair, dict), f"{key} needs zh and en"
    return Text(**pair)


def _words(entry: dict[str, object]) -> tuple[str, ...]:
    given = entry["words"]
    assert isinstance(given, list)
    return tuple(str(word) for word in given)


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """The tiles of the front page, in order."""
    return tuple(
        LifeEvent(
            slug=str(entry["slug"]),
            icon=str(entry["icon"]),
            tone=str(entry["tone"]),
            title=_text(entry, "title"),
            note=_text(entry, "note"),
            about=_text(entry, "about"),
            words=_words(entry),
            page=str(entry.get("page", "")),
        )
        for entry in _source()["events"]
    )


def life_event(slug: str) -> LifeEvent | None:
    return next((event for event in life_events() if event.slug == slug), None)


@cache
def _items() -> tuple[Found, ...]:
    """Every item that a person may ask for, from the catalogue."""
    return tuple(
        Found(
            item.title,
            item.summary,
            "clipboard-list",
            item.keywords,
            href=reverse("portal:guide", args=[item.code]),
        )
        for item in cases.items()
        if item.for_person
    )


def items_of(event: LifeEvent) -> list[Found]:
    """Items that a life event leads to: those that have one of its words among their keywords."""
    words = {_plain(word) for word in event.words}
    return [entry for entry in _items() if words & {_plain(word) for word in entry.words}]


def _everything() -> list[Found]:
    events = [
        Found(event.title, event.note, event.icon, event.words, href=event.href) for event in life_events()
    ]
    changes = [
        Found(
            _text(entry, "title"),
            _text(entry, "note"),
            str(entry["icon"]),
            _words(entry),
            change=str(entry["change"]),
        )
        for entry in _source()["faces"]
    ]
    return [*events, *_items(), *changes]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return to_simplified("".join(folded.split()))


def _fit(query: str, entry: Found) -> int:
    """How well an entry answers: 3 a word of it was typed, 2 part of one, 1 it stands inside a sentence."""
    names = [_plain(word) for word in (entry.title.zh, entry.title.en, *entry.words)]
    if query in names:
        return 3
    if any(query in name for name in names):
        return 2
    return 1 if any(len(name) > 1 and name in query for name in names) else 0


def is_ours(query: str) -> bool:
    """Whether what was typed is a word of ours, or part of one: then it tells nothing about who typed it."""
    plain = _plain(query)
    return bool(plain) and any(_fit(plain, entry) > 1 for entry in _everything())


def find(query: str) -> list[Found]:
    """What answers a query, best first; everything where nothing was asked."""
    plain = _plain(query)
    if not plain:
        return _everything()
    rated = [(_fit(plain, entry), entry) for entry in _everything()]
    return [entry for fit, entry in sorted(rated, key=lambda pair: -pair[0]) if fit]
