"""What outbox and inbox have in common: rows that are due, tried, and put off or given up."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shebaotong.exchange.parcel import CarryFailure, Parcel
from shebaotong.store.api import ask

_log = logging.getLogger(__name__)

Table = Literal["exchange_outbox", "exchange_inbox"]

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=1)
_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox or of the inbox that is due."""

    id: int
    parcel: Parcel
    attempts: int
    since: datetime
    """When it arrived in the inbox, or was written into the outbox."""


def put_off(table: Table, failed: Iterable[tuple[Row, CarryFailure]], now: datetime) -> None:
    """Note when each is tried again, or that it is not."""
    for row, failure in failed:
        if failure.permanent:
            _log.error("parcel %s in %s was refused for good; see `shebaotong parcels`", row.id, table)
        ask(
            f"UPDATE {table} SET attempts = %s, error = %s, next_try_at = %s, dead_at = %s WHERE id = %s",
            [
                row.attempts + 1,
                str(failure)[:_LONGEST_ERROR],
                now + wait_after(row.attempts + 1),
                now if failure.permanent else None,
                row.id,
            ],
        )


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many failures: doubling from two seconds to an hour, without end."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, _LONGEST_WAIT)


def no_wait(now: datetime) -> datetime:
    """What is put off for longer than this was put off by a clock that ran ahead, and is due. Twice the
    longest wait, because the clocks of two servers never agree."""
    return now + 2 * _LONGEST_WAIT
