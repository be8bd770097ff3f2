"""Carrying and working in what is due: run by the worker at every sign, and once after a command
whose answer is instant, so that the window need not wait for the worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shebaotong.cases.arriving import deliver_all
from shebaotong.cases.attachments import WithFiles
from shebaotong.exchange import api as exchange

_AT_ONCE = 200
"""Parcels of one agency that are worked in before another has its turn."""


def pump(
    *,
    agencies: Iterable[str],
    transport: exchange.Transport,
    now: datetime,
    hosted: frozenset[str] | None = None,
    rounds: int = 6,
) -> int:
    """Relay the outboxes of ``agencies``, work in what arrives, and so on with the answers it causes.

    Inboxes of ``agencies`` are looked into as well. ``hosted``: the agencies whose copies are kept
    here, None for all; the inbox of another is not ours to open. ``rounds`` bounds how often answers
    cause answers. Returns the parcels moved.
    """
    moved = 0
    carrier = WithFiles(transport)
    busy = set(agencies)
    unread = set(busy)
    for _ in range(rounds):
        for agency in sorted(busy):
            receivers = exchange.relay(agency=agency, transport=carrier, now=now)
            moved += len(receivers)
            unread.update(receivers)
        done = {
            agency: exchange.work_in(agency=agency, handler=deliver_all, now=now, limit=_AT_ONCE)
            for agency in sorted(unread if hosted is None else unread & hosted)
        }
        busy = {agency for agency, count in done.items() if count}
        # Another turn looks only where something is brought, or was left.
        unread = {agency for agency, count in done.items() if count == _AT_ONCE}
        if not busy:
            break
    return moved
