"""The message centre: what the cities have told the person, and how the person wants to be told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebaotong.accounts import api as accounts
from shebaotong.messages import api as told
from shebaotong.network import api as network
from shebaotong.portal.cities import city
from shebaotong.portal.languages import NAMES, SIMPLIFIED
from shebaotong.portal.signed_in import citizen_page

EACH = 20
"""Newest messages of each city."""
_MOST_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def messages(request: HttpRequest, user: accounts.User) -> HttpResponse:
    if request.method == "POST":
        if request.POST.get("do") == "wish":
            _wish(request, user)
        else:
            _read(request, user)
        return redirect("portal:my_messages")
    language = get_language() or SIMPLIFIED
    agencies = [agency.code for agency in network.all_agencies()]
    found = [
        each
        for agency in agencies
        for each in told.messages_of(
            agency=agency, person_token=user.person_token, language=language, limit=EACH
        )
    ]
    wish = told.wish_of(agency=agencies[0], person_token=user.person_token)
    values = {
        "told": [_shown(each) for each in sorted(found, key=lambda each: each.told_at, reverse=True)],
        "sms": [
            {"value": "yes", "text": _("发短信"), "checked": wish.sms},
            {"value": "no", "text": _("不发短信，只在这里看"), "checked": not wish.sms},
        ],
        "sms_languages": [{"value": code, "text": name} for code, name in NAMES.items()],
        "language": wish.language,
        "back": reverse("portal:mine"),
    }
    return render(request, "portal/mine/messages.html", values)


def _shown(each: told.ShownMessage) -> dict[str, Any]:
    return {
        "id": each.id,
        "agency": each.agency,
        "from": city(each.agency),
        "title": each.title,
        "body": each.body,
        "at": timezone.localtime(each.told_at),
        "read": each.read_at is not None,
        "href": reverse("portal:my_case", args=[each.case_number]) if each.case_number else "",
    }


def _read(request: HttpRequest, user: accounts.User) -> None:
    """Only the person's own messages answer to the token; another's number changes nothing."""
    agency, number = request.POST.get("agency", ""), request.POST.get("message", "")
    if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS and _hosted(agency):
        told.mark_read(agency=agency, person_token=user.person_token, message=int(number), now=timezone.now())


def _hosted(agency: str) -> bool:
    return agency in {each.code for each in network.all_agencies()}


def _wish(request: HttpRequest, user: accounts.User) -> None:
    """The same wish in every city: a person has one telephone and one language."""
    language, sms = request.POST.get("language", ""), request.POST.get("sms", "")
    if language not in NAMES or sms not in ("yes", "no"):
        notes.error(request, _("没有改成，请再选一次。"))
        return
    for agency in network.all_agencies():
        told.wish(
            agency=agency.code,
            person_token=user.person_token,
            language=language,
            sms=sms == "yes",
            now=timezone.now(),
        )
    notes.success(request, _("记下了，以后就这样告诉您。"))
