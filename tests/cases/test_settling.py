"""A due date in a year that is not announced is provisional, and settled when it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from cases.conftest import FOSHAN, WUZHOU, ZHONGSHAN, World, staff
from cases.test_ms_du import claim, claim_body, do
from shebaotong.cases import api as cases
from shebaotong.cases import settling
from shebaotong.cases.work import Work
from shebaotong.kernel.api import SHANGHAI, Actor, ClockState, Role, Text, add_working_days
from shebaotong.network import api as network
from shebaotong.store.api import agency_context
from support.calendars import publish_day, publish_year

HE = staff(FOSHAN, "何志文", Role.CLERK)


@pytest.mark.db
def test_provisional_until_the_calendar_is_published(world: World) -> None:
    world.now = datetime(2026, 12, 29, 10, 0, tzinfo=SHANGHAI)
    number = claim(world, [])
    before = cases.read(number=number, actor=HE).copy.state.clock
    assert before.provisional and before.due_at is not None
    assert cases.settle_due_dates(agency=FOSHAN, now=world.now) == 0
    publish_2027(world)
    assert cases.settle_due_dates(agency=FOSHAN, now=world.now) == 1
    after = cases.read(number=number, actor=HE).copy.state.clock
    assert not after.provisional and after.due_at is not None
    assert after.due_at.date() > before.due_at.date()
    assert cases.settle_due_dates(agency=FOSHAN, now=world.now) == 0


@pytest.mark.db
def test_what_was_published_is_counted_once_by_the_worker(world: World) -> None:
    world.now = datetime(2026, 12, 29, 10, 0, tzinfo=SHANGHAI)
    assert cases.recount(agency=FOSHAN, now=world.now) == 0, "there is nothing yet"
    number = claim(world, [])
    assert cases.recount(agency=FOSHAN, now=world.now) == 0, "nothing has changed yet"
    due = cases.read(number=number, actor=HE).copy.state.clock.due_at
    publish_2027(world)
    assert cases.recount(agency=FOSHAN, now=world.now) == 1
    after = cases.read(number=number, actor=HE).copy
    assert not after.state.clock.provisional and after.state.clock.due_at > due
    assert cases.recount(agency=FOSHAN, now=world.now) == 0
    assert cases.recount(agency=FOSHAN, now=world.now) == 0
    again = cases.read(number=number, actor=HE).copy
    assert len(again.documents) == len(after.documents)
    assert [d.name for d in again.documents].count("settle") == 1


@pytest.mark.db
def test_cases_that_are_older_than_the_first_counting_are_counted(world: World) -> None:
    """They counted as done, whatever calendar they had been counted on."""
    number = claim(world, [])
    due = cases.read(number=number, actor=HE).copy.state.clock.due_at
    close_a_day(world, date(2026, 11, 23))
    assert cases.recount(agency=FOSHAN, now=world.now) == 1
    after = cases.read(number=number, actor=HE).copy.state.clock.due_at
    assert due is not None and after is not None and after > due
    assert cases.recount(agency=FOSHAN, now=world.now) == 0


@pytest.mark.db
def test_a_changed_day_moves_the_cases_whose_time_it_meets_and_no_other(world: World) -> None:
    meets = claim(world, [])
    cases.recount(agency=FOSHAN, now=world.now)
    before = cases.read(number=meets, actor=HE).copy.state.clock
    assert not before.provisional and before.due_at is not None
    world.pass_time(days=4)
    close_a_day(world, date(2026, 11, 23))
    assert cases.recount(agency=FOSHAN, now=world.now) == 1
    after = cases.read(number=meets, actor=HE).copy.state.clock
    assert after.due_at is not None and after.due_at.date() == before.due_at.date() + gap(before)
    assert cases.recount(agency=FOSHAN, now=world.now) == 0
    close_a_day(world, date(2026, 6, 1))
    assert cases.recount(agency=FOSHAN, now=world.now) == 0, "before any of them began"


@pytest.mark.db
def test_a_clock_that_stops_before_it_was_counted_again_keeps_its_days(world: World) -> None:
    """The days to a date of the old calendar were counted on the new one: those now free were lost."""
    asked, twin = claim(world, [WUZHOU]), claim(world, [WUZHOU], TWIN)
    cases.recount(agency=FOSHAN, now=world.now)
    world.pass_time(days=4)
    for day in (23, 25, 26):
        close_a_day(world, date(2026, 11, day))
    assert settling.recount_case(FOSHAN, twin, world.now)
    for number in (asked, twin):
        do(world, number, HE, "retirement_claim.supplement_notice", {"missing": [MISSING]})
    stopped = [cases.read(number=number, actor=HE).copy.state.clock for number in (asked, twin)]
    assert stopped[0] == stopped[1] and not stopped[0].running
    world.pass_time(days=7)
    for number in (asked, twin):
        do(world, number, HE, "retirement_claim.supplement", {"materials": HANDED_IN})
    running = [cases.read(number=number, actor=HE).copy.state.clock for number in (asked, twin)]
    assert running[0] == running[1] and running[0].running


MISSING = {
    "code": "household",
    "title": {"zh": "户口簿", "en": "Household register"},
    "how": {"zh": "原件", "en": "The original"},
}
HANDED_IN = [{"code": "identity", "status": "seen"}]
TWIN = {"identifier_kind": "resident", "identifier": "450499197602151826", "name": "杜示例"}


def gap(clock: ClockState) -> timedelta:
    """From the due day to the next working day."""
    assert clock.due_at is not None
    calendar = network.calendar_for(agency=FOSHAN)
    due = clock.due_at.date()
    return add_working_days(due, 1, calendar=calendar).day - due


def close_a_day(world: World, day: date) -> None:
    with agency_context(agency=ZHONGSHAN):
        publish_day(
            region="CN",
            day=day,
            kind=network.CalendarDay.Kind.HOLIDAY,
            name=Text("台风停工", "Typhoon"),
            announcement=network.Announcement("试验通知", verified=False, note="停工"),
            actor=OFFICIAL,
            now=world.now,
        )


@pytest.mark.db
def test_the_preview_says_what_counting_will_do_and_writes_nothing(world: World) -> None:
    number = claim(world, [])
    cases.recount(agency=FOSHAN, now=world.now)
    before = cases.read(number=number, actor=HE).copy
    held = network.region_year(region="CN", year=2026)
    typhoon = network.SpecialDay(
        date(2026, 11, 23), network.CalendarDay.Kind.HOLIDAY, Text("台风", "Typhoon")
    )
    proposed = network.proposed_calendar(agency=FOSHAN, region="CN", year=2026, days=[*held.days, typhoon])
    [moved] = cases.preview(agency=FOSHAN, calendar=proposed).moved
    assert moved.number == number and moved.before == before.state.clock.due_at
    assert len(cases.read(number=number, actor=HE).copy.documents) == len(before.documents)
    same = network.proposed_calendar(agency=FOSHAN, region="CN", year=2026, days=held.days)
    assert cases.preview(agency=FOSHAN, calendar=same) == cases.Preview(0, False, ())
    close_a_day(world, date(2026, 11, 23))
    cases.recount(agency=FOSHAN, now=world.now)
    assert cases.read(number=number, actor=HE).copy.state.clock.due_at == moved.after


@pytest.mark.db
def test_counting_goes_on_where_it_was_broken_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shebaotong.cases.recounting._BATCH", 1)
    world.now = datetime(2026, 12, 29, 10, 0, tzinfo=SHANGHAI)
    cases.recount(agency=FOSHAN, now=world.now)
    numbers = [claim(world, []), claim(world, [], TWIN)]
    assert cases.recount(agency=FOSHAN, now=world.now) == 0
    publish_2027(world)
    assert [cases.recount(agency=FOSHAN, now=world.now) for _ in range(4)] == [1, 1, 0, 0]
    for number in numbers:
        assert not cases.read(number=number, actor=HE).copy.state.clock.provisional


OFFICIAL = Actor(ZHONGSHAN, "official", frozenset({Role.OFFICIAL}))


def publish_2027(world: World) -> None:
    """The nation's holidays, as its officials enter them; Guangdong has none of its own."""
    days = [
        network.SpecialDay(day, network.CalendarDay.Kind.HOLIDAY, Text("元旦", "New Year"))
        for day in (date(2027, 1, 1), date(2027, 1, 4))
    ]
    with agency_context(agency=ZHONGSHAN):
        publish_year(
            region="CN",
            year=2027,
            days=days,
            announcement=network.Announcement("试验通知", verified=False),
            actor=OFFICIAL,
            now=world.now,
        )


