"""Settling provisional due dates once the calendar of their year is published.

A due date in a year that nobody had announced was counted on weekends alone and said so. When the
holidays are published the owner counts again from the same start and says the result in a document,
so that every copy has it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from shebaotong.cases import catalogue
from shebaotong.cases.alone import each_alone
from shebaotong.cases.basis import load
from shebaotong.cases.counted_again import counted_again, same_dates
from shebaotong.cases.desk import desk_of
from shebaotong.cases.finishing import finish
from shebaotong.cases.models import Case, CountedCalendar
from shebaotong.cases.work import Work
from shebaotong.kernel.api import Actor, ClockEntry, ClockState
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

_BATCH = 200


def settle_due_dates(*, agency: str, now: datetime) -> int:
    """Settle the agency's own cases, a batch after the other; the number settled. Safe to run twice.

    One that fails keeps nobody behind it waiting, and is tried again with the next run. So is what
    ``recount`` could not count.
    """
    settled = _recounted_at_last(agency, now)
    after: Place | None = None
    while True:
        places = _provisional(agency, after)
        numbers = [number for number, settleable in places.values() if settleable]
        found = each_alone(
            numbers, lambda number: settle_case(agency, number, now), agency=agency, what="settling"
        )
        settled += found.done
        if len(places) < _BATCH:
            return settled
        after = list(places)[-1]


def _recounted_at_last(agency: str, now: datetime) -> int:
    """Try again what could not be counted on a new calendar; how many were done."""
    with agency_context(agency=agency):
        row = CountedCalendar.objects.filter(agency=agency).exclude(failed=[]).first()
    if row is None:
        return 0
    tried = each_alone(
        row.failed,
        lambda number: recount_case(agency, number, now),
        agency=agency,
        what="counting again",
    )
    with agency_context(agency=agency):
        # Others may have failed meanwhile.
        named = CountedCalendar.objects.select_for_update().get(agency=agency)
        through = set(row.failed) - set(tried.failed)
        named.failed = [number for number in named.failed if number not in through]
        named.save(update_fields=["failed"])
    return tried.done


Place = tuple[datetime, str]
"""When a case sorts, and its number: where a batch goes on."""


def _provisional(agency: str, after: Place | None) -> dict[Place, tuple[str, bool]]:
    """A batch of the agency's cases with a provisional date, and whether it can be settled."""
    with agency_context(agency=agency):
        calendar = network.calendar_for(agency=agency)
        # A clock that runs for the owner is in his list of what to do.
        provisional = Case.objects.filter(
            agency=agency, bucket="act", owner=agency, provisional=True, due_at__isnull=False
        )
        if after is not None:
            at, number = after
            provisional = provisional.filter(Q(sort_at__gt=at) | Q(sort_at=at, number__gt=number))
        rows = provisional.order_by("sort_at", "number").values_list(
            "sort_at", "number", "opened_at", "due_at"
        )[:_BATCH]
        return {
            (sort_at, number): (
                number,
                due_at is not None and not calendar.provisional(opened.date(), due_at.date()),
            )
            for sort_at, number, opened, due_at in rows
        }


def settle_case(agency: str, number: str, now: datetime) -> bool:
    """Write down the due date of a case whose date was provisional and is so no more; False where there is
    nothing to write. Raises StaleCopy."""
    return _count_again(
        agency, number, now, worth_writing=lambda clock, entry: clock.provisional and not entry.provisional
    )


def recount_case(agency: str, number: str, now: datetime) -> bool:
    """Write down the due date of a case where a change of the calendar has moved it, provisional or not;
    False where there is nothing to write. Raises StaleCopy."""
    return _count_again(agency, number, now, worth_writing=lambda clock, entry: not same_dates(entry, clock))


def _count_again(
    agency: str, number: str, now: datetime, *, worth_writing: Callable[[ClockState, ClockEntry], bool]
) -> bool:
    """Count one case on the present calendar and, where it is worth it, write the document that says so."""
    with agency_context(agency=agency):
        copy = load(agency=agency, number=number)
        clock = copy.state.clock
        if not clock.running:
            return False
        item = catalogue.item_of(copy.state)
        desk = desk_of(agency=agency, now=now)
        entry = counted_again(copy, item, desk.calendar)
        if entry is None or not worth_writing(clock, entry):
            return False
        work = Work(copy=copy, desk=desk, item=item, actor=Actor.engine(agency))
        work.settle(entry)
        finish(work)
        return True
