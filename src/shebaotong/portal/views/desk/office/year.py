"""A year of a calendar as the page shows it: months of weeks of days, each with what decides it."""

from __future__ import annotations

import calendar as months_of_the_world
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shebaotong.kernel.api import NATION, Calendar, is_working_day
from shebaotong.network import api as network
from shebaotong.portal.languages import say

Kind = network.CalendarDay.Kind
_WEEKS = months_of_the_world.Calendar(firstweekday=0)
SATURDAY = 5


def week_days() -> list[tuple[str, str]]:
    """A short and the full name of each day of the week, Monday first."""
    full = [date_format(date(2026, 6, 1 + n), "l") for n in range(7)]
    return [(name.removeprefix("星期")[:2], name) for name in full]


def months(
    year: int, calendar: Calendar, nation: Iterable[network.SpecialDay], own: Iterable[network.SpecialDay]
) -> list[dict[str, Any]]:
    """Twelve months; a region's days win over the nation's."""
    special = {each.day: (each, NATION) for each in nation} | {each.day: (each, "") for each in own}
    return [_month(year, month, calendar, special) for month in range(1, 13)]


def _month(
    year: int, month: int, calendar: Calendar, special: dict[date, tuple[network.SpecialDay, str]]
) -> dict[str, Any]:
    weeks = _WEEKS.monthdatescalendar(year, month)
    days = [day for week in weeks for day in week if day.month == month]
    return {
        "name": date_format(date(year, month, 1), "F"),
        "working": sum(is_working_day(day, calendar=calendar) for day in days),
        "weeks": [
            [_day(day, special.get(day)) if day.month == month else None for day in week] for week in weeks
        ],
    }


def _day(day: date, found: tuple[network.SpecialDay, str] | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"date": day, "tone": "off" if day.weekday() >= SATURDAY else "work"}
    if found is not None:
        special, region = found
        working = special.kind == Kind.WORKING
        shown |= {
            "tone": "worked" if working else "nation" if region == NATION else "own",
            "mark": _("班") if working else _("休"),
            "name": say(special.name),
        }
    return shown


def differences(
    before: Iterable[network.SpecialDay], after: Iterable[network.SpecialDay]
) -> list[dict[str, str]]:
    """What is another in ``after``, day by day."""
    old, new = ({each.day: each for each in days} for days in (before, after))
    return [
        {"day": day_words(day), "before": _decided(old.get(day)), "after": _decided(new.get(day))}
        for day in sorted(old.keys() | new.keys())
        if old.get(day) != new.get(day)
    ]


def day_words(day: date) -> str:
    """``2026年10月1日 星期四``."""
    return f"{date_format(day, 'DATE_FORMAT')} {date_format(day, 'l')}"


def _decided(special: network.SpecialDay | None) -> str:
    if special is None:
        return _("按平常的星期算")
    word = _("上班") if special.kind == Kind.WORKING else _("放假")
    return f"{say(special.name)}（{word}）"
