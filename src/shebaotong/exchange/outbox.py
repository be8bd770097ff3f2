"""Sending what is due, each parcel at least once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from shebaotong.exchange.models import Outbox
from shebaotong.exchange.parcel import CarryFailure, Parcel, Transport
from shebaotong.store.api import agency_context

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=1)

PENDING = Q(relayed_at__isnull=True, dead_at__isnull=True)


def relay(*, agency: str, transport: Transport, now: datetime, limit: int = 100) -> list[str]:
    """Carry up to ``limit`` due parcels of one agency; the receiver of each that was carried.

    Workers side by side take different parcels (SKIP LOCKED). A parcel whose worker died after
    carrying is carried again and known by its reference.
    """
    with agency_context(agency=agency):
        due = list(
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(PENDING, agency=agency, next_try_at__lte=now)
            .order_by("next_try_at", "id")[:limit]
        )
        return [row.receiver for row in due if _carry(row, transport, now)]


def _carry(row: Outbox, transport: Transport, now: datetime) -> bool:
    parcel = Parcel(row.agency, row.receiver, row.case_number, row.kind, row.reference, row.parcel)
    try:
        transport.carry(parcel, now=now)
    except CarryFailure as failure:
        row.attempts += 1
        row.error = str(failure)[:500]
        row.next_try_at = now + wait_after(row.attempts)
        if failure.permanent:
            row.dead_at = now
        row.save(update_fields=["attempts", "error", "next_try_at", "dead_at"])
        return False
    row.relayed_at = now
    row.save(update_fields=["relayed_at"])
    return True


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many failures: doubling from two seconds to an hour, without end."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, _LONGEST_WAIT)
