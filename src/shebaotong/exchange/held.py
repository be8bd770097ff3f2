"""Parcels that did not go through, for whoever has to see why and to try them again.

A parcel that fails is tried again by itself, later each time; one that was refused for good (``dead_at``)
waits until somebody has removed the cause, for instance installed an item or a city's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Manager, QuerySet

from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.store.api import agency_context


class Box(StrEnum):
    """Where a parcel is held: come to the agency, or still to be sent by it."""

    INBOX = "inbox"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Held:
    """A parcel that has failed at least once and is not through. Says nothing of what is in it."""

    id: int
    other: str
    """The agency it comes from, or goes to."""
    case_number: str
    kind: str
    reference: str
    since: datetime
    """When it arrived, or was written."""
    attempts: int
    next_try_at: datetime | None
    """None where it was refused for good: nothing happens until it is tried again by hand."""
    error: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    rows: Sequence[Held]
    next: int | None
    """``after`` for the next page, None on the last."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What inbox and outbox call differently."""

    rows: Manager[Inbox] | Manager[Outbox]
    through: str
    """The column that is empty until the parcel is through."""
    columns: tuple[str, ...]
    """The columns that hold the other agency and the time since when the parcel waits."""

    def waiting(self, agency: str) -> QuerySet[Any]:
        """Parcels that have failed and are not through: the condition of the index, so that it is used."""
        return self.rows.filter(agency=agency, attempts__gt=0, **{f"{self.through}__isnull": True})


_TABLES = {
    Box.INBOX: _Table(Inbox.objects, "done_at", ("sender", "arrived_at")),
    Box.OUTBOX: _Table(Outbox.objects, "relayed_at", ("receiver", "created_at")),
}
_COLUMNS = ("id", "case_number", "kind", "reference", "attempts", "next_try_at", "dead_at", "error")


def held(*, agency: str, box: Box, after: int | None = None, size: int = 50) -> HeldPage:
    """A page of the agency's held parcels, newest first; ``after`` is the last id of the page before."""
    table = _TABLES[box]
    with agency_context(agency=agency):
        waiting = table.waiting(agency)
        if after is not None:
            waiting = waiting.filter(id__lt=after)
        found = list(waiting.order_by("-id").values_list(*_COLUMNS, *table.columns)[: size + 1])
    page = found[:size]
    rows = [
        Held(
            id=key,
            other=other,
            case_number=case_number,
            kind=kind,
            reference=reference,
            since=since,
            attempts=attempts,
            next_try_at=None if dead_at else next_try_at,
            error=error,
        )
        for key, case_number, kind, reference, attempts, next_try_at, dead_at, error, other, since in page
    ]
    return HeldPage(rows, rows[-1].id if len(found) > size else None)


def try_again(*, agency: str, box: Box, parcel_id: int, now: datetime) -> bool:
    """Let a held parcel be tried at the worker's next turn; False where the agency holds none of that id."""
    with agency_context(agency=agency):
        waiting = _TABLES[box].waiting(agency).filter(id=parcel_id)
        return bool(waiting.update(dead_at=None, next_try_at=now))
