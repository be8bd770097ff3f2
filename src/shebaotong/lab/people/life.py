"""One made-up person's whole life as the registers of all cities together would tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import Month


class Damage(StrEnum):
    """How a record is spoiled on its way into the register, so that quarantine has something to show."""

    NONE = ""
    CHECK_DIGIT = "check_digit"
    BIRTH = "birth"
    OVERLAP = "overlap"
    DOUBLE = "double"
    """A second person comes with the same number."""


@dataclass(frozen=True, slots=True)
class Document:
    kind: str
    number: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was insured: pension, unemployment and work injury with one employer."""

    agency: str
    employer: int | None
    """Number of the employer among the city's; None for own-account work (pension only)."""
    start: Month
    end: Month | None
    transferred: bool = False
    """The pension relationship has moved away since."""
    temporary: bool = False
    """The account is a temporary one."""
    arrears: bool = False
    """The last three months were not paid."""


@dataclass(frozen=True, slots=True)
class Resident:
    """A spell in the residents' pension scheme at home."""

    agency: str
    start: Month
    end: Month | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A benefit awarded."""

    agency: str
    benefit: str
    start: Month
    amount_fen: int
    status: str = "active"
    reason: str = ""
    certified_until: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    name: str
    sex: str
    birth: date
    place: str
    """Household registration, GB/T 2260; empty for people who have none on the mainland."""
    phone: str
    documents: tuple[Document, ...]
    former_name: str = ""
    renamed: date | None = None
    deceased: date | None = None
    wage: int = 100
    """Percent of the made-up average wage."""
    jobs: tuple[Job, ...] = ()
    resident: tuple[Resident, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    damage: Damage = field(default=Damage.NONE)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Every agency that holds a record of this person, in the order of the life."""
        parts: tuple[Job | Resident | Drawn, ...] = (*self.jobs, *self.resident, *self.drawn)
        return tuple(dict.fromkeys(part.agency for part in parts))
