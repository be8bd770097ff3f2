"""Facts: what an agency's register says about a person, with source, purpose and date.

An item asks by :class:`FactQuery` and gets :class:`Fact` values; it never reads a register itself.
Each answer is recorded with the outcome that used it, and each reading is logged for the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from shebaotong.kernel.text import Text


class FactKind(StrEnum):
    """What can be asked of an agency's own register."""

    PERSON = "person"
    """Names, identity documents (masked), birth, sex, hukou, phone on file."""
    ENROLMENTS = "enrolments"
    """Spells of insurance at this agency: kind, employer, start, end, status."""
    CONTRIBUTIONS = "contributions"
    """Months and bases by kind and year."""
    ACCOUNT = "account"
    """The individual account: kind (general or temporary) and balance in fen."""
    ENTITLEMENTS = "entitlements"
    """Benefits awarded: kind, from, amount in fen, status, certified until."""
    PAYMENTS = "payments"
    """Benefits paid, newest first, bounded."""
    PLACES = "places"
    """Agencies that hold a record of the number, as the network's locator says: codes only."""
    EMPLOYER = "employer"
    """An employer by its unified social credit code."""


@dataclass(frozen=True, slots=True)
class FactQuery:
    """One question to the agency's own register about the person that a case is about."""

    kind: FactKind
    identifier: str
    """The person's number as typed in the case, normalised; the register resolves linked documents."""
    purpose: Text
    """Shown to the person in the access log: why this was read."""
    identifier_kind: str = "resident"
    details: dict[str, Any] = field(default_factory=dict)


def queries_about(*, subject: Mapping[str, Any], kinds: Iterable[FactKind], purpose: Text) -> list[FactQuery]:
    """One question of each kind about the ``subject`` of an opening body, a passport with its country."""
    details = {"country": subject["country"]} if subject.get("country") else {}
    return [
        FactQuery(kind, subject["identifier"], purpose, subject["identifier_kind"], dict(details))
        for kind in kinds
    ]


@dataclass(frozen=True, slots=True)
class Fact:
    """The register's answer. ``known`` False: this register holds nobody of that number."""

    kind: FactKind
    known: bool
    value: dict[str, Any]
    """JSON data in the shape of the kind; empty where not known."""
    source: str
    """Code of the agency whose register answered."""
    as_of: date

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "known": self.known,
            "value": self.value,
            "source": self.source,
            "as_of": self.as_of.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fact:
        """The inverse of :meth:`to_json`."""
        return cls(
            kind=FactKind(data["kind"]),
            known=data["known"],
            value=data["value"],
            source=data["source"],
            as_of=date.fromisoformat(data["as_of"]),
        )
