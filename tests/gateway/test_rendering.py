"""Answers say what the framework's own renderer would say, in fewer bytes."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

from django.http import HttpRequest
from ninja.renderers import JSONRenderer

from shebaotong.gateway.rendering import CompactJson
from shebaotong.kernel.api import SHANGHAI

DATA = {
    "名": '杜月华，\U00020000\u2028<&>"\\',
    "moments": [
        datetime(2026, 11, 27, 8, 30, 0, 123456, tzinfo=UTC),
        datetime(2026, 11, 27, 16, 30, tzinfo=SHANGHAI),
        datetime(2026, 11, 27, 16, 30, tzinfo=timezone(timedelta(hours=8))),
        date(2026, 2, 28),
    ],
    "numbers": [0, -1, 2**53, 2**63 - 1, 1.5, True, None],
    "empty": [{}, [], ""],
}


def test_it_says_what_the_framework_says_and_leaves_out_what_says_nothing() -> None:
    ours = CompactJson().render(HttpRequest(), DATA, response_status=200)
    framework = JSONRenderer().render(HttpRequest(), DATA, response_status=200)
    assert json.loads(ours) == json.loads(framework)
    assert ours.startswith('{"名":"杜月华，'.encode())
