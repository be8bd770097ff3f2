"""A due date in a year that is not announced is provisional, and settled when it is."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases.conftest import FOSHAN, ZHONGSHAN, World, staff
from cases.test_ms_du import claim
from shebaotong.cases import api as cases
from shebaotong.kernel.api import SHANGHAI, Actor, Role, Text
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

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


def publish_2027(world: World) -> None:
    """The nation's holidays, as its officials enter them; Guangdong has none of its own."""
    official = Actor(ZHONGSHAN, "official", frozenset({Role.OFFICIAL}))
    days = [
        network.SpecialDay(day, network.CalendarDay.Kind.HOLIDAY, Text("元旦", "New Year"))
        for day in (date(2027, 1, 1), date(2027, 1, 4))
    ]
    with agency_context(agency=ZHONGSHAN):
        network.publish_year(
            region="CN",
            year=2027,
            days=days,
            announcement=network.Announcement("试验通知", verified=False),
            actor=official,
            now=world.now,
        )
