"""Provisional decisions: what is due to be determined again, and what waits for its figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Text, casenumber
from shebaotong.portal.cities import place_names
from shebaotong.portal.languages import say
from shebaotong.portal.paging import mark_of
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk.office.menu import DECIDERS, office
from shebaotong.rules.api import builtin

PAGE = 50


@never_cache
@require_safe
@staff_page
def awaited(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two lists, the first decided first; the job opens what is due by itself."""
    require_role(actor, *DECIDERS)
    stage = cases.AwaitedStage.WAITING if request.GET.get("list") == "waiting" else cases.AwaitedStage.DUE
    after = mark_of(request, "after")
    found = cases.awaiting(agency=actor.agency, stage=stage, after=after, size=PAGE)
    query, place = {"list": stage.value}, place_names()
    following = urlencode(query | {"after": str(found.next)}) if found.next is not None else ""
    values = {
        "tabs": _tabs(stage),
        "columns": [
            {"text": _("办件")},
            {"text": _("姓名")},
            {"text": _("等哪个数")},
            {"text": _("预核日期"), "wide_only": True},
            {"text": _("状态")},
        ],
        "rows": [_row(each, stage, place) for each in found.rows],
        "empty": _("没有等着重核的预核。") if stage is cases.AwaitedStage.DUE else _("没有等公布的预核。"),
        "next_page": f"?{following}" if following else "",
        "first_page": f"?{urlencode(query)}" if after is not None else "",
    }
    return render(request, "portal/desk/office/awaited.html", office(actor, "awaited") | values)


def _row(each: cases.AwaitingCase, stage: cases.AwaitedStage, place: Callable[[str], Text]) -> list[Any]:
    return [
        {
            "text": casenumber.show(each.case_number),
            "href": reverse("portal:case", args=[each.case_number]),
            "note": say(cases.item(each.item).title),
        },
        each.subject_name or _("已依法删除"),
        {
            "text": say(_figure(each.figure, place(each.figure.region))),
            "note": _("%(year)s年%(month)d月") % {"year": each.figure.on.year, "month": each.figure.on.month},
        },
        timezone.localtime(each.since).date().isoformat(),
        _state(each, stage),
    ]


def _figure(figure: cases.AwaitedFigure, place: Text) -> Text:
    title = builtin()[figure.parameter].title
    return Text(f"{place.zh}{title.zh}", f"{title.en}, {place.en}")


def _state(each: cases.AwaitingCase, stage: cases.AwaitedStage) -> dict[str, str]:
    if each.called_at is not None:
        return {"tag": _("已转重核"), "tone": "info"}
    if stage is cases.AwaitedStage.DUE:
        return {"tag": _("已公布"), "tone": "warn"}
    return {"tag": _("等公布"), "tone": "idle"}


def _tabs(current: cases.AwaitedStage) -> list[dict[str, Any]]:
    titles = {cases.AwaitedStage.DUE: _("该重核的"), cases.AwaitedStage.WAITING: _("等公布的")}
    return [
        {"text": text, "href": f"?list={stage.value}", "current": stage is current}
        for stage, text in titles.items()
    ]
