"""Dated calendars: the nation's days, a region's over them, editions, and years not announced yet."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shebaotong.kernel.api import Actor, Role, Text, add_working_days, is_working_day
from shebaotong.network.api import (
    Announcement,
    CalendarDay,
    CalendarRefused,
    SpecialDay,
    calendar_for,
    calendar_history,
    calendar_of_version,
    may_edit,
    propose,
    proposed_calendar,
    publish_proposal,
    region_calendar,
    region_year,
    waiting_proposals,
    withdraw_proposal,
    year_change,
)
from shebaotong.store.api import agency_context
from support.calendars import SECOND, another, publish_day, publish_year

pytestmark = pytest.mark.usefixtures("network")

ZHONGSHAN, NANNING, WUZHOU, FOSHAN = "442000", "450100", "450400", "440600"
HOLIDAY, WORKING = CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.WORKING
NOTICE = Announcement(reference="国务院办公厅关于2027年部分节假日安排的通知", verified=False)


def official(agency: str = ZHONGSHAN, *roles: Role) -> Actor:
    return Actor(
        agency=agency, hand="h", roles=frozenset(roles or (Role.OFFICIAL,)), display_name="示例日历管理员"
    )


def days_of_2027() -> list[SpecialDay]:
    return [
        SpecialDay(date(2027, 1, 1), HOLIDAY, Text("元旦", "New Year's Day")),
        SpecialDay(date(2027, 1, 3), WORKING, Text("元旦调休上班", "worked in exchange")),
    ]


def publish(now: datetime, *, days: list[SpecialDay] | None = None, actor: Actor | None = None) -> None:
    with agency_context(agency=ZHONGSHAN):
        publish_year(
            region="CN",
            year=2027,
            days=days_of_2027() if days is None else days,
            announcement=NOTICE,
            actor=actor or official(),
            now=now,
        )


@pytest.mark.parametrize(
    ("agency", "day", "worked"),
    [
        (FOSHAN, "2026-10-01", False),  # National Day, a Thursday
        (FOSHAN, "2026-10-10", True),  # a Saturday worked in exchange
        (FOSHAN, "2026-11-21", False),  # a plain Saturday
        (FOSHAN, "2025-03-31", True),
        (WUZHOU, "2025-03-31", False),  # 三月三
        (WUZHOU, "2025-04-01", False),
        (WUZHOU, "2025-04-02", True),
        (WUZHOU, "2023-04-23", False),  # worked in the nation, off in Guangxi
        (FOSHAN, "2023-04-23", True),
    ],
)
def test_working_days(agency: str, day: str, worked: bool) -> None:
    assert is_working_day(date.fromisoformat(day), calendar=calendar_for(agency=agency)) is worked


def test_a_limit_runs_on_the_calendar_of_the_agency_that_holds_the_ball() -> None:
    start = date(2025, 3, 28)
    assert add_working_days(start, 1, calendar=calendar_for(agency=FOSHAN)).day == date(2025, 3, 31)
    assert add_working_days(start, 1, calendar=calendar_for(agency=WUZHOU)).day == date(2025, 4, 2)


def test_a_year_nobody_has_announced_is_provisional_until_it_is_published(now: datetime) -> None:
    before = add_working_days(date(2026, 12, 31), 1, calendar=calendar_for(agency=FOSHAN))
    assert (before.day, before.provisional) == (date(2027, 1, 1), True)
    publish(now)
    after = add_working_days(date(2026, 12, 31), 1, calendar=calendar_for(agency=FOSHAN))
    assert (after.day, after.provisional) == (date(2027, 1, 3), False)


def test_a_region_with_days_of_its_own_waits_for_its_own_announcement(now: datetime) -> None:
    publish(now)
    assert calendar_for(agency=WUZHOU).provisional(date(2027, 1, 1), date(2027, 1, 4))
    with agency_context(agency=NANNING):
        publish_year(
            region="45",
            year=2027,
            days=[SpecialDay(date(2027, 4, 9), HOLIDAY, Text("壮族三月三", "Sanyuesan"))],
            announcement=NOTICE,
            actor=official(NANNING),
            now=now,
        )
    settled = calendar_for(agency=WUZHOU)
    assert not settled.provisional(date(2027, 1, 1), date(2027, 12, 31))
    assert not is_working_day(date(2027, 4, 9), calendar=settled)


def test_every_change_is_a_new_edition_and_the_old_one_stays(now: datetime) -> None:
    publish(now)
    first = calendar_for(agency=FOSHAN)
    with agency_context(agency=ZHONGSHAN):
        publish_day(
            region="CN",
            day=date(2027, 1, 4),
            kind=HOLIDAY,
            name=Text("台风停工", "Typhoon"),
            announcement=NOTICE,
            actor=official(),
            now=now + timedelta(days=1),
        )
    second = calendar_for(agency=FOSHAN)
    assert first.version != second.version
    assert second.off - first.off == {date(2027, 1, 4)}
    assert first.off - second.off == set()
    newest, before = calendar_history(region="CN")[:2]
    assert (newest.number, before.number) == (before.number + 1, before.number)
    assert (newest.proposed_by, newest.made_by) == ("示例日历管理员", SECOND)
    assert newest.made_at == now + timedelta(days=1)
    assert "台风停工" in newest.note


def test_a_day_can_be_given_back_to_the_week(now: datetime) -> None:
    publish(now)
    with agency_context(agency=ZHONGSHAN):
        publish_day(
            region="CN",
            day=date(2027, 1, 3),
            kind=None,
            name=Text("取消调休", "No exchange"),
            announcement=NOTICE,
            actor=official(),
            now=now,
        )
    calendar = region_calendar(region="CN")
    assert calendar is not None
    assert not is_working_day(date(2027, 1, 3), calendar=calendar)
    assert not is_working_day(date(2027, 1, 1), calendar=calendar)


def test_an_unpublished_year_cannot_be_changed_day_by_day(now: datetime) -> None:
    with agency_context(agency=ZHONGSHAN), pytest.raises(CalendarRefused, match="还没有公布"):
        publish_day(
            region="CN",
            day=date(2027, 1, 4),
            kind=HOLIDAY,
            name=Text("元旦", "New Year"),
            announcement=NOTICE,
            actor=official(),
            now=now,
        )


def test_a_region_that_begins_to_keep_days_opens_no_year_again(now: datetime) -> None:
    before = calendar_for(agency=FOSHAN)
    publish(now)
    with agency_context(agency=ZHONGSHAN):
        publish_year(region="44", year=2027, days=[], announcement=NOTICE, actor=official(), now=now, seen=0)
    after = calendar_for(agency=FOSHAN)
    assert after.announced == before.announced | {2027}
    assert region_year(region="44", year=2027).edition is not None
    assert [note.year for note in calendar_history(region="44")] == [2027, 2026, 2025, 2024, 2023]


def test_two_officials_at_once_do_not_overwrite_one_another(now: datetime) -> None:
    held = region_year(region="CN", year=2027)
    assert held.edition is None and held.days == () and held.newest > 0
    publish(now)
    with agency_context(agency=ZHONGSHAN), pytest.raises(CalendarRefused, match="另一位管理员"):
        publish_year(
            region="CN",
            year=2027,
            days=[],
            announcement=NOTICE,
            actor=official(),
            now=now,
            seen=held.newest,
        )
    assert region_year(region="CN", year=2027).days == tuple(days_of_2027())


@pytest.mark.parametrize("year", [1999, 2029, 9999])
def test_a_year_out_of_reach_is_refused(now: datetime, year: int) -> None:
    with agency_context(agency=ZHONGSHAN), pytest.raises(CalendarRefused, match="现在还不能录入"):
        publish_year(region="CN", year=year, days=[], announcement=NOTICE, actor=official(), now=now)


def test_what_would_be_is_what_is_after_publishing(now: datetime) -> None:
    for agency in (FOSHAN, WUZHOU):
        proposed = proposed_calendar(agency=agency, region="CN", year=2027, days=days_of_2027())
        elsewhere = proposed_calendar(agency=agency, region="53", year=2027, days=days_of_2027())
        now_held = calendar_for(agency=agency)
        assert (elsewhere.off, elsewhere.announced) == (now_held.off, now_held.announced)
        assert proposed.off - now_held.off == {date(2027, 1, 1)}
    publish(now)
    for agency in (FOSHAN, WUZHOU):
        proposed = proposed_calendar(agency=agency, region="CN", year=2027, days=days_of_2027())
        after = calendar_for(agency=agency)
        assert (proposed.off, proposed.worked, proposed.announced) == (
            after.off,
            after.worked,
            after.announced,
        )


def test_a_version_names_its_calendar_for_ever(now: datetime) -> None:
    before = calendar_for(agency=WUZHOU)
    publish(now)
    assert calendar_of_version(version=before.version) == before
    assert calendar_of_version(version=calendar_for(agency=WUZHOU).version) == calendar_for(agency=WUZHOU)
    for version in ("", "CN", "CN.999999", "XX.1", "CN.1+XX.1", "CN.x"):
        assert calendar_of_version(version=version) is None


def test_who_may_edit_which_region() -> None:
    assert may_edit(region="CN", actor=official()) and may_edit(region="45", actor=official(NANNING))
    assert not may_edit(region="45", actor=official())
    assert not may_edit(region="CN", actor=official(ZHONGSHAN, Role.SUPERVISOR))
    assert not may_edit(region="99", actor=official())


@pytest.mark.parametrize(
    "actor",
    [
        official(ZHONGSHAN, Role.CLERK, Role.SUPERVISOR),
        official(FOSHAN),
        official(NANNING),
    ],
)
def test_only_a_calendar_official_of_the_keeper_may_publish(now: datetime, actor: Actor) -> None:
    with pytest.raises(CalendarRefused, match="日历管理员"):
        publish(now, actor=actor)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([SpecialDay(date(2028, 1, 1), HOLIDAY, Text("元旦", "New Year"))], "不属于2027年"),
        ([days_of_2027()[0], days_of_2027()[0]], "两次"),
    ],
)
def test_days_that_make_no_sense_are_refused(now: datetime, days: list[SpecialDay], why: str) -> None:
    with pytest.raises(CalendarRefused, match=why):
        publish(now, days=days)


def proposed(now: datetime) -> int:
    change = year_change(
        region="CN", year=2027, days=days_of_2027(), announcement=NOTICE, actor=official(), now=now
    )
    return propose(change=change, actor=official(), now=now)


def test_what_one_official_proposes_another_publishes(now: datetime) -> None:
    before = calendar_for(agency=FOSHAN)
    with agency_context(agency=ZHONGSHAN):
        made = proposed(now)
        [waiting] = waiting_proposals(actor=official())
        assert (waiting.id, waiting.by, waiting.days) == (made, "示例日历管理员", tuple(days_of_2027()))
        assert calendar_for(agency=FOSHAN) == before, "a proposal moves nothing"
        with pytest.raises(CalendarRefused, match="另一位日历管理员公布"):
            publish_proposal(proposal=made, actor=official(), now=now)
        with pytest.raises(CalendarRefused, match="已经有一份待公布"):
            proposed(now)
        publish_proposal(proposal=made, actor=another(official()), now=now)
        assert not waiting_proposals(actor=official())
        with pytest.raises(CalendarRefused, match="已经公布或者撤下"):
            publish_proposal(proposal=made, actor=another(official()), now=now)
    assert region_year(region="CN", year=2027).days == tuple(days_of_2027())


@pytest.mark.parametrize("actor", [official(FOSHAN), official(ZHONGSHAN, Role.SUPERVISOR)])
def test_no_other_publishes_or_puts_away_a_proposal(now: datetime, actor: Actor) -> None:
    with agency_context(agency=ZHONGSHAN):
        made = proposed(now)
        for settle in (publish_proposal, withdraw_proposal):
            with pytest.raises(CalendarRefused, match="日历管理员"):
                settle(proposal=made, actor=actor, now=now)
        assert not waiting_proposals(actor=official(ZHONGSHAN, Role.SUPERVISOR))
    with agency_context(agency=FOSHAN):
        assert not waiting_proposals(actor=official(FOSHAN))


def test_a_proposal_that_was_put_away_makes_room_and_changes_nothing(now: datetime) -> None:
    before = calendar_for(agency=FOSHAN)
    with agency_context(agency=ZHONGSHAN):
        withdraw_proposal(proposal=proposed(now), actor=official(), now=now)
        withdraw_proposal(proposal=proposed(now), actor=another(official()), now=now)
    assert calendar_for(agency=FOSHAN) == before


def test_the_database_knows_four_eyes_and_keeps_what_was_proposed(now: datetime) -> None:
    for change, words in (
        ("settled_as = 'published', settled_hand = 'h'", "four_eyes"),
        ("days = '[]'", "only"),
    ):
        with (
            agency_context(agency=ZHONGSHAN),
            pytest.raises(DatabaseError, match=words),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            proposed(now)
            cursor.execute(f"UPDATE network_calendarproposal SET {change}")


def test_the_database_refuses_another_agency_and_any_alteration(now: datetime) -> None:
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        agency_context(agency=FOSHAN),
    ):
        publish_year(region="CN", year=2027, days=[], announcement=NOTICE, actor=official(ZHONGSHAN), now=now)
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        agency_context(agency=ZHONGSHAN),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM network_calendarday")
