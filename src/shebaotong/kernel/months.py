"""Calendar months and periods of months: the unit in which social insurance counts.

A contribution belongs to a month, never to a day, so months are values of their own here and
are never passed about as text. Wire and file form is ``YYYY-MM``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Self

_FORM = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month, e.g. ``Month(2026, 11)``; ordered, hashable, and countable with integers."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1 <= self.year <= 9999:
            raise ValueError(f"not a calendar month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-MM``. Raises ValueError on anything else."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"not a month in the form YYYY-MM: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which ``day`` lies."""
        return cls(day.year, day.month)

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Self:
        """The inverse of :attr:`ordinal`."""
        return cls(ordinal // 12, ordinal % 12 + 1)

    @property
    def ordinal(self) -> int:
        """Months since year 0, so that the difference of two ordinals counts months."""
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date.fromordinal((self + 1).first_day.toordinal() - 1)

    def __add__(self, months: int) -> Month:
        return Month.from_ordinal(self.ordinal + months)

    def __sub__(self, other: Month) -> int:
        """Whole months from ``other`` to this one."""
        return self.ordinal - other.ordinal

    def __lt__(self, other: Month) -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """A run of months from ``start`` to ``end``, both included; ``end`` None means still running."""

    start: Month
    end: Month | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def closed(self, as_of: Month) -> Period | None:
        """The part that lies at or before ``as_of``; None where nothing does."""
        end = as_of if self.end is None or as_of < self.end else self.end
        return None if end < self.start else Period(self.start, end)

    def overlap(self, other: Period) -> Period | None:
        """The months that both periods hold, or None."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end < start else Period(start, end)

    def __contains__(self, month: Month) -> bool:
        return self.start <= month and (self.end is None or month <= self.end)

    def __len__(self) -> int:
        """Months in the period. Raises ValueError for one that still runs: close it first."""
        if self.end is None:
            raise ValueError("an open period has no length: close it at a month first")
        return self.end - self.start + 1

    def __iter__(self) -> Iterator[Month]:
        for ordinal in range(self.start.ordinal, self.start.ordinal + len(self)):
            yield Month.from_ordinal(ordinal)

    def __str__(self) -> str:
        return f"{self.start}…{self.end or ''}"


def merge_periods(periods: Iterable[Period]) -> list[Period]:
    """The same months as maximal runs, in order: overlapping and adjoining periods become one."""
    runs: list[Period] = []
    for period in sorted(periods, key=lambda p: p.start.ordinal):
        last = runs[-1] if runs else None
        if last is None or (last.end is not None and last.end + 1 < period.start):
            runs.append(period)
        elif last.end is not None and (period.end is None or last.end < period.end):
            runs[-1] = Period(last.start, period.end)
    return runs


def count_months(periods: Iterable[Period]) -> int:
    """Distinct months held by closed periods: a month in two of them counts once."""
    return sum(len(run) for run in merge_periods(periods))
