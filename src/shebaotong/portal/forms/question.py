"""One question of a form, as ``form.yaml`` of an item declares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shebaotong.kernel.api import Text


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """``kind`` is one of the kinds in :mod:`reading`; unknown kinds are refused when the form is read."""

    name: str
    kind: str
    label: Text
    required: bool = False
    help: Text | None = None
    default: str = ""
    options: tuple[Option, ...] = ()
    only_if: Mapping[str, str] = field(default_factory=dict)
    """Applies only where these other answers were given."""
    asks: str = ""
    """Code of the item that the city is sent: only cities that an agreement lets one ask are offered."""
    along: tuple[str, ...] = ()
    """Belongs to these earlier questions: asked for where one of them was answered, and only there."""

    def applies(self, answers: Mapping[str, Any]) -> bool:
        return all(answers.get(name) == value for name, value in self.only_if.items())


@dataclass(frozen=True, slots=True)
class Section:
    title: Text
    questions: tuple[Question, ...]


def sections_of(form: Mapping[str, Any]) -> tuple[Section, ...]:
    """The sections of an item's opening form."""
    return tuple(
        Section(_text(entry["title"]), questions_of(entry["fields"])) for entry in form.get("sections", ())
    )


def questions_of(entries: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions from their YAML. Raises KeyError where one lacks name, type or label."""
    return tuple(
        Question(
            name=entry["name"],
            kind=entry["type"],
            label=_text(entry["label"]),
            required=entry.get("required", False),
            help=_text(entry["help"]) if "help" in entry else None,
            default=str(entry.get("default", "")),
            options=tuple(
                Option(str(option["value"]), _text(option["label"])) for option in entry.get("options", ())
            ),
            only_if={name: str(value) for name, value in entry.get("only_if", {}).items()},
            asks=entry.get("asks", ""),
            along=tuple(entry.get("along", ())),
        )
        for entry in entries
    )


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh"], entry["en"])
