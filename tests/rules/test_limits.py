"""Limits of the law, promises within them, and the clock of one request."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from shebaotong.kernel.api import SHANGHAI, Calendar, Pause, Unknown
from shebaotong.rules.api import Matter, NotComputable, TimeLimit, builtin, running_limit, time_limit

TODAY = date(2026, 11, 22)
LAW = builtin()
CALENDAR = Calendar(version="cn-2026", off=frozenset({date(2026, 6, 19)}), announced=frozenset({2026}))


def limit(matter: Matter, promised: int | None = None) -> TimeLimit:
    found = time_limit(matter=matter, promised=promised, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    return found


@pytest.mark.parametrize("matter", list(Matter))
def test_every_matter_has_its_limit_with_an_article(matter: Matter) -> None:
    found = limit(matter)
    assert 0 < found.legal <= 30
    assert found.article in found.explanation.inputs[0].sources[0].reference
    assert found.explanation.verified


def test_before_the_regulation_the_limit_is_asked_for() -> None:
    found = time_limit(matter=Matter.PENSION_CLAIM, as_of=date(2023, 11, 30), parameters=LAW)
    assert isinstance(found, Unknown)


def test_a_promise_shortens_and_never_lengthens() -> None:
    assert limit(Matter.PENSION_CLAIM, 5).working_days == 5
    assert limit(Matter.PENSION_CLAIM, 20).working_days == 20
    assert limit(Matter.PENSION_CLAIM).working_days == 20
    for promised in (21, -1):
        with pytest.raises(NotComputable, match="legal 20"):
            limit(Matter.PENSION_CLAIM, promised)


def test_both_clocks_run_and_stop_together() -> None:
    received = datetime(2026, 6, 15, 10, tzinfo=SHANGHAI)
    claim = limit(Matter.PENSION_CLAIM, 3)
    running = running_limit(received=received, limit=claim, calendar=CALENDAR, closing=time(17, 30))
    assert running.legal is not None and running.promised is not None
    assert running.promised.at == datetime(2026, 6, 18, 17, 30, tzinfo=SHANGHAI)
    assert running.legal.at == datetime(2026, 7, 14, 17, 30, tzinfo=SHANGHAI)
    assert running.explanation.value == "2026-06-18 17:30"
    stopped = running_limit(
        received=received,
        limit=claim,
        calendar=CALENDAR,
        pauses=[Pause(datetime(2026, 6, 16, 9, tzinfo=SHANGHAI))],
    )
    assert (stopped.legal, stopped.promised) == (None, None)
    assert stopped.explanation.value == "计时已中止"
    resumed = running_limit(
        received=received,
        limit=claim,
        calendar=CALENDAR,
        pauses=[Pause(datetime(2026, 6, 16, 9, tzinfo=SHANGHAI), datetime(2026, 6, 17, 9, tzinfo=SHANGHAI))],
    )
    # One day used, two left from Wednesday: Thursday, then Monday after the holiday.
    assert resumed.promised is not None
    assert resumed.promised.at.date() == date(2026, 6, 22)


def test_a_due_time_in_a_year_not_announced_is_provisional() -> None:
    running = running_limit(
        received=datetime(2026, 12, 28, 10, tzinfo=SHANGHAI),
        limit=limit(Matter.PENSION_CLAIM),
        calendar=CALENDAR,
    )
    assert running.legal is not None and running.legal.provisional
    assert "暂定" in running.explanation.note
