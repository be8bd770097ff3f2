"""A proposed change of a calendar: looked at by a second official, and published or put away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.network import api as network
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office.calendar import found_region
from shebaotong.portal.views.desk.office.calendar_effect import preview
from shebaotong.portal.views.desk.office.menu import office
from shebaotong.portal.views.desk.office.second_look import is_sure, second_look
from shebaotong.store.api import agency_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def calendar_proposal(request: HttpRequest, actor: Actor, proposal: int) -> HttpResponse:
    """What was proposed, by whom, and what would follow; its proposer cannot publish it."""
    require_role(actor, Role.OFFICIAL)
    with agency_context(agency=actor.agency):
        found = next((each for each in network.waiting_proposals(actor=actor) if each.id == proposal), None)
    if found is None:
        return _gone(request)
    if not network.may_edit(region=found.region, actor=actor):
        raise PermissionDenied
    values: dict[str, Any] = {}
    if "withdraw" in request.POST and not is_sure(request):
        return _look_at_withdrawing(request, actor, found)
    if request.method == "POST":
        try:
            return _settled(request, actor, found)
        except network.CalendarRefused as refused:
            values["refused"] = say(refused.reason)
    values |= _shown(actor, found)
    status = 422 if "refused" in values else 200
    return render(
        request,
        "portal/desk/office/calendar_proposal.html",
        office(actor, "calendar_home") | values,
        status=status,
    )


def _gone(request: HttpRequest) -> HttpResponse:
    """Somebody was faster, or there never was one: who pressed a button is told, who looks finds nothing."""
    if request.method != "POST":
        raise Http404
    messages.info(request, _("这份改动已经公布或者撤下了。"))
    return redirect("portal:calendar_home")


def _look_at_withdrawing(request: HttpRequest, actor: Actor, found: network.Proposal) -> HttpResponse:
    here = found_region(found.region, found.year)
    name = say(Text(here.name_zh, here.name_en))
    lines = [
        _("%(by)s%(at)s提出的，依据%(reference)s。")
        % {"by": found.by, "at": words.when(found.at), "reference": found.announcement.reference},
        _("打好的内容不再保留。要公布，得重新提出，再请同事看过。"),
    ]
    return second_look(
        request,
        actor,
        "calendar_home",
        title=_("撤下%(name)s%(year)d年的改动") % {"name": name, "year": found.year},
        follows=lines,
        press=_("确认撤下"),
        back=reverse("portal:calendar_proposal", args=[found.id]),
    )


def _settled(request: HttpRequest, actor: Actor, found: network.Proposal) -> HttpResponse:
    now = timezone.now()
    with agency_context(agency=actor.agency):
        if "publish" in request.POST:
            network.publish_proposal(proposal=found.id, actor=actor, now=now)
            messages.success(request, _("公布了。受影响的办件一两分钟内按新日历重算。"))
        else:
            network.withdraw_proposal(proposal=found.id, actor=actor, now=now)
            messages.success(request, _("撤下了，日历没有变。"))
    return redirect("portal:calendar", found.region, found.year)


def _shown(actor: Actor, found: network.Proposal) -> dict[str, Any]:
    here = found_region(found.region, found.year)
    held = network.region_year(region=found.region, year=found.year)
    source = found.announcement
    return {
        "name": say(Text(here.name_zh, here.name_en)),
        "region": found.region,
        "year": found.year,
        "proposal_id": found.id,
        "own": found.hand == actor.hand,
        "overtaken": held.newest != found.seen,
        "facts": [
            {"key": _("谁提出的"), "value": f"{found.by} {words.when(found.at)}"},
            {"key": _("通知"), "value": source.reference},
            {"key": _("核对"), "value": _("原文核对过") if source.verified else _("原文没有核对")},
            *([{"key": _("说明"), "value": source.note}] if source.note else []),
        ],
        **preview(actor, held, found.days),
    }
