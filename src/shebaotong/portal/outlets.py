"""A window or service point as pages show it: where, when it is open, what is done there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Calendar, Text
from shebaotong.network import api as network
from shebaotong.portal.languages import listed, say


def outlet_word(kind: str) -> str:
    """What kind of outlet it is."""
    return {
        "hall": _("大厅窗口"),
        "bank": _("银行网点"),
        "village": _("村级服务点"),
        "self_service": _("自助服务区"),
        "overseas": _("境外服务点"),
    }[kind]


def spell_words(spell: dict[str, str]) -> str:
    """A spell of opening hours: ``工作日 09:00–12:00``."""
    days = {"working": _("工作日"), "saturday": _("周六"), "every": _("每天")}[spell["days"]]
    return f"{days} {spell['from']}–{spell['to']}"


def shown_outlet(outlet: network.Outlet, calendar: Calendar, now: datetime) -> dict[str, Any]:
    titles = {item.code: say(item.title) for item in cases.items()}
    able = [titles.get(code, code) for code in outlet.abilities]
    is_open = network.open_at(outlet.hours, now, calendar=calendar)
    return {
        "row": outlet,
        "name": say(Text(outlet.name_zh, outlet.name_en)),
        "kind": outlet_word(outlet.kind),
        "hours": [spell_words(spell) for spell in outlet.hours],
        "able": listed(able) if able else _("各项都能办"),
        "open": _("正在开放") if is_open else _("现在不开"),
        "tone": "ok" if is_open else "idle",
    }


def outlets_of(agency: str, now: datetime) -> list[dict[str, Any]]:
    """The outlets of a city, as the page for everybody lists them. Raises UnknownAgency."""
    calendar = network.calendar_for(agency=agency)
    made = []
    for outlet in network.directory(agency=agency).outlets:
        shown = shown_outlet(outlet, calendar, now)
        hint = _("%(address)s，电话%(phone)s。开放：%(hours)s。能办：%(able)s。") % {
            "address": outlet.address,
            "phone": outlet.phone,
            "hours": listed(shown["hours"]),
            "able": shown["able"],
        }
        made.append(
            {
                "title": shown["name"],
                "hint": hint,
                "status": shown["open"],
                "tone": shown["tone"],
            }
        )
    return made
