"""The page of what-if questions: what is typed, and the rules' answer as sections and a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shebaotong.kernel.api import FactKind, Month, Text, parse_yuan
from shebaotong.network import api as network
from shebaotong.portal.charts.life import NARROW, WIDE, Frame, life
from shebaotong.portal.cities import all_cities, city, place_names
from shebaotong.portal.languages import listed, say
from shebaotong.portal.life_facts import BOOKED_WITHIN, Register, history_of
from shebaotong.portal.told_life import CannotRead, read_told
from shebaotong.rules import api as rules

_MOST_INDEX = 10
_FIELDS = (
    "category",
    "index",
    "monthly_base",
    "calculation_base",
    "told",
    "pays_on",
    "move_place",
    "move_month",
)


@dataclass
class Asked:
    """What was typed beside the person; None is not known."""

    category: rules.Category | None = None
    index: Decimal | None = None
    monthly_base: Decimal | None = None
    calculation_base: Decimal | None = None
    pays_on: bool = True
    moves: tuple[rules.FurtherMove, ...] = ()
    told: tuple[rules.Stretch, ...] = ()
    """Insurance in places that keep no register here."""
    errors: dict[str, str] = field(default_factory=dict)


def read_asked(post: QueryDict, now: datetime) -> Asked:
    """Each answer once; what cannot be read stands in ``errors`` at its question."""
    asked = Asked(pays_on=post.get("pays_on", "yes") == "yes")
    if category := post.get("category", ""):
        try:
            asked.category = rules.Category(category)
        except ValueError:
            asked.errors["category"] = _("请从选项里选。")
    if index := post.get("index", "").strip():
        asked.index = _index(index)
        if asked.index is None:
            asked.errors["index"] = _("平均缴费指数是0到10之间的小数，例如0.85。")
    if base := post.get("monthly_base", "").strip():
        asked.monthly_base = _base(base)
        if asked.monthly_base is None:
            asked.errors["monthly_base"] = _("金额以元为单位，最多两位小数，例如3123.45。")
    if base := post.get("calculation_base", "").strip():
        asked.calculation_base = _base(base) or None
        if asked.calculation_base is None:
            asked.errors["calculation_base"] = _("金额以元为单位，最多两位小数，例如3123.45。")
    _read_move(post, asked, Month.of(now.date()))
    try:
        asked.told = read_told(post.get("told", ""), Month.of(now.date()))
    except CannotRead as wrong:
        asked.errors["told"] = _("“%(line)s”看不懂。每行写一个地方和起止年月，例如：广东 2001-03 2005-12") % {
            "line": wrong.args[0][:40]
        }
    return asked


def _index(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= _MOST_INDEX else None


def _base(text: str) -> Decimal | None:
    try:
        fen = parse_yuan(text)
    except ValueError:
        return None
    return Decimal(fen) / 100 if fen >= 0 else None


def _read_move(post: QueryDict, asked: Asked, today: Month) -> None:
    place, month = post.get("move_place", ""), post.get("move_month", "").strip()
    if not place and not month:
        return
    if place not in dict(all_cities()):
        asked.errors["move_place"] = _("请选要去的城市。")
    try:
        when = Month.parse(month)
    except ValueError:
        when = None
    if when is None or when <= today:
        asked.errors["move_month"] = _("请填今后的一个月份，例如2028-01。")
    elif "move_place" not in asked.errors:
        asked.moves = (rules.FurtherMove(network.find_agency(code=place).place, when),)


def shown_asked(post: QueryDict | None, errors: Mapping[str, str]) -> dict[str, Any]:
    """The questions with what was typed."""
    typed = {name: post.get(name, "") if post is not None else "" for name in _FIELDS}
    chosen = typed["pays_on"] or "yes"
    return {
        "typed": typed,
        "errors": errors,
        "categories": [
            {"value": "", "text": _("不清楚")},
            *({"value": each.value, "text": say(each.text)} for each in rules.Category),
        ],
        "cities": [
            {"value": "", "text": _("不再换城市")},
            *({"value": value, "text": text} for value, text in all_cities()),
        ],
        "pays_on": [
            {"value": "yes", "text": _("一直交到退休"), "checked": chosen == "yes"},
            {"value": "no", "text": _("以后不交了"), "checked": chosen == "no"},
        ],
    }


def answer_of(*, registers: Sequence[Register], asked: Asked, now: datetime) -> dict[str, Any]:
    """Sections in plain words and the picture, from one register at least. Raises NotComputable for facts
    that contradict each other."""
    history = history_of(registers=registers, category=asked.category, index=asked.index, as_of=now)
    if asked.told:
        # What stands in the accounts of those places nobody has told.
        history = replace(history, stretches=(*history.stretches, *asked.told), account=None)
    assumptions = rules.Assumptions(
        as_of=now.date(),
        pays_on=asked.pays_on,
        latest_base=True,
        monthly_base=asked.monthly_base,
        calculation_base=asked.calculation_base,
        moves=asked.moves,
    )
    answer = rules.what_if(history=history, assumptions=assumptions, parameters=rules.builtin())
    place = place_names()
    return {
        "sections": _sections(answer, place),
        "drawings": [
            ("chart-wide", _drawing(answer, WIDE, place)),
            ("chart-narrow", _drawing(answer, NARROW, place)),
        ],
        "months": answer.timeline.months,
        "cities": listed(city(register[FactKind.PERSON].source) for register in registers),
        "told": bool(asked.told),
        "booked_within": BOOKED_WITHIN,
    }


def _sections(answer: rules.WhatIfAnswer, place: Callable[[str], Text]) -> list[dict[str, Any]]:
    """The rules' words in the language of the page, cities by the names that the network gives them."""
    return [
        {
            "title": say(section.title),
            "lines": [{"text": say(line), "deeper": depth > 0} for depth, line in section.lines],
        }
        for section in rules.answer_sections(answer, place=place)
    ]


def _drawing(answer: rules.WhatIfAnswer, frame: Frame, place: Callable[[str], Text]) -> Any:
    words = {
        rules.When.EARLIEST: _("最早"),
        rules.When.STATUTORY: _("法定"),
        rules.When.LATEST: _("最晚"),
    }
    lines = [(say(place(line.stretch.place)), line.period, line.assumed) for line in answer.timeline.lines]
    return life(lines, [(option.month, words[option.when]) for option in answer.options], frame)
