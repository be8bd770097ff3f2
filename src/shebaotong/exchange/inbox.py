"""Working in what has come: parcels with their effects in one transaction, exactly once in effect."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from shebaotong.exchange.parcel import Arrival, CarryFailure, Parcel
from shebaotong.exchange.rows import Row, no_wait, put_off
from shebaotong.kernel.api import kind_and_place
from shebaotong.store.api import agency_context, ask, send_held_back, send_with_next

_log = logging.getLogger(__name__)

Handler = Callable[[Sequence[Arrival]], Sequence[CarryFailure | None]]
"""Given parcels of one agency in the order of their arrival, in its context; for each of them in its
place why it cannot be worked in, or None where it has been."""

_DUE = "SELECT * FROM exchange_to_work_in(%s, %s, %s, %s)"
_DONE = "SELECT exchange_worked_in(%s, %s)"

_TOGETHER = 50
"""Parcels in one transaction: many enough to share its cost, few enough that nobody waits long for a case
that is being worked in."""


def work_in(*, agency: str, handler: Handler, now: datetime, limit: int = 200) -> int:
    """Hand up to ``limit`` due parcels of one agency to ``handler``; the number worked in.

    Some are worked in together, in one transaction: the handler's rows and the marks that they are done
    stand or fall together, so a worker that dies leaves nothing half done. One that fails in a way that
    its handler did not foresee costs the others nothing: they are worked in by themselves.
    """
    done = 0
    left = limit
    while left > 0:
        with agency_context(agency=agency):
            rows, more = _due(agency, now, min(left, _TOGETHER))
            if not rows:
                break
            arrivals = [Arrival(row.parcel, row.since) for row in rows]
            results = _together(handler, arrivals)
            done += _mark(rows, results, now)
            left -= len(rows)
        if not more:
            break
    return done


def _due(agency: str, now: datetime, most: int) -> tuple[list[Row], bool]:
    """The next parcels, first come first served, and whether there may be more.

    A parcel that holds a file comes alone, because it may be large.
    """
    found = ask(_DUE, [agency, now, no_wait(now), most])
    rows = [
        # ``rest``: case number, kind, reference and content, as Parcel has them.
        Row(key, Parcel(sender, agency, *rest), attempts, arrived_at)
        for key, sender, *rest, attempts, arrived_at, _ in found
    ]
    return rows, bool(found and found[0][-1])


def _together(handler: Handler, arrivals: Sequence[Arrival]) -> list[CarryFailure | None]:
    """What the handler says of each parcel. Where it fails on all together, each is tried by itself."""
    try:
        with transaction.atomic():
            results = list(handler(arrivals))
            # What the handler has held back is sent here, so that an error in it undoes these parcels alone.
            send_held_back()
            return results
    except CarryFailure as failure:
        if len(arrivals) == 1:
            return [failure]
    except Exception as error:
        if len(arrivals) == 1:
            # Whatever is wrong with it, it must not stop those behind it.
            _log.error("working in a parcel: %s", kind_and_place(error))
            return [CarryFailure(f"it broke the program: {type(error).__name__}", permanent=False)]
    return [result for arrival in arrivals for result in _together(handler, [arrival])]


def _mark(rows: Sequence[Row], results: Sequence[CarryFailure | None], now: datetime) -> int:
    failed = [(row, failure) for row, failure in zip(rows, results, strict=True) if failure is not None]
    done = [row.id for row, failure in zip(rows, results, strict=True) if failure is None]
    put_off("exchange_inbox", failed, now)
    if done:
        send_with_next(_DONE, [done, now])
    return len(done)
