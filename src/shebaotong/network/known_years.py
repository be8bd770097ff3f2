"""The nation's holidays as far as they are known, entered where nobody has entered them."""

from __future__ import annotations

from datetime import datetime

from shebaotong.kernel.api import NATION, Actor, Role
from shebaotong.network.calendar_editing import Announcement, SpecialDay, enter, year_change
from shebaotong.network.holidays import announced_years
from shebaotong.network.models import CalendarEdition, Region
from shebaotong.store.api import agency_context

FIRST_YEAR = 2023
"""The year of the first agreement: no case of the network is older."""


def publish_known_years(*, now: datetime) -> None:
    """Every announced year of the nation that is not entered yet, in the name of the nation's keeper."""
    for year, days in sorted(announced_years(since=FIRST_YEAR).items()):
        announcement = Announcement(
            reference=f"国务院办公厅关于{year}年部分节假日安排的通知",
            verified=True,
            note="取自 chinesecalendar",
        )
        publish_once(NATION, year, days, announcement, now)


def publish_once(
    region: str, year: int, days: list[SpecialDay], announcement: Announcement, now: datetime
) -> None:
    """A year of a region, unless it has one."""
    if CalendarEdition.objects.filter(region=region, year=year).exists():
        return
    keeper = Region.objects.get(code=region).keeper_id
    loader = Actor(
        agency=keeper, hand="engine", roles=frozenset({Role.OFFICIAL}), display_name="seed", channel="engine"
    )
    change = year_change(
        region=region, year=year, days=days, announcement=announcement, actor=loader, now=now
    )
    with agency_context(agency=keeper):
        enter(change, proposed_by="", made_by=loader.display_name, now=now)
