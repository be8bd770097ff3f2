"""Working days: the nation's announced holidays and make-up days, a region's laid over them, and due dates.

The announcement for a year appears late in the year before. A date that falls in a year nobody has
announced is counted on weekends alone and says so (``provisional``): it is settled, not guessed, once
the calendar is published. Counting leaves out the day it starts from (《民法典》第二百零一条).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one zone and, since 1992, no summer time."""

END_OF_DAY = time(23, 59, 59)
"""《民法典》第二百零三条: the last day ends at 24:00, or when business closes where hours are kept."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. A value: the same version always answers the same.

    Days in neither set follow the week. ``announced`` names the years whose arrangement is published.
    Raises ValueError where a day is both off and worked.
    """

    version: str
    off: frozenset[date] = frozenset()
    """Days not worked, weekends among them or not."""
    worked: frozenset[date] = frozenset()
    """Saturdays and Sundays worked in exchange (调休上班)."""
    announced: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if both := self.off & self.worked:
            days = ", ".join(sorted(day.isoformat() for day in both))
            raise ValueError(f"calendar {self.version}: these days are both off and worked: {days}")

    def overlay(self, region: Calendar) -> Calendar:
        """The calendar in ``region``: its days win, e.g. Guangxi's 三月三 over the nation's.

        A year counts as announced once both have announced it. A region without days of its own has no
        calendar; the nation's is then taken as it is.
        """
        return Calendar(
            version=f"{self.version}+{region.version}",
            off=(self.off - region.worked) | region.off,
            worked=(self.worked - region.off) | region.worked,
            announced=self.announced & region.announced,
        )

    def provisional(self, first: date, last: date) -> bool:
        """True where any year from ``first`` to ``last`` is not announced."""
        return any(year not in self.announced for year in range(first.year, last.year + 1))


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a limit, and whether a later announcement may still move it."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A lawful stop of the clock; ``end`` None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit runs out, on which calendar."""

    at: datetime
    provisional: bool
    calendar: str
    """Version of the calendar that was counted on."""


def is_working_day(day: date, *, calendar: Calendar) -> bool:
    """Whether agencies work on ``day``."""
    if day in calendar.off:
        return False
    return day in calendar.worked or day.weekday() < 5


def add_working_days(start: date, days: int, *, calendar: Calendar) -> DueDay:
    """The ``days``-th working day after ``start``; never a day off.

    Zero gives ``start`` itself, or the next working day where it is one off.
    Raises ValueError for a negative count.
    """
    if days < 0:
        raise ValueError(f"a limit cannot be negative: {days} working days")
    day = start if days else start - _DAY
    for _ in range(max(days, 1)):
        day += _DAY
        while not is_working_day(day, calendar=calendar):
            day += _DAY
    return DueDay(day=day, provisional=calendar.provisional(start, day))


def working_days_between(start: date, end: date, *, calendar: Calendar) -> int:
    """Working days after ``start`` up to and including ``end``; negative where ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar=calendar)
    length = (end - start).days
    return sum(is_working_day(start + _DAY * step, calendar=calendar) for step in range(1, length + 1))


def due_at(
    received: datetime,
    limit: int,
    *,
    calendar: Calendar,
    cutoff: time | None = None,
    closing: time = END_OF_DAY,
    pauses: Iterable[Pause] = (),
) -> Due | None:
    """When ``limit`` working days after ``received`` run out; None while the clock stands still.

    With a ``cutoff``, what arrives at or after it, or on a day off, counts as received on the next
    working day: a limit of 0 with a cutoff of 15:00 is "the same working day when it came before 15:00,
    else the next". A day on which the clock stops counts as used, the day on which it runs again is
    left out like any day a count starts from; so a stop that ends on its own day changes nothing.
    Raises ValueError for times without a zone and for pauses that end before they start.
    """
    start = _day_of(received)
    if cutoff is not None:
        late = received.astimezone(SHANGHAI).time() >= cutoff
        start = add_working_days(start, 1 if late else 0, calendar=calendar).day
    first, remaining = start, limit
    for stop, again in _stops(pauses):
        last = add_working_days(start, remaining, calendar=calendar).day
        if stop > last or (again is not None and again <= start):
            continue
        if again is None:
            return None
        used = working_days_between(start, max(stop, start), calendar=calendar)
        remaining = max(0, remaining - used)
        start = again
    due = add_working_days(start, remaining, calendar=calendar)
    return Due(
        at=datetime.combine(due.day, closing, SHANGHAI),
        provisional=calendar.provisional(first, due.day),
        calendar=calendar.version,
    )


def _stops(pauses: Iterable[Pause]) -> list[tuple[date, date | None]]:
    """The days on which the clock stops and runs again, in order; overlapping stops become one."""
    stops: list[tuple[date, date | None]] = []
    for pause in sorted(pauses, key=lambda p: p.start):
        stop, again = _day_of(pause.start), None if pause.end is None else _day_of(pause.end)
        if pause.end is not None and pause.end < pause.start:
            raise ValueError(f"a pause cannot end ({pause.end}) before it starts ({pause.start})")
        if not stops or (stops[-1][1] is not None and stops[-1][1] < stop):
            stops.append((stop, again))
        elif stops[-1][1] is not None and (again is None or stops[-1][1] < again):
            stops[-1] = (stops[-1][0], again)
    return stops


def _day_of(moment: datetime) -> date:
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be counted from: {moment.isoformat()}")
    return moment.astimezone(SHANGHAI).date()
