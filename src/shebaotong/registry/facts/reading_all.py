"""All that an item asks of one person, read in one call of the database, which writes the log too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.kernel.api import IdentifierKind, Text, json_text, mask_number, normalise_number
from shebaotong.registry.reading import Reader, asked_token
from shebaotong.registry.resolving import keys_asked, one_of
from shebaotong.store.api import ask

_READ = "SELECT * FROM registry_read(%s, %s)"

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


def read_of(
    *,
    agency: str,
    about: Asked,
    wanted: Iterable[str],
    schemes: Iterable[str],
    proofs: int,
    payments: int,
    purposes: Sequence[tuple[str, Text]],
    reader: Reader,
    case_number: str,
    now: datetime,
) -> FoundRows | None:
    """The rows that answer all questions about one person, in the agency's context; None where the register
    does not hold such a number.

    ``wanted``: kinds of facts. ``schemes``: of insurance, for the kinds that have one. ``proofs`` and
    ``payments``: how many at most. ``purposes``: what is read and why, an entry of the log for each. Raises
    RegistryRefused.
    """
    keys = keys_asked(kind=about.kind, number=about.number)
    asked = {
        # Keys and codes hold no space.
        "keys": " ".join(keys),
        "wanted": " ".join(wanted),
        "schemes": " ".join(schemes),
        "country": about.country,
        "proofs": proofs,
        "payments": payments,
        "entries": [[what, why.zh, why.en] for what, why in purposes],
        "masked": _masked(about),
        "token": asked_token(about.number),
        "by_agency": reader.agency,
        "by_name": reader.display,
        "by_role": reader.role,
        "case": case_number,
        "at": now.isoformat(),
    }
    rows = ask(_READ, [agency, json_text(asked)])
    told = {what: found or () for what, found in rows}
    return None if one_of(told["holders"]) is None else told


def _masked(about: Asked) -> str:
    """What stands in the log in the place of a person who is not found."""
    number = normalise_number(about.number)[:32]
    return mask_number(IdentifierKind(about.kind) if about.kind else IdentifierKind.PASSPORT, number)
