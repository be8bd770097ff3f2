"""Counting open cases again when a calendar was published or a day of it changed.

A limit is so many working days: where a day is no working day any more the date moves with it. Each agency
counts its own cases, once for each new calendar, in steps that can be broken off and go on where they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from shebaotong.cases import catalogue
from shebaotong.cases.alone import each_alone
from shebaotong.cases.basis import load
from shebaotong.cases.counted_again import counted_again, same_dates
from shebaotong.cases.models import Case, CountedCalendar
from shebaotong.cases.settling import recount_case
from shebaotong.kernel.api import SHANGHAI, Calendar
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose due date would be another one."""

    number: str
    item: str
    before: datetime
    after: datetime
    was_provisional: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do to an agency's open cases."""

    looked_at: int
    """Cases counted for this; the most urgent ones."""
    more: bool
    """There are more whose time meets the changed days."""
    moved: tuple[Moved, ...]


def recount(*, agency: str, now: datetime) -> int:
    """Count a batch of the agency's cases on a new calendar; how many were looked at, 0 when all is counted.

    Safe to run twice, and to break off. One that fails is left to ``settle_due_dates``.
    """
    with agency_context(agency=agency):
        current = network.calendar_for(agency=agency)
        # Cases that were there before were counted on nobody knows which calendar: all are looked at once.
        row, _ = CountedCalendar.objects.get_or_create(agency=agency, defaults={"version": ""})
        if row.version == current.version:
            return 0
        if row.target != current.version:
            row.target, row.after_at, row.after_number = current.version, None, ""
        old = network.calendar_of_version(version=row.version)
        # From the last date back: most dates move later, and are not met again.
        waiting = _before(_touched(agency, old, current), row).order_by("-sort_at", "-number")
        places = list(waiting.values_list("sort_at", "number")[:_BATCH])
    counted = each_alone(
        (number for _, number in places),
        lambda number: recount_case(agency, number, now),
        agency=agency,
        what="counting again",
    )
    with agency_context(agency=agency):
        if places:
            row.after_at, row.after_number = places[-1]
        else:
            row.version, row.target, row.after_at, row.after_number = current.version, "", None, ""
        named = CountedCalendar.objects.select_for_update().get(agency=agency)
        row.failed = sorted({*named.failed, *counted.failed})
        row.save()
    return len(places)


def preview(*, agency: str, calendar: Calendar, most: int = _BATCH) -> Preview:
    """Which of the agency's open cases would be due on another day on this calendar; nothing is written."""
    with agency_context(agency=agency):
        touched = _touched(agency, network.calendar_for(agency=agency), calendar)
        numbers = list(touched.values_list("number", flat=True)[: most + 1])
        found = [_moved(agency, number, calendar) for number in numbers[:most]]
    return Preview(
        looked_at=min(len(numbers), most),
        more=len(numbers) > most,
        moved=tuple(each for each in found if each is not None),
    )


def _moved(agency: str, number: str, calendar: Calendar) -> Moved | None:
    copy = load(agency=agency, number=number)
    clock = copy.state.clock
    if not clock.running or clock.due_at is None:
        return None
    entry = counted_again(copy, catalogue.item_of(copy.state), calendar)
    if entry is None or entry.due_at is None or same_dates(entry, clock):
        return None
    return Moved(
        number, copy.state.item, clock.due_at, entry.due_at, clock.provisional, bool(entry.provisional)
    )


def _touched(agency: str, old: Calendar | None, new: Calendar) -> QuerySet[Case]:
    """The agency's running cases whose time meets a day on which the calendars differ, by due date."""
    running = Case.objects.filter(agency=agency, bucket="act", owner=agency, due_at__isnull=False)
    running = running.order_by("sort_at", "number")
    if old is None:
        return running
    days = _changed(old, new)
    if not days:
        return running.none()
    first = datetime.combine(days[0], time(), SHANGHAI)
    last = datetime.combine(days[-1] + timedelta(days=1), time(), SHANGHAI)
    return running.filter(sort_at__gte=first, opened_at__lt=last)


def _changed(old: Calendar, new: Calendar) -> Sequence[date]:
    """Days that are worked in one and not in the other, and whole years that have become certain."""
    years = old.announced ^ new.announced
    certain = {day for year in years for day in (date(year, 1, 1), date(year, 12, 31))}
    return sorted((old.off ^ new.off) | (old.worked ^ new.worked) | certain)


def _before(cases: QuerySet[Case], row: CountedCalendar) -> QuerySet[Case]:
    if row.after_at is None:
        return cases
    earlier = Q(sort_at__lt=row.after_at) | Q(sort_at=row.after_at, number__lt=row.after_number)
    return cases.filter(earlier, sort_at__lte=row.after_at)