@pytest.mark.db
@pytest.mark.parametrize("job", [cases.settle_due_dates, cases.recount])
def test_a_case_that_breaks_the_program_keeps_no_other_waiting(
    world: World,
    job: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.now = datetime(2026, 12, 29, 10, 0, tzinfo=SHANGHAI)
    broken = claim(world, [])
    body = claim_body([])
    body["subject"] = {**body["subject"], "identifier": "110105194912310046", "name": "韦示例"}
    opening = cases.Opening(item="retirement_claim", owner=FOSHAN, body=body)
    other = cases.open_case(opening=opening, actor=HE, now=world.now).case_number
    cases.recount(agency=FOSHAN, now=world.now)
    publish_2027(world)
    whole = settling.finish

    def finish(work: Work) -> None:
        if work.copy.number == broken:
            raise ValueError("杜月华 450921197604126041")
        whole(work)

    monkeypatch.setattr(settling, "finish", finish)
    job(agency=FOSHAN, now=world.now)
    job(agency=FOSHAN, now=world.now)
    assert (provisional(broken), provisional(other)) == (True, False)
    told = " ".join(record.getMessage() for record in caplog.records)
    assert broken in told and "ValueError" in told and "杜" not in told and "4509" not in told
    monkeypatch.undo()
    assert cases.settle_due_dates(agency=FOSHAN, now=world.now) == 1, "tried again with the next run"
    assert not provisional(broken)
    assert cases.settle_due_dates(agency=FOSHAN, now=world.now) == 0


def provisional(number: str) -> bool:
    return cases.read(number=number, actor=HE).copy.state.clock.provisional
