"""What the person has running, in all cities, and one case in plain words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Status, casenumber, mask_in_text
from shebaotong.messages import api as told
from shebaotong.network import api as network
from shebaotong.portal import tracking_page
from shebaotong.portal.cities import city
from shebaotong.portal.languages import month_and_day, say
from shebaotong.portal.signed_in import citizen_page
from shebaotong.portal.views.mine.supplement import supplement_of
from shebaotong.portal.views.papers import my_reading


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """The menu of public pages offers it to everybody: staff are led to their desk."""
    if getattr(request.user, "kind", "") == accounts.User.Kind.STAFF:
        return redirect("portal:inbox")
    return _persons_own(request)


@citizen_page
def _persons_own(request: HttpRequest, user: accounts.User) -> HttpResponse:
    """Every city is asked in its own context for this person's token; none sees another's rows."""
    rows: dict[str, cases.Row] = {}
    unread = 0
    for agency in network.all_agencies():
        unread += told.unread(agency=agency.code, person_token=user.person_token)
        for row in cases.of_person(agency=agency.code, token=user.person_token):
            # The copy of the city that accepted it: there the person reads on. What cities ask of
            # each other is shown inside the case, not as one of the person's.
            if row.starter == agency.code and cases.item(row.item).for_person:
                rows[row.number] = row
    newest = sorted(rows.values(), key=lambda row: row.opened_at, reverse=True)
    values = {
        "name": user.display_name,
        "unread": unread,
        "running": [
            _shown(row) | {"text": _stands(user, row)} for row in newest if row.status != Status.ENDED.value
        ],
        "ended": [_shown(row) for row in newest if row.status == Status.ENDED.value],
    }
    return render(request, "portal/mine/overview.html", values)


def _stands(user: accounts.User, row: cases.Row) -> str:
    """Where it stands, in the words of its own page."""
    reading = my_reading(user, row.number)
    return tracking_page.where(reading.copy, reading.item)


def _shown(row: cases.Row) -> dict[str, Any]:
    opened = timezone.localtime(row.opened_at)
    return {
        "title": say(cases.item(row.item).title),
        "note": _("%(day)s办理，%(city)s负责。办件号%(number)s")
        % {
            "day": month_and_day(opened),
            "city": city(row.owner),
            "number": casenumber.show(row.number),
        },
        "href": reverse("portal:my_case", args=[row.number]),
    }


@require_safe
@citizen_page
def case(request: HttpRequest, user: accounts.User, number: str) -> HttpResponse:
    reading = my_reading(user, number)
    values = {
        "case": tracking_page.page(reading.copy, reading.item, timezone.now()),
        "supplement": reverse("portal:my_supplement", args=[number]) if supplement_of(reading) else "",
        "files": [
            {
                "name": mask_in_text(entry["name"]) if entry else _("已依法删除"),
                "href": reverse("portal:my_file", args=[number, file.sha256]) if entry else "",
            }
            for _document, file, entry in cases.attachments_of(reading.copy)
        ],
        "back": reverse("portal:mine"),
    }
    return render(request, "portal/mine/case.html", values)
