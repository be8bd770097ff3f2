"""Following a case with its number and the last four characters of the document: no account needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import BadCaseNumber, casenumber
from shebaotong.network import api as network
from shebaotong.portal import tracking_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The form by GET, the case by POST: neither number stays in an address or a history.

    The front page asks for the case's number alone, which brings the form. Only the QR code of a slip,
    where nothing is typed, has it in its address.
    """
    typed = request.POST.get("number", "") or request.GET.get("n", "")
    values: dict[str, object] = {"number": typed[:40], "errors": []}
    if "last_four" not in request.POST:
        return render(request, "portal/track.html", values)
    error, found = find(request.POST.get("number", ""), request.POST.get("last_four", ""))
    if found is None:
        values["errors"] = [error]
        return render(request, "portal/track.html", values, status=422)
    values |= {
        "case": tracking_page.page(found, cases.item_of(found.state), timezone.now()),
        "last_four": request.POST.get("last_four", ""),
    }
    return render(request, "portal/tracking.html", values)


def find(typed: str, last_four: str) -> tuple[dict[str, str], cases.Copy | None]:
    try:
        number = casenumber.parse(typed)
    except BadCaseNumber as bad:
        words = {
            "length": _("办件号是16位数字，请数一数。"),
            "characters": _("办件号只有数字，请看一看有没有打错。"),
            "check": _("办件号打错了一位，请对照单子再打一次。"),
        }
        return {"text": words[bad.reason], "href": "#q-number"}, None
    if len(last_four.strip()) != 4:
        return {"text": _("请填证件号码的最后四位。"), "href": "#q-last_four"}, None
    nothing = {"text": _("办件号和证件后四位对不上。请核对，或者打12333。"), "href": "#q-number"}
    try:
        agency = network.agency_of_case(case_number=number)
        found = cases.track(agency=agency.code, number=number, last_four=last_four, now=timezone.now())
    except network.UnknownAgency:
        return nothing, None
    except cases.TrackingLocked as locked:
        until = timezone.localtime(locked.until).strftime("%H:%M")
        return {
            "text": _("连续打错5次，这个号锁住了。请在%(until)s以后再试。") % {"until": until},
            "href": "#q-number",
        }, None
    return nothing, found
