"""The worker and its sweeper: no job is lost with the worker that ran it."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from shebaotong.jobs.sweeper import MOST_ATTEMPTS, sweep
from shebaotong.store.api import Server, django_database
from support.processes import eventually

PROGRAM = Path(__file__).with_name("a_worker.py")


def start_worker(server: Server, *, task_seconds: float) -> subprocess.Popen[str]:
    entry = json.dumps(django_database(server=server))
    return subprocess.Popen(
        [sys.executable, PROGRAM, entry, str(task_seconds)], stdout=subprocess.PIPE, text=True
    )


def line(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout
    return worker.stdout.readline().strip()


def defer_wait() -> int:
    return int(queue.configure_task(name="tests.wait", allow_unknown=True).defer())


def waiting() -> bool:
    """Whether the test's job is still in the queue; the worker's own periodic ones do not count."""
    return ProcrastinateJob.objects.filter(task_name="tests.wait").exists()


def on_the_queue(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run a coroutine with the queue on an asynchronous connection to the same database."""

    async def connected() -> Any:
        async with queue.open_async():
            return await work()

    connector = queue.connector.get_worker_connector()  # type: ignore[attr-defined]
    # In a thread of its own: the browser tests leave an event loop running in this one.
    with queue.replace_connector(connector), ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, connected()).result()


def sweep_now() -> Any:
    return on_the_queue(lambda: sweep(queue, dead_after_seconds=0.0))


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_runs_again_and_the_queue_is_empty_after(live_database: Server) -> None:
    job = defer_wait()
    first = start_worker(live_database, task_seconds=600)
    assert line(first) == "started"
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert ProcrastinateJob.objects.get(id=job).status == "doing"

    assert sweep_now() == (job,)
    assert ProcrastinateJob.objects.get(id=job).status == "todo"

    second = start_worker(live_database, task_seconds=0)
    assert (line(second), line(second)) == ("started", "finished")
    assert eventually(lambda: not waiting())
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=60) == 0


@pytest.mark.slow
def test_a_worker_told_to_end_finishes_its_job_first(live_database: Server) -> None:
    defer_wait()
    worker = start_worker(live_database, task_seconds=1)
    assert line(worker) == "started"
    worker.send_signal(signal.SIGTERM)
    assert line(worker) == "finished"
    assert worker.wait(timeout=60) == 0
    assert not waiting()


@pytest.mark.slow
def test_a_worker_outlives_its_connections(live_database: Server) -> None:
    worker = start_worker(live_database, task_seconds=0)
    defer_wait()
    assert (line(worker), line(worker)) == ("started", "finished")
    with psycopg.connect(live_database.conninfo(role="admin")) as session:
        ended = session.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended and ended[0] > 1
    connection.close()
    defer_wait()
    assert (line(worker), line(worker)) == ("started", "finished")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0


def put_in_the_hands_of_a_worker(job: int, *, heartbeat: str, attempts: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() + %s::interval) RETURNING id) UPDATE procrastinate_jobs "
            "SET status = 'doing', attempts = %s, worker_id = worker.id FROM worker "
            "WHERE procrastinate_jobs.id = %s",
            [heartbeat, attempts, job],
        )


@pytest.mark.slow
def test_a_job_of_a_living_worker_is_left_alone(live_database: Server) -> None:
    job = defer_wait()
    put_in_the_hands_of_a_worker(job, heartbeat="1 minute")
    assert sweep_now() == ()
    assert ProcrastinateJob.objects.get(id=job).status == "doing"


@pytest.mark.slow
def test_a_job_that_loses_every_worker_is_given_up(live_database: Server) -> None:
    job = defer_wait()
    put_in_the_hands_of_a_worker(job, heartbeat="-1 minute", attempts=MOST_ATTEMPTS)
    assert sweep_now() == ()
    assert ProcrastinateJob.objects.get(id=job).status == "failed"


@pytest.mark.slow
def test_a_job_put_in_the_queue_goes_with_its_transaction(live_database: Server) -> None:
    from django.db import transaction

    with pytest.raises(ValueError, match="back"), transaction.atomic():
        defer_wait()
        raise ValueError("back")
    assert not waiting()
