"""A year's holidays as notices write them, read into days, and written back.

    元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

One holiday a line. What cannot be read is refused, never passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from shebaotong.kernel.api import Text
from shebaotong.network.calendar_editing import CalendarRefused, SpecialDay
from shebaotong.network.models import CalendarDay

Kind = CalendarDay.Kind
_WORKED = "调休上班"
_LONGEST_SPAN = 31
_LONGEST_NAME = 30
_NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.])\s*")
_ASIDE = re.compile(r"\([^()]*\)")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})[年-])?(?:(?P<month>\d{1,2})[月-])?(?P<day>\d{1,2})(?P<end>日|(?![\d年月天-]))"
)
_RANGE = re.compile(r"\s*(?:至|到|—+|–|~|-)\s*")


def read_announcement(text: str, *, year: int, english: Mapping[str, str]) -> tuple[SpecialDay, ...]:
    """The special days of a year, by day. ``english`` gives English names of holidays that are known.

    Raises CalendarRefused, naming the line, for one that cannot be read and for a day that stands twice.
    """
    found: dict[date, SpecialDay] = {}
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if line.strip():
            for special in _line(line.strip(), year, english):
                if special.day.year != year:
                    raise _unreadable(
                        line, f"{special.day}不属于{year}年", f"{special.day} does not lie in {year}"
                    )
                if special.day in found:
                    raise _unreadable(line, f"{special.day}出现了两次", f"{special.day} is given twice")
                found[special.day] = special
    return tuple(found[day] for day in sorted(found))


def announcement_text(days: Iterable[SpecialDay]) -> str:
    """The days as lines that :func:`read_announcement` reads: one a holiday, in order of the first days."""
    by_name: dict[str, list[SpecialDay]] = {}
    for special in sorted(days, key=lambda each: each.day):
        by_name.setdefault(special.name.zh.removesuffix(_WORKED), []).append(special)
    return "\n".join(f"{name}：{''.join(_sentences(own))}" for name, own in by_name.items())


def _line(line: str, year: int, english: Mapping[str, str]) -> Iterator[SpecialDay]:
    name, colon, rest = _NUMBERING.sub("", line).partition(":")
    name = name.strip()
    if not colon or not 1 <= len(name) <= _LONGEST_NAME:
        raise _unreadable(line, "请写成“节日：几月几日至几日放假”", "write “holiday: dates 放假”")
    waiting: list[date] = []
    for part in re.split(r"[。;,]", _ASIDE.sub("", rest)):
        waiting += _dates(part, year, line)
        kind = Kind.WORKING if "上班" in part else Kind.HOLIDAY if re.search("放假|休", part) else None
        if kind is None:
            continue
        title = f"{name}{_WORKED}" if kind is Kind.WORKING else name
        said = english.get(name, name)
        in_english = f"worked in exchange for {said}" if kind is Kind.WORKING else said
        yield from (SpecialDay(day, kind, Text(title, in_english[:60])) for day in waiting)
        waiting = []
    if waiting:
        raise _unreadable(line, "看不出是放假还是上班", "neither 放假 nor 上班 stands there")


def _dates(part: str, year: int, line: str) -> list[date]:
    """All days named in a part of a sentence; a month that is left out is the one before."""
    days: list[date] = []
    at, month = 0, 0
    while (found := _DATE.search(part, at)) is not None:
        if (not found["month"] and not month) or not (found["end"] or found["year"]):
            at = found.end()
            continue
        month = int(found["month"] or month)
        first = _day(found["year"], month, found["day"], year, line)
        at = found.end()
        until = _RANGE.match(part, at)
        last_found = _DATE.match(part, until.end()) if until else None
        if last_found is None:
            days.append(first)
            continue
        month = int(last_found["month"] or month)
        last = _day(last_found["year"] or found["year"], month, last_found["day"], year, line)
        at = last_found.end()
        if not first <= last < first + timedelta(days=_LONGEST_SPAN):
            raise _unreadable(line, f"从{first}到{last}不对", f"from {first} to {last} is no spell")
        days += [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return days


def _day(own_year: str | None, month: int, day: str, year: int, line: str) -> date:
    try:
        return date(int(own_year or year), month, int(day))
    except ValueError:
        raise _unreadable(line, f"没有{month}月{day}日", f"there is no {month}-{day}") from None


def _sentences(days: list[SpecialDay]) -> Iterator[str]:
    """``1月1日至3日放假。1月4日上班。``"""
    for kind, words in ((Kind.HOLIDAY, "放假"), (Kind.WORKING, "上班")):
        spells = [_spell(spell) for spell in _spells([each.day for each in days if each.kind == kind])]
        if spells:
            yield "、".join(spells) + words + "。"


def _spells(days: list[date]) -> Iterator[tuple[date, date]]:
    """Days that follow one another, as first and last."""
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        spell = [day for _, day in run]
        yield spell[0], spell[-1]


def _spell(spell: tuple[date, date]) -> str:
    first, last = spell
    if first == last:
        return f"{first.month}月{first.day}日"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{first.month}月{first.day}日至{month}{last.day}日"


def _unreadable(line: str, zh: str, en: str) -> CalendarRefused:
    shown = line.strip()[:40]
    return CalendarRefused(
        Text(f"这一行看不懂：{shown}。{zh}。", f"This line cannot be read: {shown}. {en}.")
    )
