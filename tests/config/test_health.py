"""The health page."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from shebaotong.jobs.sweeper import DEAD_AFTER_SECONDS

OK = {"status": "ok", "worker": "running"}


def heartbeat(seconds_ago: float) -> None:
    """As a worker leaves it; the model itself is only for reading."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ProcrastinateWorker._meta.db_table} (last_heartbeat) VALUES (%s)",
            [timezone.now() - timedelta(seconds=seconds_ago)],
        )


@pytest.mark.db
def test_it_says_ok_while_the_database_answers_and_a_worker_lives(client: Client) -> None:
    heartbeat(1)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, OK)


@pytest.mark.db
def test_it_tells_a_monitor_that_no_worker_lives(client: Client) -> None:
    missing = {"status": "ok", "worker": "missing"}
    assert client.get("/healthz").json() == missing
    heartbeat(DEAD_AFTER_SECONDS + 5)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, missing), "pages go on without a worker"


def test_it_says_503_and_nothing_more_when_the_database_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_: object) -> bool:
        raise OperationalError("password of shebaotong_app at /secret/place")

    monkeypatch.setattr("shebaotong.config.health.jobs.worker_lives", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unreachable"}
