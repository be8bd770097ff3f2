"""Sending what is due, each parcel at least once."""

from __future__ import annotations

from datetime import datetime

from shebaotong.exchange.parcel import Parcel, Transport
from shebaotong.exchange.rows import Row, no_wait, put_off
from shebaotong.store.api import agency_context, ask, send_with_next

_DUE = "SELECT * FROM exchange_to_send(%s, %s, %s, %s)"
_RELAYED = "SELECT exchange_sent(%s, %s)"


def relay(*, agency: str, transport: Transport, now: datetime, limit: int = 200) -> list[str]:
    """Carry up to ``limit`` due parcels of one agency; the receiver of each that was carried.

    Workers side by side take different parcels (SKIP LOCKED). A parcel whose worker died after
    carrying is carried again and known by its reference.
    """
    with agency_context(agency=agency):
        by_receiver: dict[str, list[Row]] = {}
        # ``rest``: case number, kind, reference and content, as Parcel has them.
        for key, receiver, *rest, attempts, created_at in ask(_DUE, [agency, now, no_wait(now), limit]):
            row = Row(key, Parcel(agency, receiver, *rest), attempts, created_at)
            by_receiver.setdefault(receiver, []).append(row)
        carried = [row for rows in by_receiver.values() for row in _carry(rows, transport, now)]
        if carried:
            send_with_next(_RELAYED, [[row.id for row in carried], now])
        return [row.parcel.receiver for row in carried]


def _carry(rows: list[Row], transport: Transport, now: datetime) -> list[Row]:
    """Carry the rows for one receiver; those that he has now. For the others it is noted why not."""
    failures = transport.carry([row.parcel for row in rows], now=now)
    if not failures:
        return rows
    failed = [(row, failures[row.parcel]) for row in rows if row.parcel in failures]
    put_off("exchange_outbox", failed, now)
    return [row for row in rows if row.parcel not in failures]
