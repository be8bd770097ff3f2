"""All that items ask of people, read in one call of the database, which writes the log too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.kernel.api import IdentifierKind, Text, json_text, mask_number, normalise_number
from shebaotong.registry.reading import Reader, asked_token
from shebaotong.registry.resolving import keys_asked, one_of
from shebaotong.store.api import ask

_READ = "SELECT * FROM registry_read(%s, %s, %s)"

FoundRows = Mapping[str, Sequence[Any]]
"""Rows by what they are about (``enrolments``, ``payments`` …), as the function ``registry_read`` gives them;
under ``person`` the one row of the person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the questions are about, as the item names him."""

    kind: str
    """Of the number; empty where it is not known."""
    number: str
    country: str = ""
    """That issued a passport; empty for any."""


@dataclass(frozen=True, slots=True)
class Question:
    """All that one item asks of one person."""

    about: Asked
    wanted: Collection[str]
    """Kinds of facts."""
    schemes: Collection[str]
    """Of insurance, for the kinds that have one."""
    proofs: int
    payments: int
    """How many of them at most."""
    purposes: Sequence[tuple[str, Text]]
    """What is read and why, an entry of the log for each."""
    reader: Reader
    case_number: str
    now: datetime


def read_of(*, agency: str, questions: Sequence[Question]) -> list[FoundRows | None]:
    """The rows that answer each question, in the agency's context; None where the register does not hold such
    a number. Raises RegistryRefused."""
    if not questions:
        return []
    kinds = {kind for question in questions for kind in question.wanted}
    asked = json_text([_told(question) for question in questions])
    told: list[dict[str, Any]] = [{} for _ in questions]
    for place, what, found in ask(_READ, [agency, " ".join(kinds), asked]):
        told[place - 1][what] = found or ()
    return [None if one_of(rows["holders"]) is None else rows for rows in told]


def _told(question: Question) -> dict[str, Any]:
    """As ``registry_read`` takes it."""
    about, reader = question.about, question.reader
    return {
        # Keys and codes hold no space.
        "keys": " ".join(keys_asked(kind=about.kind, number=about.number)),
        "wanted": " ".join(question.wanted),
        "schemes": " ".join(question.schemes),
        "country": about.country,
        "proofs": question.proofs,
        "payments": question.payments,
        "entries": [[what, why.zh, why.en] for what, why in question.purposes],
        "masked": _masked(about),
        "token": asked_token(about.number),
        "by_agency": reader.agency,
        "by_name": reader.display,
        "by_role": reader.role,
        "case": question.case_number,
        "at": question.now.isoformat(),
    }


def _masked(about: Asked) -> str:
    """What stands in the log in the place of a person who is not found."""
    number = normalise_number(about.number)[:32]
    return mask_number(IdentifierKind(about.kind) if about.kind else IdentifierKind.PASSPORT, number)
