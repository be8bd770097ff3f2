"""The calendar of working days, against the announced years and its own laws."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import (
    SHANGHAI,
    Calendar,
    Pause,
    add_working_days,
    due_at,
    is_working_day,
    working_days_between,
)

ANNOUNCED = frozenset({2025, 2026})


def _nation() -> Calendar:
    """The State Council's arrangement of 2025 and 2026, as the calendar library has it."""
    off, worked = set(), set()
    for year in ANNOUNCED:
        for offset in range(365):
            day = date(year, 1, 1) + timedelta(days=offset)
            if chinese_calendar.is_holiday(day) and day.weekday() < 5:
                off.add(day)
            if chinese_calendar.is_workday(day) and day.weekday() >= 5:
                worked.add(day)
    return Calendar(version="cn-2026", off=frozenset(off), worked=frozenset(worked), announced=ANNOUNCED)


NATION = _nation()
GUANGXI = NATION.overlay(
    Calendar(
        version="gx-2026",
        off=frozenset({date(2026, 4, 20), date(2026, 4, 21)}),
        announced=frozenset({2026}),
    )
)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
limits = st.integers(0, 60)
calendars = st.sampled_from([NATION, GUANGXI, Calendar(version="weekends")])


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


@pytest.mark.parametrize("year", sorted(ANNOUNCED))
def test_agrees_with_the_announcement_on_every_day(year: int) -> None:
    for offset in range(365):
        day = date(year, 1, 1) + timedelta(days=offset)
        assert is_working_day(day, calendar=NATION) == chinese_calendar.is_workday(day), day


def test_a_region_lies_over_the_nation() -> None:
    assert is_working_day(date(2026, 4, 20), calendar=NATION)
    assert not is_working_day(date(2026, 4, 20), calendar=GUANGXI)
    assert add_working_days(date(2026, 4, 17), 1, calendar=GUANGXI).day == date(2026, 4, 22)
    assert GUANGXI.version == "cn-2026+gx-2026"


def test_a_region_may_work_on_a_national_holiday() -> None:
    new_year = date(2026, 1, 1)
    region = Calendar(version="r", worked=frozenset({new_year}), announced=ANNOUNCED)
    assert not is_working_day(new_year, calendar=NATION)
    assert is_working_day(new_year, calendar=NATION.overlay(region))


def test_a_day_cannot_be_both_off_and_worked() -> None:
    day = frozenset({date(2026, 2, 14)})
    with pytest.raises(ValueError, match="2026-02-14"):
        Calendar(version="x", off=day, worked=day)


@pytest.mark.parametrize(
    ("start", "limit", "day", "provisional"),
    [
        (date(2026, 12, 1), 15, date(2026, 12, 22), False),
        (date(2026, 12, 21), 15, date(2027, 1, 11), True),
        (date(2027, 3, 1), 5, date(2027, 3, 8), True),
        (date(2025, 12, 31), 1, date(2026, 1, 4), False),
    ],
)
def test_a_year_not_announced_is_counted_on_weekends_and_says_so(
    start: date, limit: int, day: date, provisional: bool
) -> None:
    due = add_working_days(start, limit, calendar=NATION)
    assert (due.day, due.provisional) == (day, provisional)


def test_a_year_is_provisional_until_nation_and_region_have_announced_it() -> None:
    assert not add_working_days(date(2025, 3, 3), 5, calendar=NATION).provisional
    assert add_working_days(date(2025, 3, 3), 5, calendar=GUANGXI).provisional


@given(start=days, limit=limits, calendar=calendars)
def test_a_limit_never_ends_on_a_day_off(start: date, limit: int, calendar: Calendar) -> None:
    due = add_working_days(start, limit, calendar=calendar)
    assert is_working_day(due.day, calendar=calendar)
    assert due.day >= start
    assert due.provisional == calendar.provisional(start, due.day)


@given(start=days, limit=st.integers(1, 60), calendar=calendars)
def test_between_undoes_add(start: date, limit: int, calendar: Calendar) -> None:
    end = add_working_days(start, limit, calendar=calendar).day
    assert working_days_between(start, end, calendar=calendar) == limit
    assert working_days_between(end, start, calendar=calendar) == -limit


@given(start=days, first=limits, second=limits, calendar=calendars)
def test_limits_add_up(start: date, first: int, second: int, calendar: Calendar) -> None:
    start = add_working_days(start, 0, calendar=calendar).day
    halfway = add_working_days(start, first, calendar=calendar).day
    whole = add_working_days(start, first + second, calendar=calendar)
    assert add_working_days(halfway, second, calendar=calendar).day == whole.day


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 3, 2), -1, calendar=NATION)


