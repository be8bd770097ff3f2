"""Two provinces' enrolment files for the benchmark of the comparison: made up, large, always the same.

A few rows in a hundred are damaged as real ones are: 15-digit numbers, wrong check digits, lost digits,
blanks and full-width digits, permits, missing birth dates, names written another way, and rows that must be
rejected.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from shebaotong.lab.planted.people import REGION

AS_OF = date(2026, 10, 31)
"""The day whose month is the last that counts: a benchmark answers the same whenever it runs."""

SIDES = ("left", "right")
SPELLS = 2.5
"""Enrolments of a person on average; some have one, a few ten."""
COMMON = 0.1
"""Share of a province's persons who are in the other one's file too."""
CHANGED = 100
"""One row in so many changes in a night."""

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
_GIVEN = (
    "伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆亮志国建文东海龙成林荣庆祥永德振兴"
    "芳娜敏静丽艳娟霞秀英玲桂兰燕红春梅琴云洁莉雪晶倩颖琳欣怡婷慧巧美月凤莲珍翠玉萍蓉雅"
)
_FIRST_BIRTH = "1955-01-01"
_BIRTH_DAYS = 18_000
_FIRST_MONTH = 2005 * 12
_SPELL_MONTHS = 250
_AGENCIES = 60
_WHICH = 37
"""Which of the rows change, counted from 0."""


def write_sides(folder: Path, *, rows: int) -> None:
    """Write ``left`` and ``right`` with ``rows`` enrolments each, both as Parquet and as CSV."""
    with _connected() as connection:
        for side in SIDES:
            file = folder / f"{side}.parquet"
            all_rows = _rows(side, rows, f"range({rows})")
            connection.execute(f"copy ({all_rows}) to '{file}' (format parquet)")
            _write_csv(connection, f"from '{file}'", folder / f"{side}.csv")


def write_changes(folder: Path, *, rows: int) -> None:
    """Write as CSV what a night brings, ``left-changes`` and ``right-changes``, and the sides after it."""
    changed = f"range({_WHICH}, {rows}, {CHANGED})"
    others = f"(select range from range({rows}) where range % {CHANGED} <> {_WHICH})"
    with _connected() as connection:
        for side in SIDES:
            before, after = (_rows(side, rows, changed, edition=edition) for edition in (0, 1))
            changes = (
                f"select *, 'delete' as change from ({before})"
                f" union all select *, 'insert' as change from ({after})"
            )
            _write_csv(connection, changes, folder / f"{side}-changes.csv")
            rest = _rows(side, rows, others)
            _write_csv(connection, f"from ({rest}) union all from ({after})", folder / f"{side}-after.csv")


def _connected() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false; set enable_progress_bar = false")
    return connection


def _write_csv(connection: duckdb.DuckDBPyConnection, select: str, file: Path) -> None:
    connection.execute(f"copy ({select}) to '{file}' (format csv, header)")


def _rows(side: str, rows: int, picked: str, *, edition: int = 0) -> str:
    """SELECT of those enrolments of a side whose places (``range``) are ``picked``, in no order.

    Another ``edition`` of a row is of the same person, with other months and other damage.
    """
    people = max(1, round(rows / SPELLS))
    place = SIDES.index(side)
    number = f"range * 2 + {place}"
    salt = 1_000_000_007 * edition
    return f"""
      select {_PERSON_ID.format(renewal=1 + place)} as person_id, {_NAME} as name,
        case when fate between 40 and 49 then '' else birth_date end as birth_date,
        case when serial % 2 = 1 then '男' else '女' end as sex, {_KIND} as kind,
        printf('{REGION}%02d%02d', {place + 1}, spell // 10 % {_AGENCIES}) as agency,
        {_month("since")} as start_month, {_END} as end_month,
        cast(300000 + spell % 17000 * 100 as varchar) as monthly_base_fen, {_STATUS} as status
      from (
        select *, concat(body, substr('10X98765432', 1 + {_weighted("body")} % 11, 1)) as good
        from (
          select *, cast(birth as varchar) as birth_date, {_FIRST_MONTH} + spell % {_SPELL_MONTHS} as since,
            {REGION} * 1000000000000000 + luck % 2800 * 100000000000
              + (year(birth) * 10000 + month(birth) * 100 + day(birth)) * 1000 + serial as body
          from (
            select person, spell, luck // 3000 % 1000 as serial, chance % 1000 as fate, luck,
              date '{_FIRST_BIRTH}' + cast(luck // 3000000 % {_BIRTH_DAYS} as int) as birth,
              {_character(_SURNAMES, "luck // 7 % 10000 * (luck // 7 % 10000) // 10000")}
                || {_character(_GIVEN, "luck // 90001")}
                || case when luck % 4 = 0 then '' else {_character(_GIVEN, "luck // 33333331")} end as name
            from (
              select person, {_random("person")} as luck, {_random(f"number + {17 + salt}")} as spell,
                {_random(f"number + {23 + salt}")} as chance
              from (
                select {number} as number,
                  {round(place * people * (1 - COMMON))} + {_random(number)} % {people} as person
                from {picked}
              )
            )
          )
        )
      )
    """


_PERSON_ID = """case when fate < 3 then substr(good, 1, 17) || cast((fate + serial) % 10 as varchar)
          when fate < 13 and birth < date '1999-01-01' then substr(good, 1, 6) || substr(good, 9, 9)
          when fate = 13 then '  ' || lower(good) || ' '
          when fate = 14 and serial % 4 = 0 then substr(good, 1, 13) || substr(good, 15)
          when fate = 14 and serial % 4 = 1 then translate(good, '0123456789', '０１２３４５６７８９')
          when fate = 14 and serial % 20 = 2 then null
          when fate = 14 and serial % 20 = 6 then good || '0'
          when person % 400 = 7 then printf('H%08d%02d', person % 100000000, {renewal})
          else good end"""
_NAME = """case when fate between 20 and 29 then substr(name, 1, 1) || '　' || substr(name, 2)
          when fate between 30 and 34 then substr(name, 1, 1) || '某' else name end"""
_KIND = """case when spell % 10 < 6 then 'employee_pension' when spell % 10 < 8 then 'resident_pension'
          when spell % 10 = 8 then 'unemployment' else 'work_injury' end"""
_STATUS = """case when fate = 51 then 'transferred_out' when fate = 52 then 'merged'
          when fate = 53 and spell % 8 = 0 then 'unknown' else 'normal' end"""


def _month(ordinal: str) -> str:
    return f"printf('%04d-%02d', ({ordinal}) // 12, ({ordinal}) % 12 + 1)"


_END = f"""case when spell // 600 % 4 = 0 then ''
          when fate = 50 and spell % 8 = 0 then {_month("since - 3")}
          else {_month("since + 1 + spell // 2400 % 40")} end"""


def _random(of: str) -> str:
    return f"cast(hash({of}) // 2 as bigint)"


def _character(of: str, number: str) -> str:
    return f"substr('{of}', 1 + cast({number} % {len(of)} as int), 1)"


def _weighted(digits: str) -> str:
    """The weighted sum of GB 11643 over 17 digits, the last of which weighs 2."""
    return "(" + " + ".join(f"{digits} // {10**k} % 10 * {2 ** (k + 1) % 11}" for k in range(17)) + ")"
