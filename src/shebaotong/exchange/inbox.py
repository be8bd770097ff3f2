"""Working in what has come: each parcel with its effects in one transaction, exactly once in effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shebaotong.exchange.models import Inbox
from shebaotong.exchange.outbox import wait_after
from shebaotong.exchange.parcel import FILE, CarryFailure, Parcel
from shebaotong.store.api import agency_context

Handler = Callable[[Parcel, datetime], None]
"""Given a parcel and the time it arrived; raises CarryFailure where it cannot be worked in."""

PENDING = Q(done_at__isnull=True, dead_at__isnull=True)


def work_in(*, agency: str, handler: Handler, now: datetime, limit: int = 100) -> int:
    """Hand up to ``limit`` parcels of one agency to ``handler``; the number worked in.

    Each parcel is a transaction of its own: handler's rows and the mark that it is done stand or
    fall together, so a worker that dies leaves nothing half done.
    """
    done = 0
    for _ in range(limit):
        with agency_context(agency=agency):
            row = (
                Inbox.objects.select_for_update(skip_locked=True)
                .filter(PENDING, agency=agency, next_try_at__lte=now)
                .order_by("next_try_at", "id")
                .first()
            )
            if row is None:
                return done
            done += _handle(row, handler, now)
    return done


def _handle(row: Inbox, handler: Handler, now: datetime) -> bool:
    parcel = Parcel(row.sender, row.agency, row.case_number, row.kind, row.reference, row.parcel)
    try:
        with transaction.atomic():
            handler(parcel, row.arrived_at)
    except CarryFailure as failure:
        row.attempts += 1
        row.error = str(failure)[:500]
        row.next_try_at = now + wait_after(row.attempts)
        if failure.permanent:
            row.dead_at = now
        row.save(update_fields=["attempts", "error", "next_try_at", "dead_at"])
        return False
    row.done_at = now
    if row.kind == FILE:
        # The row stays to know a repetition by; its megabytes are kept by the case now.
        row.parcel = ""
    row.save(update_fields=["done_at", "parcel"])
    return True


def dead_letters(*, agency: str, limit: int = 100) -> list[Inbox]:
    """Parcels of this agency that were refused for good, newest first, for an operator to look at."""
    with agency_context(agency=agency):
        rows = Inbox.objects.filter(agency=agency, dead_at__isnull=False).order_by("-dead_at")
        return list(rows[:limit])


def replay(*, agency: str, parcel_id: int, now: datetime) -> bool:
    """Try a dead parcel once more, e.g. after an item was updated; False where there is none."""
    with agency_context(agency=agency):
        changed = Inbox.objects.filter(agency=agency, id=parcel_id, dead_at__isnull=False).update(
            dead_at=None, next_try_at=now
        )
        return bool(changed)