@pytest.mark.row("Y2", "due the same working day when asked before 15:00, else the next")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 3, 4, 14, 59, tzinfo=SHANGHAI), date(2026, 3, 4)),
        (datetime(2026, 3, 4, 15, 0, tzinfo=SHANGHAI), date(2026, 3, 5)),
        (datetime(2026, 3, 4, 6, 59, tzinfo=UTC), date(2026, 3, 4)),
        (datetime(2026, 3, 4, 7, 0, tzinfo=UTC), date(2026, 3, 5)),
        (datetime(2026, 3, 6, 16, 0, tzinfo=SHANGHAI), date(2026, 3, 9)),
        (datetime(2026, 3, 7, 9, 0, tzinfo=SHANGHAI), date(2026, 3, 9)),
        (datetime(2026, 3, 7, 20, 0, tzinfo=SHANGHAI), date(2026, 3, 9)),
    ],
)
def test_an_answer_is_due_the_same_working_day_when_asked_before_three(received: datetime, due: date) -> None:
    made = due_at(received, 0, calendar=NATION, cutoff=time(15), closing=time(17, 30))
    assert made is not None
    assert made.at == datetime.combine(due, time(17, 30), SHANGHAI)
    assert made.calendar == "cn-2026"


def test_without_business_hours_the_last_day_runs_to_its_end() -> None:
    made = due_at(at(date(2026, 3, 2)), 15, calendar=NATION)
    assert made is not None
    assert made.at == datetime(2026, 3, 23, 23, 59, 59, tzinfo=SHANGHAI)


def test_a_stopped_clock_has_no_due_time_and_runs_on_with_what_was_left() -> None:
    received = at(date(2026, 3, 2))
    stopped = Pause(start=at(date(2026, 3, 4)))
    assert due_at(received, 5, calendar=NATION, pauses=[stopped]) is None
    ended = Pause(start=stopped.start, end=at(date(2026, 3, 18)))
    made = due_at(received, 5, calendar=NATION, pauses=[ended])
    assert made is not None
    assert made.at.date() == date(2026, 3, 23)


def test_a_stop_after_the_limit_ran_out_does_not_help() -> None:
    late = Pause(start=at(date(2026, 3, 10)))
    made = due_at(at(date(2026, 3, 2)), 5, calendar=NATION, pauses=[late])
    assert made is not None
    assert made.at.date() == date(2026, 3, 9)


@given(
    start=days,
    limit=limits,
    calendar=calendars,
    gaps=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
)
def test_pauses_only_ever_put_the_date_off(
    start: date, limit: int, calendar: Calendar, gaps: list[tuple[int, int]]
) -> None:
    pauses = [
        Pause(start=at(start + timedelta(days=a)), end=at(start + timedelta(days=a + b))) for a, b in gaps
    ]
    plain = due_at(at(start), limit, calendar=calendar)
    made = due_at(at(start), limit, calendar=calendar, pauses=pauses)
    again = due_at(at(start), limit, calendar=calendar, pauses=pauses[::-1])
    assert plain is not None and made is not None
    assert made == again
    assert made.at >= plain.at
    stopped = sum(
        working_days_between(p.start.date(), p.end.date(), calendar=calendar) for p in pauses if p.end
    )
    # One more where nothing is left when the clock starts again on a day off.
    assert working_days_between(start, made.at.date(), calendar=calendar) <= limit + stopped + 1
    if all(not length for _, length in gaps):
        assert made == plain


@given(start=days, after=st.integers(0, 30), length=st.integers(0, 30), calendar=calendars)
def test_splitting_a_pause_changes_nothing(start: date, after: int, length: int, calendar: Calendar) -> None:
    first, last = (at(start + timedelta(days=n)) for n in (after, after + length))
    middle = at(start + timedelta(days=after + length // 2))
    whole = due_at(at(start), 10, calendar=calendar, pauses=[Pause(first, last)])
    split = due_at(at(start), 10, calendar=calendar, pauses=[Pause(first, middle), Pause(middle, last)])
    assert whole == split


def test_a_time_without_a_zone_and_a_backward_pause_are_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        due_at(datetime(2026, 3, 2), 5, calendar=NATION)  # noqa: DTZ001 - the fault under test
    backward = Pause(start=at(date(2026, 3, 5)), end=at(date(2026, 3, 4)))
    with pytest.raises(ValueError, match="before it starts"):
        due_at(at(date(2026, 3, 2)), 5, calendar=NATION, pauses=[backward])
