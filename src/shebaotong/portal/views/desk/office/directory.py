"""The directory: every city's telephone, liaison officers, departments, heads and windows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shebaotong.kernel.api import Actor, Role, Text, to_simplified
from shebaotong.network import api as network
from shebaotong.portal.asked import ask, asked
from shebaotong.portal.languages import listed, say
from shebaotong.portal.outlets import shown_outlet
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk.office.menu import CHANGES_READERS, office


@require_safe
@staff_page
def office_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where 机构 leads: the menu, and beside it what the own agency publishes."""
    return _city(request, actor, actor.agency, {"view": "list"})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def directory(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All cities by region, each with telephone and liaison officers; found by a part of the name."""
    if request.method == "POST":
        return ask(request, request.POST.get("q", "")[:30])
    typed = asked(request) or ""
    wanted = to_simplified(typed).lower()
    found = [contact for contact in network.contacts() if wanted in _names(contact.agency)]
    values = {
        "wanted": typed,
        "columns": [
            {"text": _("城市")},
            {"text": _("地区")},
            {"text": _("电话")},
            {"text": _("联络员")},
            {"text": _("联络员电话")},
        ],
        "rows": [_contact(contact) for contact in found],
    }
    return render(request, "portal/desk/office/directory.html", office(actor, "directory") | values)


def _names(agency: network.Agency) -> str:
    """What an agency is found by."""
    region = agency.region
    return f"{agency.city_zh} {agency.city_en} {agency.name_zh} {region.name_zh} {region.name_en}".lower()


def _contact(contact: network.Contact) -> list[Any]:
    agency, officers = contact.agency, contact.liaison_officers
    return [
        {
            "text": say(Text(agency.city_zh, agency.city_en)),
            "href": reverse("portal:city", args=[agency.code]),
        },
        say(Text(agency.region.name_zh, agency.region.name_en)),
        agency.phone,
        listed(officer.name for officer in officers),
        listed(officer.phone for officer in officers),
    ]


@require_safe
@staff_page
def city_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    return _city(request, actor, code, {})


def _city(request: HttpRequest, actor: Actor, code: str, more: dict[str, Any]) -> HttpResponse:
    try:
        found = network.directory(agency=code)
    except network.UnknownAgency:
        raise Http404 from None
    now = timezone.now()
    heads = {head.department_id: head for head in found.heads}
    calendar = network.calendar_for(agency=code)
    values = {
        "agency": found.agency,
        "name": say(Text(found.agency.name_zh, found.agency.name_en)),
        "region": say(Text(found.agency.region.name_zh, found.agency.region.name_en)),
        "may_edit": Role.OFFICIAL in actor.roles and code == actor.agency,
        "may_read_changes": bool(actor.roles & CHANGES_READERS) and code == actor.agency,
        "head": _head(heads.get(None)),
        "officers": [
            {"row": officer, "duty": say(Text(officer.duty_zh, officer.duty_en))}
            for officer in found.liaison_officers
        ],
        "departments": [
            {
                "row": department,
                "name": say(Text(department.name_zh, department.name_en)),
                "head": _head(heads.get(department.pk)),
            }
            for department in found.departments
        ],
        "outlets": [shown_outlet(outlet, calendar, now) for outlet in found.outlets],
        "illustrative": found.agency.illustrative,
    }
    return render(request, "portal/desk/office/city.html", office(actor, "directory", now) | values | more)


def _head(head: Any) -> dict[str, Any] | None:
    if head is None:
        return None
    return {"row": head, "title": say(Text(head.title_zh, head.title_en))}
