"""Both sides of a finding beside each other: who each says the person is, and which rows it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from shebaotong.findings.api import Finding, Row
from shebaotong.kernel.api import (
    IdentifierKind,
    Month,
    mask_name,
    mask_number,
    name_key,
    normalise_number,
    show_yuan,
)
from shebaotong.portal.as_came import as_came, some_of, yuan_as_came
from shebaotong.portal.charts.clash import Stretch
from shebaotong.portal.cities import city
from shebaotong.portal.languages import listed
from shebaotong.portal.views.desk import finding_words as words

_LONGEST_NUMBER = 40
_MOST_PLACES = 4
MOST_LANES = 6
MOST_LINES = 200
"""Of one side's table: a file may hold a payment as often as it likes."""
_LANE_NAME = 14
"""Characters that find room beside a lane of the picture."""
Cell = dict[str, Any] | str


def masked(number: str) -> str:
    """A document number of whatever form, with at most four characters at each end."""
    return as_came(mask_number(IdentifierKind.RESIDENT, normalise_number(number)[:_LONGEST_NUMBER]))


def masked_name(found: Finding) -> str:
    return mask_name(as_came(found.name)) if found.name else _("没有姓名")


def agency_word(code: str) -> str:
    """The city of an agency; a code that is nobody's here as the file has it."""
    return as_came(city(code))


def source_word(row: Row) -> str:
    """Who reported an event, empty where nobody says."""
    return as_came(row.get("source", "").strip())


def identities(found: Finding, left: str, right: str) -> dict[str, Any]:
    """A table of what each side says of the person, with a word on whether it is the same."""
    said: tuple[tuple[str, str, Callable[[str], str], Callable[[str, str], str]], ...] = (
        (_("证件号码"), "person_id", masked, _compare_numbers),
        (_("姓名"), "name", as_came, _compare_names),
        (_("出生日期"), "birth_date", as_came, _compare_texts),
    )
    rows = []
    for title, column, shown, compare in said:
        one, other = (_distinct(side, column) for side in (found.left_rows, found.right_rows))
        values = (some_of(list(map(shown, side))) or _("没有") for side in (one, other))
        rows.append([title, *values, _verdict(one, other, compare)])
    return {
        "columns": [{"text": _("项目")}, {"text": left}, {"text": right}, {"text": _("比较")}],
        "rows": rows,
    }


def _verdict(one: list[str], other: list[str], compare: Callable[[str, str], str]) -> Cell:
    if not one or not other:
        return {"tag": _("一方没有"), "tone": "idle"}
    if len(one) > 1 or len(other) > 1:
        return {"tag": _("一方有几种写法"), "tone": "warn"}
    verdict = compare(one[0], other[0])
    return {"tag": verdict, "tone": "ok" if verdict == _("相同") else "warn"}


def _distinct(rows: Sequence[Row], column: str) -> list[str]:
    return list(dict.fromkeys(row[column] for row in rows if row.get(column, "").strip()))


def _compare_numbers(one: str, other: str) -> str:
    left, right = normalise_number(one), normalise_number(other)
    if left == right:
        return _("相同")
    if {len(left), len(right)} == {15, 18}:
        short, long = sorted((left, right), key=len)
        return _("15位旧号和18位号，升位后相同") if f"{short[:6]}19{short[6:]}" == long[:17] else _("不同")
    if len(left) != len(right):
        return _("位数不同")
    places = [
        str(place) for place, pair in enumerate(zip(left, right, strict=True), start=1) if len(set(pair)) > 1
    ]
    if len(places) > _MOST_PLACES:
        return _("不同")
    return _("第%(places)s位不同") % {"places": listed(places)}


def _compare_names(one: str, other: str) -> str:
    return _("相同") if name_key(one) == name_key(other) else _("不同")


def _compare_texts(one: str, other: str) -> str:
    return _("相同") if one.strip() == other.strip() else _("不同")


def side_table(rows: Sequence[Row]) -> dict[str, Any]:
    """The rows of one side as a table, payments of equal amount in following months as one line.

    Of very many lines the first MOST_LINES, and ``more`` says so.
    """
    table = _table(rows)
    return table | {"rows": table["rows"][:MOST_LINES], "more": len(table["rows"]) > MOST_LINES}


