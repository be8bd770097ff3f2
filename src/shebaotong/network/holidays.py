"""The nation's announced holidays as the library ``chinesecalendar`` lists them, year by year."""

from __future__ import annotations

from chinese_calendar import constants

from shebaotong.kernel.api import Text
from shebaotong.network.calendar_editing import SpecialDay
from shebaotong.network.models import CalendarDay

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}


def known_holidays() -> dict[str, str]:
    """English names of the nation's holidays by the Chinese ones."""
    return {chinese: english for english, chinese in _NAMES.items()}


def announced_years(*, since: int) -> dict[int, list[SpecialDay]]:
    """Days off and weekend days worked in exchange, for every year from ``since`` that the library knows.

    Raises KeyError for a holiday whose Chinese name is not known here.
    """
    found: dict[int, list[SpecialDay]] = {}
    for day, name in constants.holidays.items():
        off = SpecialDay(day, CalendarDay.Kind.HOLIDAY, Text(_NAMES[name], name))
        found.setdefault(day.year, []).append(off)
    for day, name in constants.workdays.items():
        worked = Text(f"{_NAMES[name]}调休上班", f"worked in exchange for {name}")
        found.setdefault(day.year, []).append(SpecialDay(day, CalendarDay.Kind.WORKING, worked))
    return {year: days for year, days in found.items() if year >= since}
