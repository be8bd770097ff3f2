"""What comes in from a comparison and what goes out to a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

Row = Mapping[str, str]
"""A row of a file: column to text as it came."""


@dataclass(frozen=True, slots=True)
class RunSide:
    """One side of one comparison, as its report counts it: ``rows_in`` = compared + ``rejected``."""

    name: str
    """The province or department as people call it: 广东."""
    layout: str
    rows_in: int
    rejected: int

    @property
    def compared(self) -> int:
        return self.rows_in - self.rejected


@dataclass(frozen=True, slots=True)
class Run:
    """One comparison of a batch. Its figures are those of both provinces together."""

    name: str
    kind: str
    left: RunSide
    right: RunSide
    findings: int


@dataclass(frozen=True, slots=True)
class BatchHead:
    """A round of comparisons, the same for every agency."""

    key: str
    title: str
    purpose: str
    as_of: date
    runs: tuple[Run, ...]
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    head: BatchHead
    delivered_at: datetime
    own: int
    """How many of its findings concern this agency."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt, with the rows of both sides. Amounts in fen; None where a side pays nothing."""

    reference: str
    run: str
    kind: str
    confidence: int
    """In hundredths; 100 is certain of the person."""
    person_id: str
    left_agency: str
    left_scheme: str
    right_agency: str
    right_scheme: str
    """Both empty where the right side reports events."""
    first_month: str
    last_month: str
    months: int
    left_fen: int | None
    right_fen: int | None
    rule: str
    rule_version: int
    signs: tuple[str, ...]
    clause: str
    clause_verified: bool
    explanation: str
    left_rows: tuple[Row, ...] = field(default=(), repr=False)
    right_rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def certain(self) -> bool:
        return self.confidence == 100

    @property
    def name(self) -> str:
        """The name as the files have it, the left one first; empty where neither has one."""
        named = (row.get("name", "").strip() for row in (*self.left_rows, *self.right_rows))
        return next((name for name in named if name), "")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be compared."""

    layout: str
    reason: str
    column: str
    detail: str
    values: Row = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as the log keeps it."""

    display: str
    role: str
    person_token: str
    """Of the reader as an insured person: nobody reads of himself."""


@dataclass(frozen=True, slots=True)
class ReadEvent:
    reader: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingPage:
    rows: Sequence[Finding]
    before: int | None
    """Where the page before ends, None on the first."""
    after: int | None
    """Where the next page begins, None on the last."""


@dataclass(frozen=True, slots=True)
class RejectedPage:
    rows: Sequence[Rejected]
    before: int | None
    after: int | None
