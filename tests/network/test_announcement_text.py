"""Holiday notices as they are written, read into days and written back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Text
from shebaotong.network.api import (
    CalendarDay,
    CalendarRefused,
    SpecialDay,
    announcement_text,
    read_announcement,
)
from shebaotong.network.holidays import announced_years

Kind = CalendarDay.Kind
# 国务院办公厅关于2025年、2026年部分节假日安排的通知, the lines about the days.
NOTICES = {
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}


def plain(days: tuple[SpecialDay, ...] | list[SpecialDay]) -> set[tuple[date, str]]:
    return {(each.day, str(each.kind)) for each in days}


@pytest.mark.parametrize("year", NOTICES)
def test_the_state_councils_notices_are_read_word_for_word(year: int) -> None:
    read = read_announcement(NOTICES[year], year=year, english={"元旦": "New Year's Day"})
    assert plain(read) == plain(announced_years(since=2024)[year])
    assert read[0].name == Text("元旦", "New Year's Day")
    worked = next(each for each in read if each.kind == Kind.WORKING)
    assert worked.name.zh in ("春节调休上班", "元旦调休上班")


@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_year_that_is_known_is_written_and_read_back(year: int) -> None:
    days = announced_years(since=2015)[year]
    assert plain(read_announcement(announcement_text(days), year=year, english={})) == plain(days)


@given(
    st.dictionaries(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.sampled_from(list(Kind)), max_size=30)
)
def test_whatever_days_there_are_they_are_written_and_read_back(days: dict[date, CalendarDay.Kind]) -> None:
    names = {Kind.HOLIDAY: Text("节", "Day"), Kind.WORKING: Text("节调休上班", "worked in exchange for Day")}
    special = tuple(SpecialDay(day, days[day], names[days[day]]) for day in sorted(days))
    assert read_announcement(announcement_text(special), year=2027, english={"节": "Day"}) == special


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("三月三：4月8日、9日放假", [(4, 8), (4, 9)]),
        ("三月三：2027-04-08至2027-04-09放假", [(4, 8), (4, 9)]),
        ("１．三月三：４月８日（周四）－９日放假调休。", [(4, 8), (4, 9)]),
        ("纪念日:9月3日休息", [(9, 3)]),
    ],
)
def test_other_ways_of_writing_are_read_too(line: str, days: list[tuple[int, int]]) -> None:
    found = read_announcement(line, year=2027, english={})
    assert [(each.day.month, each.day.day) for each in found] == days


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("元旦1月1日放假", "请写成"),
        ("：1月1日放假", "请写成"),
        ("元旦：1月1日", "看不出是放假还是上班"),
        ("元旦：2月30日放假", "没有2月30日"),
        ("元旦：13月1日放假", "没有13月1日"),
        ("元旦：2026年12月31日至2027年1月1日放假", "不属于2027年"),
        ("元旦：1月3日至1日放假", "不对"),
        ("元旦：1月1日至12月31日放假", "不对"),
        ("元旦：1月1日放假\n新年：1月1日放假", "出现了两次"),
        ("名" * 31 + "：1月1日放假", "请写成"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(CalendarRefused) as refused:
        read_announcement(text, year=2027, english={})
    assert words in refused.value.reason.zh and "这一行看不懂" in refused.value.reason.zh
    assert refused.value.reason.en


def test_nothing_is_nothing() -> None:
    assert read_announcement(" \n\n", year=2027, english={}) == ()
    assert announcement_text([]) == ""


def test_days_in_a_row_over_the_end_of_a_month() -> None:
    first = date(2027, 1, 30)
    days = [SpecialDay(first + timedelta(days=n), Kind.HOLIDAY, Text("节", "Day")) for n in range(4)]
    assert announcement_text(days) == "节：1月30日至2月2日放假。"
