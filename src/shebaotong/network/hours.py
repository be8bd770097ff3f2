"""Opening hours of an outlet, and whether it is open at a moment.

A spell is ``{"days": …, "from": "09:00", "to": "12:00"}``; ``days`` is ``working`` (the agency's working
days), ``saturday`` or ``every``. ``24:00`` ends the day, so self-service at any hour is
``every 00:00–24:00``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from shebaotong.kernel.api import SHANGHAI, Calendar, is_working_day

_DAYS = ("working", "saturday", "every")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_SATURDAY = 5


class BadHours(ValueError):
    """Opening hours that cannot be read; the message says which spell and why."""


def check_hours(spells: Iterable[dict[str, str]]) -> None:
    """Raises BadHours for an unknown kind of day, a bad time, or a spell that ends before it starts."""
    for spell in spells:
        if set(spell) != {"days", "from", "to"}:
            raise BadHours(f"a spell needs days, from and to: {spell}")
        if spell["days"] not in _DAYS:
            raise BadHours(f"{spell['days']!r} is none of {', '.join(_DAYS)}: {spell}")
        if not (_TIME.fullmatch(spell["from"]) and _TIME.fullmatch(spell["to"])):
            raise BadHours(f"times are HH:MM up to 24:00: {spell}")
        if spell["from"] >= spell["to"]:
            raise BadHours(f"a spell cannot end before it starts: {spell}")


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
