"""The worker: takes jobs from the queue in PostgreSQL, and sweeps up after workers that were killed."""

import asyncio
import logging
import threading

from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector

from shebaotong.jobs.exchange import run_exchange
from shebaotong.jobs.sweeper import DEAD_AFTER_SECONDS, HEARTBEAT_SECONDS, sweep_for_ever

logger = logging.getLogger(__name__)

# Notifications wake the worker at once; polling is for those that were lost with a connection.
_POLL_SECONDS = 2.0
_FINISH_SECONDS = 10.0


async def run_worker(*, concurrency: int) -> None:
    """Run jobs until SIGTERM or SIGINT; running ones get a few seconds to finish.

    A job that succeeded is deleted: its outcome stands in the tables that it wrote.
    """
    connector = queue.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"The queue is on {type(connector).__name__}, not on Django's connection.")
    with queue.replace_connector(connector.get_worker_connector()):
        async with queue.open_async():
            stop_exchange = threading.Event()
            exchanging = asyncio.create_task(asyncio.to_thread(run_exchange, stop_exchange), name="exchange")
            sweeping = asyncio.create_task(sweep_for_ever(queue), name="sweeper")
            working = asyncio.create_task(
                queue.run_worker_async(
                    concurrency=concurrency,
                    fetch_job_polling_interval=_POLL_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=DEAD_AFTER_SECONDS,
                    shutdown_graceful_timeout=_FINISH_SECONDS,
                    delete_jobs="successful",
                ),
                name="worker",
            )
            # Whichever ends first takes the others along: a worker without its sweeper loses jobs.
            done, pending = await asyncio.wait(
                (sweeping, working, exchanging), return_when=asyncio.FIRST_COMPLETED
            )
            stop_exchange.set()
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            for task in done:
                task.result()
