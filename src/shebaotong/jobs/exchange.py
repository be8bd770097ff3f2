"""Between agencies without delay: woken by the database at each new parcel, and every few seconds.

A transaction that appends a document notifies this thread once it is committed. A notice that is lost costs
only the wait for the next round. Safe beside other workers: each parcel is taken by one (SKIP LOCKED).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
from django.db import DatabaseError, connection
from django.utils import timezone

from shebaotong.cases import api as cases
from shebaotong.exchange.api import CHANNEL, LocalTransport
from shebaotong.network import api as network

logger = logging.getLogger(__name__)

_WAIT_SECONDS = 1.0
_ALL_EVERY_SECONDS = 5.0
# A round costs as much for one parcel as for ten. Nobody notices so short a wait, and in a busy hour the
# parcels that come meanwhile share a round.
_GATHER_SECONDS = 0.05
_AFTER_ERROR_SECONDS = 1.0


def run_exchange(stop: threading.Event, clock: Callable[[], datetime] = timezone.now) -> None:
    """Relay and work in until ``stop``; a database that goes away is waited for."""
    while not stop.is_set():
        try:
            with _listener() as listener:
                _listen(listener, stop, clock)
        except (DatabaseError, psycopg.Error) as error:
            logger.warning("the exchange lost its database connection: %s", type(error).__name__)
            stop.wait(_AFTER_ERROR_SECONDS)
        finally:
            connection.close()


def _listener() -> psycopg.Connection[Any]:
    """A connection that does nothing but listen. On one that is at work too, a notice could arrive while a
    statement is running, and would be missed."""
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def _listen(listener: psycopg.Connection[Any], stop: threading.Event, clock: Callable[[], datetime]) -> None:
    transport = LocalTransport()
    listener.execute(f"LISTEN {CHANNEL}")
    due_for_all = 0.0
    while not stop.is_set():
        everybody = due_for_all <= 0
        agencies = _agencies() if everybody else set()
        due_for_all = _ALL_EVERY_SECONDS if everybody else due_for_all - _WAIT_SECONDS
        wait = 0.0 if everybody else _WAIT_SECONDS
        agencies |= {notice.payload for notice in listener.notifies(timeout=wait, stop_after=1)}
        if agencies:
            stop.wait(_GATHER_SECONDS)
            agencies |= {notice.payload for notice in listener.notifies(timeout=0.0)}
            cases.pump(agencies=agencies, transport=transport, now=clock())


def _agencies() -> set[str]:
    return {agency.code for agency in network.all_agencies()}
