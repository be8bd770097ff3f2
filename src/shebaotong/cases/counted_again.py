"""Counting the clock of a case again on another calendar; what comes of it is written down elsewhere."""

from __future__ import annotations

from datetime import datetime

from shebaotong.cases.clockwork import running
from shebaotong.cases.copy import Copy
from shebaotong.kernel.api import Calendar, ClockEntry, ClockState, Document, Item, Stage, Ticking, fold


def same_dates(entry: ClockEntry, clock: ClockState) -> bool:
    """Whether counting again has given what stands there already."""
    before = (clock.due_at, clock.legal_due_at, clock.provisional)
    return (entry.due_at, entry.legal_due_at, entry.provisional) == before


def counted_again(copy: Copy, item: Item, calendar: Calendar) -> ClockEntry | None:
    """The clock that the last start of it gives on this calendar; None where none started it."""
    started = [d for d in copy.documents if _starts(d) and d.key in copy.state.applied]
    if not started:
        return None
    last = started[-1]
    place = copy.state.applied.index(last.key)
    before_keys = set(copy.state.applied[:place])
    before = fold(
        copy.number,
        (d.envelope for d in copy.documents if d.key in before_keys),
        copy.receipts,
    )
    return running(
        move=last.envelope.flow.move,
        clock=before.clock,
        limits=item.limits,
        calendar=calendar,
        now=_from(copy, last),
    )


def _starts(document: Document) -> bool:
    clock = document.envelope.flow.clock
    running_on = (Ticking.RUN, Ticking.ON_DELIVERY)
    return clock is not None and clock.ticking in running_on and document.name != "settle"


def _from(copy: Copy, document: Document) -> datetime:
    """When the limit began: the delivery at who has to act, else the writing."""
    for receipt in copy.receipts:
        if receipt.document == document.key and receipt.stage is Stage.DELIVERED and receipt.clock:
            return receipt.at
    return document.envelope.claimed_at
