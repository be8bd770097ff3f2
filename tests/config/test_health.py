"""The health page."""

import pytest
from django.db import OperationalError
from django.test import Client


@pytest.mark.db
def test_it_says_ok_while_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_says_503_and_nothing_more_when_the_database_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("password of shebaotong_app at /secret/place")

    monkeypatch.setattr("shebaotong.config.health.connection.cursor", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unreachable"}
