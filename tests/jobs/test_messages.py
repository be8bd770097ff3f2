"""Which way an SMS goes is the operator's choice; without one it waits, it is not lost."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from shebaotong.jobs.tasks import sms_gateway
from shebaotong.messages.api import HttpGateway, OutboxGateway


@pytest.mark.parametrize(
    "demo, url, kind",
    [
        (True, "", OutboxGateway),
        (True, "https://sms.example.org/", OutboxGateway),
        (False, "https://sms.example.org/", HttpGateway),
        (False, "", type(None)),
    ],
)
def test_the_gateway_is_chosen(settings: Settings, demo: bool, url: str, kind: type) -> None:
    settings.SHEBAOTONG_DEMO, settings.SMS_URL, settings.SMS_TOKEN = demo, url, "secret"
    assert type(sms_gateway()) is kind
