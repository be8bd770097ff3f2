"""An insured person asks when, where and how much the pension would be, by the records of all cities."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import IdentifierKind, Role, Text
from shebaotong.portal.cities import all_cities
from shebaotong.portal.languages import say
from shebaotong.portal.life_facts import Register, read_life
from shebaotong.portal.own_number import own_number
from shebaotong.portal.signed_in import citizen_page
from shebaotong.portal.whatif import answer_of, read_asked, shown_asked
from shebaotong.registry import api as registry
from shebaotong.rules import api as rules

PURPOSE = Text("本人试算退休", "The person's own what-if question")


@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def whatif(request: HttpRequest, user: accounts.User) -> HttpResponse:
    now = timezone.localtime()
    posted = request.POST if request.method == "POST" else None
    owner = request.POST.get("owner", "")
    values: dict[str, Any] = {
        "action": reverse("portal:my_whatif"),
        "back": reverse("portal:mine"),
        "identifier": request.POST.get("identifier", "")[:40],
        "owner": owner,
    }
    errors: dict[str, str] = {}
    if posted is not None:
        asked = read_asked(posted, now)
        errors = asked.errors
        kind, number, error = own_number(request, user)
        if kind is None:
            errors["identifier"] = error
        cities = [code for code, _name in all_cities() if owner in ("", code)]
        if not cities:
            errors["owner"] = _("请选择您参保的城市。")
        if kind is not None and not errors:
            found = [_register(code, user, kind, number, now) for code in cities]
            registers = [register for register in found if register is not None]
            if not registers:
                errors["owner"] = _("这里没有您的记录。请核对号码，或者换一个城市。")
            else:
                try:
                    values["answer"] = answer_of(registers=registers, asked=asked, now=now)
                except rules.NotComputable as none:
                    errors["owner"] = say(none.text)
    values |= shown_asked(posted, errors)
    values["owners"] = [
        {"value": "", "text": _("所有城市一起算")},
        *({"value": value, "text": text} for value, text in all_cities()),
    ]
    values["error_list"] = [{"text": text, "href": f"#q-{name}"} for name, text in errors.items()]
    return render(request, "portal/mine/whatif.html", values, status=422 if errors else 200)


def _register(
    agency: str, user: accounts.User, kind: IdentifierKind, number: str, now: datetime
) -> Register | None:
    """What one city holds of the person, in that city's own context; his look stands in his log there."""
    reader = registry.Reader(agency, user.display_name, Role.PERSON.value)
    return read_life(agency=agency, kind=kind.value, number=number, purpose=PURPOSE, reader=reader, now=now)
