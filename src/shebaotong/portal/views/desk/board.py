"""The supervisor's board: the cities of the same agreements, by what each has published about itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.cases import api as cases
from shebaotong.findings import api as findings
from shebaotong.kernel.api import Actor, Role
from shebaotong.network import api as network
from shebaotong.portal.cities import city
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import batch_page
from shebaotong.portal.views.desk.findings import reader_of
from shebaotong.portal.views.desk.frame import base, counted

MOST_FLOWS = 15
"""As many ribbons as a picture of that height can show apart."""

Flow = tuple[str, str, int]


@require_safe
@staff_page
def board(request: HttpRequest, actor: Actor) -> HttpResponse:
    require_role(actor, Role.SUPERVISOR)
    now = timezone.now()
    cases.publish(agency=actor.agency, now=now)
    figures = cases.published(agencies=_together(actor.agency, now))
    flows = _flows(figures)
    values = {
        **base(actor, "board", counted(actor, now)),
        "at": timezone.localtime(now),
        "kpis": _kpis(figures),
        "lamp_columns": _lamp_columns(),
        "lamps": [_lamp_row(each, now) for each in sorted(figures, key=_urgency)],
        "flow_columns": [{"text": _("申请地")}, {"text": _("责任地")}, {"text": _("件数"), "number": True}],
        "flows": [[city(source), city(target), number] for source, target, number in flows],
        "flow_label": _flow_label(flows),
        "places": _places(flows),
        "network_label": _("%(n)d个城市之间的协作") % {"n": len(figures)},
        "comparison": _comparison(actor),
    }
    return render(request, "portal/desk/board.html", values)


def _comparison(actor: Actor) -> dict[str, Any] | None:
    """The newest round of comparisons with another province, counted; nobody's doubt is opened here."""
    newest = findings.newest_batch(agency=actor.agency, reader=reader_of(actor))
    return batch_page.board_card(*newest) if newest else None


def _together(agency: str, now: datetime) -> set[str]:
    """The agency and all that share an agreement in force with it."""
    today = timezone.localtime(now).date()
    members = [{m.member_id for m in each.members.all()} for each in network.agreements_in_force(on=today)]
    return {agency}.union(*(together for together in members if agency in together))


def _flows(figures: Sequence[cases.Figures]) -> list[Flow]:
    """The largest flows among these cities, largest first."""
    known = {each.agency for each in figures}
    flows = [
        (each.agency, owner, number)
        for each in figures
        for owner, number in each.flows.items()
        if owner in known
    ]
    return sorted(flows, key=lambda flow: (-flow[2], flow))[:MOST_FLOWS]


def _flow_label(flows: Sequence[Flow]) -> str:
    if not flows:
        return _("这几天没有城市之间的办件")
    source, target, number = flows[0]
    return _("%(source)s替%(target)s收件最多，%(n)d件") % {
        "source": city(source),
        "target": city(target),
        "n": number,
    }


def _places(flows: Sequence[Flow]) -> list[dict[str, Any]]:
    """Cities that stand in a flow; those are hubs whose people are served elsewhere more than they serve."""
    balance: dict[str, int] = {}
    for source, target, number in flows:
        balance[source] = balance.get(source, 0) - number
        balance[target] = balance.get(target, 0) + number
    return [
        {
            "name": city(agency.code),
            "longitude": agency.longitude,
            "latitude": agency.latitude,
            "hub": balance[agency.code] > 0,
        }
        for agency in network.all_agencies()
        if agency.code in balance
    ]


def _kpis(figures: Sequence[cases.Figures]) -> list[dict[str, str]]:
    running, done = sum(each.open for each in figures), sum(each.done_week for each in figures)
    act, red = sum(each.act for each in figures), sum(each.red for each in figures)
    amber = sum(each.amber for each in figures)
    return [
        {
            "name": _("在办"),
            "value": f"{running:,}",
            "icon": "inbox",
            "tone": "ok",
            "note": _("轮到各市自己办的%(n)d件") % {"n": act},
        },
        {"name": _("七天办结"), "value": f"{done:,}", "icon": "circle-check", "tone": "ok", "note": ""},
        {
            "name": _("平均办结"),
            "value": _days(sum(each.hours_week for each in figures), done),
            "unit": _("天"),
            "icon": "clock",
            "tone": "ok",
            "note": _("从受理到办结，按自然日"),
        },
        {"name": _("临期"), "value": f"{amber:,}", "icon": "clock", "tone": "warn", "note": ""},
        {
            "name": _("超期"),
            "value": f"{red:,}",
            "icon": "clock",
            "tone": "bad" if red else "ok",
            "note": _most_late(figures),
        },
    ]


def _most_late(figures: Sequence[cases.Figures]) -> str:
    worst = max(figures, key=lambda each: each.red)
    if not worst.red:
        return _("没有超期")
    return _("%(city)s最多，%(n)d件") % {"city": city(worst.agency), "n": worst.red}


def _days(hours: int, done: int) -> str:
    return f"{hours / 24 / done:.1f}" if done else "—"


def _urgency(each: cases.Figures) -> tuple[int, int, int, str]:
    return -each.red, -each.amber, -each.open, each.agency


def _lamp_columns() -> list[dict[str, Any]]:
    return [
        {"text": _("城市")},
        {"text": _("在办"), "number": True},
        {"text": _("构成")},
        {"text": _("临期"), "number": True},
        {"text": _("超期"), "number": True},
        {"text": _("平均天数"), "number": True},
        {"text": _("更新"), "wide_only": True},
    ]


def _lamp_row(each: cases.Figures, now: datetime) -> list[Any]:
    tone = "bad" if each.red else "warn" if each.amber else "ok"
    word = {"bad": _("有超期"), "warn": _("有临期"), "ok": _("正常")}[tone]
    counted = {"green": each.green, "amber": each.amber, "red": each.red}
    return [
        {"text": city(each.agency), "lamp": tone, "lamp_text": word},
        {"text": str(each.open), "strong": True},
        {
            "parts": [
                {"value": each.green, "tone": "ok"},
                {"value": each.amber, "tone": "warn"},
                {"value": each.red, "tone": "bad"},
            ],
            "label": _("正常%(green)d，临期%(amber)d，超期%(red)d") % counted,
        },
        str(each.amber),
        {"text": str(each.red), "tone": "bad"} if each.red else "0",
        _days(each.hours_week, each.done_week),
        _published(each.at, now),
    ]


def _published(at: datetime, now: datetime) -> str:
    """The time of day, and the day instead where it is another."""
    local = timezone.localtime(at)
    return local.strftime("%H:%M" if local.date() == timezone.localdate(now) else "%m-%d")
