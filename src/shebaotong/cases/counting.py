"""The numbers on the tabs and lamps of an agency's lists. Counting stops early, and says that it did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from shebaotong.cases.lists import duties
from shebaotong.cases.projection import NEVER
from shebaotong.kernel.api import Role
from shebaotong.store.api import agency_context

MOST_COUNTED = 500
"""Counting stops behind this: a badge that says 500+ costs the same in a table of any size."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: exactly so many, or more than so many."""

    number: int
    more: bool = False

    def __bool__(self) -> bool:
        return self.number > 0 or self.more

    def __str__(self) -> str:
        """As a badge shows it: 12, 500+, and a dot line where nothing is known."""
        if not self.more:
            return str(self.number)
        return f"{self.number}+" if self.number else "…"

    def __sub__(self, part: Count) -> Count:
        """What is left without a part of these. Of an unknown number nothing is known to be left."""
        if part.more:
            return Count(0, more=True)
        return Count(max(0, self.number - part.number), self.more)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand in each list, and how many of what is to be done have each lamp."""

    act: Count
    everybody: Count
    """What the agency has to act on, whosever work it is."""
    wait: Count
    supplement: Count
    red: Count
    amber: Count
    green: Count


def _at_most(condition: str) -> str:
    rows = f"SELECT FROM cases_case WHERE agency = %(agency)s AND {condition} LIMIT %(most)s"
    return f"(SELECT count(*) FROM ({rows}) counted)"


_MINE = "bucket = 'act' AND duty = ANY(%(duties)s)"
_PARTS = (
    _MINE,
    "bucket = 'act'",
    "bucket = 'wait'",
    "bucket = 'supplement'",
    f"{_MINE} AND sort_at < %(now)s",
    f"{_MINE} AND amber_at <= %(now)s",
    f"{_MINE} AND sort_at >= %(now)s AND sort_at < %(never)s",
)
_COUNTS = f"SELECT {', '.join(map(_at_most, _PARTS))}"


def counts(*, agency: str, now: datetime, roles: Collection[Role] | None = None) -> Counts:
    """Numbers for the agency's tabs and lamps; the cost does not grow with the table.

    ``roles`` as in ``inbox``: ``act`` and the lamps count what is theirs to do.
    """
    values: dict[str, Any] = {
        "agency": agency,
        "most": MOST_COUNTED + 1,
        "now": now,
        "never": NEVER,
        "duties": duties(roles),
    }
    with agency_context(agency=agency), connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        found = cursor.fetchone()
    act, everybody, wait, supplement, red, warned, in_time = map(_count, found)
    amber = warned - red
    return Counts(act, everybody, wait, supplement, red, amber, in_time - amber)


def _count(rows: int) -> Count:
    return Count(min(rows, MOST_COUNTED), more=rows > MOST_COUNTED)
