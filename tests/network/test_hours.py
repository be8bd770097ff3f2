"""When an outlet is open, on the agency's own working days."""

from datetime import date, datetime

import pytest

from shebaotong.kernel.api import SHANGHAI, Calendar
from shebaotong.network.api import BadHours, check_hours, open_at

HALL = [
    {"days": "working", "from": "09:00", "to": "12:00"},
    {"days": "working", "from": "13:30", "to": "17:00"},
    {"days": "saturday", "from": "09:00", "to": "12:00"},
]
SELF_SERVICE = [{"days": "every", "from": "00:00", "to": "24:00"}]
CALENDAR = Calendar(
    "test.1",
    off=frozenset({date(2026, 10, 1)}),
    worked=frozenset({date(2026, 10, 11)}),
    announced=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20T09:00", True),
        ("2026-11-20T08:59", False),
        ("2026-11-20T12:00", False),
        ("2026-11-20T13:30", True),
        ("2026-10-01T10:00", False),  # Thursday, a holiday
        ("2026-10-11T10:00", True),  # Sunday, worked in exchange
        ("2026-11-21T10:00", True),  # Saturday morning
        ("2026-11-21T14:00", False),
        ("2026-11-22T10:00", False),
    ],
)
def test_a_hall_keeps_its_hours(moment: str, expected: bool) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert open_at(HALL, at, calendar=CALENDAR) is expected


@pytest.mark.row("B3", "a rights record asked for and printed at any hour, without anybody")
@pytest.mark.parametrize("hour", range(24))
def test_self_service_never_closes(hour: int) -> None:
    assert open_at(SELF_SERVICE, datetime(2026, 10, 1, hour, 59, tzinfo=SHANGHAI), calendar=CALENDAR)


def test_the_moment_is_read_in_shanghai() -> None:
    assert open_at(HALL, datetime.fromisoformat("2026-11-20T01:30:00+00:00"), calendar=CALENDAR)


@pytest.mark.parametrize(
    "spell",
    [
        {"days": "sunday", "from": "09:00", "to": "12:00"},
        {"days": "every", "from": "9:00", "to": "12:00"},
        {"days": "every", "from": "12:00", "to": "12:00"},
        {"days": "every", "from": "09:00", "to": "25:00"},
        {"days": "every", "from": "09:00"},
    ],
)
def test_hours_that_cannot_be_read_are_refused(spell: dict[str, str]) -> None:
    with pytest.raises(BadHours):
        check_hours([spell])
