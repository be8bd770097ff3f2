"""Who has read what of the person, when and why: in every city, and by the network's locator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Role, Text, casenumber
from shebaotong.network import api as network
from shebaotong.portal.cities import city
from shebaotong.portal.free_text import say_masked
from shebaotong.portal.languages import listed
from shebaotong.portal.own_number import own_number, refused
from shebaotong.portal.signed_in import citizen_page
from shebaotong.portal.views.desk.words import read_word
from shebaotong.registry import api as registry

EACH = 50
"""Newest readings of each city: a page for a person, not an archive."""


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    what: str
    where: str
    """Whose records."""
    purpose: Text
    case_number: str


@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def log(request: HttpRequest, user: accounts.User) -> HttpResponse:
    values: dict[str, object] = {"back": reverse("portal:mine"), "action": reverse("portal:my_log")}
    if request.method != "POST":
        return render(request, "portal/mine/log.html", values)
    kind, number, error = own_number(request, user)
    if kind is None:
        return render(request, "portal/mine/log.html", values | refused(error), status=422)
    values |= {"shown": True, "looks": [_shown(look) for look in _looks(_lines(number, kind.value))]}
    return render(request, "portal/mine/log.html", values)


def _looks(lines: list[Line]) -> list[list[Line]]:
    """What one reader read at one moment for one purpose is one look, however many records it took."""
    together: dict[tuple[object, ...], list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.at, reverse=True):
        minute = line.at.replace(second=0, microsecond=0)
        together.setdefault((minute, line.who, line.where, line.purpose, line.case_number), []).append(line)
    return list(together.values())


def _shown(look: list[Line]) -> dict[str, object]:
    first, read = look[0], dict.fromkeys(line.what for line in reversed(look))
    rows = [
        {
            "key": _("看了什么"),
            "value": _("%(what)s（%(where)s）") % {"what": listed(read), "where": first.where},
        },
        {"key": _("为什么"), "value": say_masked(first.purpose)},
    ]
    if first.case_number:
        rows.append({"key": _("办件号"), "value": _case(first.case_number)})
    return {"who": first.who, "at": timezone.localtime(first.at), "rows": rows}


def _lines(number: str, kind: str) -> list[Line]:
    made = [
        Line(
            each.at,
            _reader(each.reader),
            read_word(each.what),
            _("%(city)s的记录") % {"city": city(agency.code)},
            each.purpose,
            each.case_number,
        )
        for agency in network.all_agencies()
        for each in registry.reads_of(agency=agency.code, identifier=number, identifier_kind=kind, limit=EACH)
    ]
    made += [
        Line(
            each.at,
            city(each.agency),
            _("您在哪些城市有记录"),
            _("各市"),
            each.purpose,
            each.case_number,
        )
        for each in network.lookups_of(number_token=network.number_token(number=number))
    ]
    return made


def _reader(reader: registry.Reader) -> str:
    role = {
        Role.CLERK.value: _("窗口人员"),
        Role.REVIEWER.value: _("复核人员"),
        Role.APPROVER.value: _("审批人员"),
        registry.MACHINE: _("接口"),
        registry.OPERATOR: _("系统运维"),
        Role.PERSON.value: _("本人"),
    }.get(reader.role, _("工作人员"))
    if reader.role == Role.ENGINE.value:
        return _("%(city)s的系统自动查的") % {"city": city(reader.agency)}
    return _("%(city)s%(role)s：%(name)s") % {
        "city": city(reader.agency),
        "role": role,
        "name": reader.display,
    }


def _case(number: str) -> str:
    """The case for which it was read, and the city that accepted it."""
    try:
        where = network.agency_of_case(case_number=number)
    except network.UnknownAgency:
        return casenumber.show(number)
    return _("%(number)s（%(city)s受理的）") % {"number": casenumber.show(number), "city": city(where.code)}
