"""The three languages of the pages.

Simplified Chinese is the source; English is written by hand; traditional Chinese is made from the simplified
(``kernel/chinese.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import dates
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shebaotong.kernel.api import Text, to_traditional

SIMPLIFIED, TRADITIONAL, ENGLISH = "zh-hans", "zh-hant", "en"
TAGS = {SIMPLIFIED: "zh-Hans", TRADITIONAL: "zh-Hant", ENGLISH: "en"}
"""For the ``lang`` attribute; without it a machine draws a character in another country's form."""
NAMES = {SIMPLIFIED: "简体", TRADITIONAL: "繁體", ENGLISH: "English"}


def say(text: Text | str) -> str:
    """A name or sentence in the language of the page being made. Plain strings are simplified Chinese."""
    language = get_language() or SIMPLIFIED
    if isinstance(text, Text) and language == ENGLISH:
        return text.en
    chinese = text.zh if isinstance(text, Text) else text
    return to_traditional(chinese) if language == TRADITIONAL else chinese


def listed(words: Iterable[str]) -> str:
    """Words one after another, with the comma of the language of the page."""
    return (", " if get_language() == ENGLISH else "、").join(words)


def clauses(told: Iterable[str]) -> str:
    """Short statements one after another, with the semicolon of the language of the page."""
    return ("; " if get_language() == ENGLISH else "；").join(told)


def labelled(label: str, told: str) -> str:
    """What is said of something, behind its name and the colon of the language of the page."""
    return f"{label}{': ' if get_language() == ENGLISH else '：'}{told}"


def month_and_day(day: date) -> str:
    """11月20日, or as the language writes it: in English no figures that read as another day elsewhere."""
    if get_language() == ENGLISH:
        return f"{day.day} {dates.MONTHS[day.month]}"
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}


def day_in_words(text: str) -> str:
    """A day or a month, given as ``2026-11-20`` or ``2026-11``, as people write it."""
    year, month, *day = text.split("-")
    if get_language() == ENGLISH:
        named = f"{dates.MONTHS[int(month)]} {year}"
        return f"{int(day[0])} {named}" if day else named
    if not day:
        return _("%(year)s年%(month)d月") % {"year": year, "month": int(month)}
    return _("%(year)s年%(month)d月%(day)d日") % {"year": year, "month": int(month), "day": int(day[0])}


def language_tag() -> str:
    """The ``lang`` of the page being made."""
    return TAGS.get(get_language() or SIMPLIFIED, TAGS[SIMPLIFIED])
