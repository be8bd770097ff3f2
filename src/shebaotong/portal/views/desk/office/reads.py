"""What the agency's people have looked up, and what it has asked the network: for its supervisor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shebaotong.kernel.api import Actor, FactKind, Role, casenumber
from shebaotong.network import api as network
from shebaotong.portal.asked import again, ask, asked
from shebaotong.portal.free_text import say_masked
from shebaotong.portal.languages import say
from shebaotong.portal.paging import mark_of
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office.menu import office
from shebaotong.registry import api as registry

PAGE = 50
KINDS = {
    "all": (),
    "unmask": ("unmask", "contact", "file"),
    "search": ("search",),
    "case": tuple(kind.value for kind in FactKind),
}
"""Tabs of the page, and which readings each shows."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def reads(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every look of a colleague into the register: who, whose, what, why, for which case."""
    require_role(actor, Role.SUPERVISOR)
    kind = request.GET.get("kind", "all")
    if kind == "places":
        return _places(request, actor)
    kind = kind if kind in KINDS else "all"
    if request.method == "POST":
        return ask(request, request.POST.get("who", "")[:100], kind=kind)
    who, before = asked(request) or "", mark_of(request)
    found = registry.reads_by_staff(
        agency=actor.agency, what=KINDS[kind], reader=who, before=before, limit=PAGE + 1
    )
    query = {"kind": kind} | again(request)
    following = urlencode(query | {"before": str(found[PAGE - 1].event.id)}) if len(found) > PAGE else ""
    values = {
        "tabs": _tabs(kind),
        "kind": kind,
        "who": who,
        "columns": [
            {"text": _("什么时候")},
            {"text": _("谁看的")},
            {"text": _("看了什么")},
            {"text": _("谁的")},
            {"text": _("为什么")},
            {"text": _("办件号")},
        ],
        "rows": [_row(each) for each in found[:PAGE]],
        "next_page": f"?{following}" if following else "",
        "first_page": f"?{urlencode(query)}" if before is not None else "",
    }
    return render(request, "portal/desk/office/reads.html", office(actor, "reads") | values)


def _row(each: registry.StaffReading) -> list[Any]:
    event = each.event
    return [
        timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
        {"text": event.reader.display, "note": words.reader_role(event.reader.role)},
        words.read_word(event.what),
        each.whose or "—",
        say_masked(event.purpose),
        _case(event.case_number),
    ]


def _case(number: str) -> dict[str, str] | str:
    return {"text": casenumber.show(number), "href": reverse("portal:case", args=[number])} if number else "—"


def _places(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the agency asked the network's locator: where a person of a case is insured."""
    before = _moment(request.GET.get("before", ""))
    found = network.lookups_by(agency=actor.agency, before=before, limit=PAGE + 1)
    following = (
        urlencode({"kind": "places", "before": found[PAGE - 1].logged_at.isoformat()})
        if len(found) > PAGE
        else ""
    )
    values = {
        "tabs": _tabs("places"),
        "kind": "places",
        "columns": [
            {"text": _("什么时候")},
            {"text": _("为什么")},
            {"text": _("找到几个城市"), "number": True},
            {"text": _("办件号")},
        ],
        "rows": [
            [
                timezone.localtime(each.at).strftime("%Y-%m-%d %H:%M"),
                say(each.purpose),
                str(each.found),
                _case(each.case_number),
            ]
            for each in found[:PAGE]
        ],
        "next_page": f"?{following}" if following else "",
        "first_page": "?kind=places" if before is not None else "",
    }
    return render(request, "portal/desk/office/reads.html", office(actor, "reads") | values)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _tabs(current: str) -> list[dict[str, Any]]:
    titles = {
        "all": _("全部"),
        "unmask": _("看完整号码"),
        "search": _("查个人"),
        "case": _("办件取数"),
        "places": _("查参保地"),
    }
    return [
        {"text": text, "href": f"?kind={kind}", "current": kind == current} for kind, text in titles.items()
    ]
