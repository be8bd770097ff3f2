"""Carrying and working in what is due: run by the worker at every sign, and once after a command
whose answer is instant, so that the window need not wait for the worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shebaotong.cases.arriving import deliver_all
from shebaotong.cases.attachments import WithFiles
from shebaotong.exchange import api as exchange


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
    for _ in range(rounds):
        arrived = set(busy)
        for agency in sorted(busy):
            receivers = exchange.relay(agency=agency, transport=carrier, now=now)
            moved += len(receivers)
            arrived.update(receivers)
        busy = {
            agency
            for agency in sorted(arrived if hosted is None else arrived & hosted)
            if exchange.work_in(agency=agency, handler=deliver_all, now=now)
        }
        if not busy:
            break
    return moved
