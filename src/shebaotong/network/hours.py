"""Opening hours of an outlet, and whether it is open at a moment.

A spell is ``{"days": …, "from": "09:00", "to": "12:00"}``; ``days`` is ``working`` (the agency's working
days), ``saturday`` or ``every``. ``24:00`` ends the day, so self-service at any hour is
``every 00:00–24:00``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from shebaotong.kernel.api import SHANGHAI, Calendar, Text, is_working_day

_DAYS = {
    "working": Text("工作日", "Working days"),
    "saturday": Text("周六", "Saturday"),
    "every": Text("每天", "Every day"),
}
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_SATURDAY = 5


class BadHours(ValueError):
    """Opening hours that cannot be read; ``text`` says to people which spell and why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def check_hours(spells: Iterable[dict[str, str]]) -> None:
    """Raises BadHours for an unknown kind of day, a bad time, or a spell that ends before it starts."""
    for spell in spells:
        if set(spell) != {"days", "from", "to"}:
            raise _bad(spell, Text("要有哪些天、开始和结束", "it needs days, from and to"))
        if spell["days"] not in _DAYS:
            raise _bad(spell, Text("只能是工作日、周六或者每天", f"days are {', '.join(_DAYS)}"))
        if not (_TIME.fullmatch(spell["from"]) and _TIME.fullmatch(spell["to"])):
            raise _bad(spell, Text("时间写成09:00，最晚24:00", "times are like 09:00, up to 24:00"))
        if spell["from"] >= spell["to"]:
            split = Text(
                "结束要晚于开始，过半夜的分成两段", "it must end after it begins; past midnight make it two"
            )
            raise _bad(spell, split)


def _bad(spell: dict[str, str], why: Text) -> BadHours:
    days = _DAYS.get(spell.get("days", ""), Text(spell.get("days", ""), spell.get("days", "")))
    times = f"{spell.get('from', '')}-{spell.get('to', '')}"
    return BadHours(Text(f"{days.zh} {times}，{why.zh}。", f"{days.en} {times}: {why.en}."))


def open_at(spells: Iterable[dict[str, str]], moment: datetime, *, calendar: Calendar) -> bool:
    """Whether the outlet is open at an aware ``moment``; ``calendar`` is that of its agency."""
    local = moment.astimezone(SHANGHAI)
    clock = local.strftime("%H:%M")
    works = {
        "working": is_working_day(local.date(), calendar=calendar),
        "saturday": local.weekday() == _SATURDAY,
        "every": True,
    }
    return any(works[spell["days"]] and spell["from"] <= clock < spell["to"] for spell in spells)