def _table(rows: Sequence[Row]) -> dict[str, Any]:
    if rows and "date" in rows[0]:
        return {
            "columns": [{"text": _("事件")}, {"text": _("日期")}, {"text": _("来源")}],
            "rows": [
                [words.event_word(row["event"]), row["date"], source_word(row) or _("没有注明")]
                for row in rows
            ],
        }
    if rows and "month" in rows[0]:
        return {
            "columns": [
                {"text": _("待遇")}, {"text": _("月份")}, {"text": _("每月（元）"), "number": True},
                {"text": _("合计（元）"), "number": True},
            ],
            "rows": [_paid(run) for run in _runs(rows)],
        }  # fmt: skip
    return {
        "columns": [
            {"text": _("险种")}, {"text": _("起止")}, {"text": _("月缴费基数（元）"), "number": True},
            {"text": _("状态")},
        ],
        "rows": [
            [
                words.scheme_word(row["kind"]),
                words.span(row["start_month"], row.get("end_month") or _("今")),
                yuan_as_came(row.get("monthly_base_fen", "")),
                words.status_word(row["status"]),
            ]
            for row in rows
        ],
    }  # fmt: skip


def _paid(run: Sequence[Row]) -> list[Cell]:
    amounts = [int(row["amount_fen"]) for row in run]
    span = words.span(run[0]["month"], run[-1]["month"])
    return [
        words.benefit_word(run[0]["benefit"]),
        {"text": span, "note": words.months_word(len(run))} if len(run) > 1 else span,
        show_yuan(amounts[0]),
        {"text": show_yuan(sum(amounts)), "strong": True},
    ]


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Payments that differ in nothing but a month that follows on the one before."""

    def key(place_and_row: tuple[int, Row]) -> tuple[object, ...]:
        place, row = place_and_row
        return Month.parse(row["month"]).ordinal - place, row["amount_fen"], row["benefit"], row["person_id"]

    ordered = sorted(rows, key=lambda row: (row["person_id"], row["benefit"], row["month"]))
    return [[row for _, row in run] for _, run in groupby(enumerate(ordered), key=key)]


def stretches(rows: Sequence[Row], name: str, until: Month, *, right: bool) -> list[Stretch]:
    """The lanes of one side on the picture of months; what still runs ends with ``until``."""
    name = as_came(name, _LANE_NAME)
    if rows and "date" in rows[0]:
        made = _event_stretches(rows, name, until, right)
    elif rows and "month" in rows[0]:
        made = [
            Stretch(
                f"{name} {words.benefit_word(run[0]['benefit'])}",
                words.span(run[0]["month"], run[-1]["month"]),
                Month.parse(run[0]["month"]),
                Month.parse(run[-1]["month"]),
                right,
            )
            for run in _merged(_runs(rows))
        ]
    else:
        made = [
            Stretch(
                f"{name} {words.scheme_word(row['kind'])}",
                words.span(row["start_month"], row.get("end_month") or _("今")),
                Month.parse(row["start_month"]),
                min(until, Month.parse(row["end_month"])) if row.get("end_month") else until,
                right,
            )
            for row in rows
        ]
    return made[:MOST_LANES]


def _merged(runs: Sequence[list[Row]]) -> list[list[Row]]:
    """Runs that follow on each other, whatever the amounts: for the picture only the months count."""
    made: list[list[Row]] = []
    for run in runs:
        following = made and Month.parse(run[0]["month"]) - Month.parse(made[-1][-1]["month"]) == 1
        if following and run[0]["benefit"] == made[-1][0]["benefit"]:
            made[-1].extend(run)
        else:
            made.append(list(run))
    return made


def _event_stretches(rows: Sequence[Row], name: str, until: Month, right: bool) -> list[Stretch]:
    """From a death on; from an imprisonment to the release that follows it, or on."""
    released = sorted(row["date"] for row in rows if row["event"] == "released")
    made = []
    for row in rows:
        if row["event"] == "released":
            continue
        begin = Month.parse(row["date"][:7])
        back = next((day for day in released if day >= row["date"]), None)
        end = until if row["event"] == "death" or back is None else Month.parse(back[:7])
        shown = words.span(row["date"], back or _("今"))
        if row["event"] == "death":
            shown = _("%(day)s起") % {"day": row["date"]}
        made.append(Stretch(f"{name} {words.event_word(row['event'])}", shown, begin, max(begin, end), right))
    return made
