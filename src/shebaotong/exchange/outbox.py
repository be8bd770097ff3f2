"""Sending what is due, each parcel at least once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.exchange.parcel import CarryFailure, Parcel, Transport
from shebaotong.store.api import agency_context

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=1)
_LONGEST_ERROR = 500

PENDING = Q(relayed_at__isnull=True, dead_at__isnull=True)


def relay(*, agency: str, transport: Transport, now: datetime, limit: int = 200) -> list[str]:
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
        by_receiver: dict[str, list[Outbox]] = {}
        for row in due:
            by_receiver.setdefault(row.receiver, []).append(row)
        carried = [row for rows in by_receiver.values() for row in _carry(rows, transport, now)]
        if carried:
            Outbox.objects.filter(agency=agency, pk__in=[row.pk for row in carried]).update(relayed_at=now)
        return [row.receiver for row in carried]


def _carry(rows: list[Outbox], transport: Transport, now: datetime) -> list[Outbox]:
    """Of the rows for one receiver those that he has now; of the others is noted why not."""
    parcels = [
        Parcel(row.agency, row.receiver, row.case_number, row.kind, row.reference, row.parcel) for row in rows
    ]
    failures = transport.carry(parcels, now=now)
    for row, parcel in zip(rows, parcels, strict=True):
        if parcel in failures:
            note_failure(row, failures[parcel], now)
    return [row for row, parcel in zip(rows, parcels, strict=True) if parcel not in failures]


def note_failure(row: Outbox | Inbox, failure: CarryFailure, now: datetime) -> None:
    """When it is tried again, or that it is not."""
    row.attempts += 1
    row.error = str(failure)[:_LONGEST_ERROR]
    row.next_try_at = now + wait_after(row.attempts)
    if failure.permanent:
        row.dead_at = now
    row.save(update_fields=["attempts", "error", "next_try_at", "dead_at"])


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many failures: doubling from two seconds to an hour, without end."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, _LONGEST_WAIT)
