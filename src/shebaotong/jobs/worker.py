"""The worker: takes jobs from the queue in PostgreSQL, and sweeps up after workers that were killed."""

import asyncio
import logging
import signal
import threading
from contextlib import suppress

import psycopg
from django.db import DatabaseError
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from shebaotong.jobs.exchange import run_exchange
from shebaotong.jobs.sweeper import DEAD_AFTER_SECONDS, HEARTBEAT_SECONDS, sweep_for_ever

logger = logging.getLogger(__name__)

# Notifications wake the worker at once; polling is for those that were lost with a connection.
_POLL_SECONDS = 2.0
_FINISH_SECONDS = 10.0
_AFTER_LOSS_SECONDS = 1.0


async def run_worker(*, concurrency: int) -> None:
    """Run jobs until SIGTERM or SIGINT; running ones get a few seconds to finish.

    A database that goes away is waited for. A job that succeeded is deleted: its outcome stands in the
    tables that it wrote.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            await _work(stop, concurrency=concurrency)
        except (ConnectorException, DatabaseError, psycopg.Error) as error:
            logger.warning("The worker lost its database connection: %s", type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), timeout=_AFTER_LOSS_SECONDS)


async def _work(stop: asyncio.Event, *, concurrency: int) -> None:
    """Work on one set of connections, until told to stop or one of the parts ends."""
    connector = queue.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"The queue is on {type(connector).__name__}, not on Django's connection.")
    stop_exchange = threading.Event()
    with queue.replace_connector(connector.get_worker_connector()):
        async with queue.open_async():
            parts = [
                asyncio.create_task(stop.wait(), name="stop"),
                asyncio.create_task(asyncio.to_thread(run_exchange, stop_exchange), name="exchange"),
                asyncio.create_task(sweep_for_ever(queue), name="sweeper"),
                asyncio.create_task(
                    queue.run_worker_async(
                        concurrency=concurrency,
                        fetch_job_polling_interval=_POLL_SECONDS,
                        update_heartbeat_interval=HEARTBEAT_SECONDS,
                        stalled_worker_timeout=DEAD_AFTER_SECONDS,
                        shutdown_graceful_timeout=_FINISH_SECONDS,
                        install_signal_handlers=False,
                        delete_jobs="successful",
                    ),
                    name="worker",
                ),
            ]
            # Whichever ends first takes the others along: a worker without its sweeper loses jobs.
            done, pending = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            stop_exchange.set()
            for part in pending:
                part.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            for part in done:
                part.result()
