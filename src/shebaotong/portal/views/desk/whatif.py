"""A clerk works out with a person at the window when, where and how much the pension would be."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Text, guess_kinds, normalise_number
from shebaotong.portal.languages import say
from shebaotong.portal.life_facts import read_life
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk.frame import HANDLERS, base
from shebaotong.portal.whatif import answer_of, read_asked, shown_asked
from shebaotong.registry import api as registry
from shebaotong.rules import api as rules

_SHORTEST_PURPOSE = 4


@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def whatif(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Own register only; the stated purpose stands in the person's access log."""
    require_role(actor, *HANDLERS)
    now = timezone.localtime()
    posted = request.POST if request.method == "POST" else None
    values: dict[str, Any] = {
        **base(actor, "people", cases.counts(agency=actor.agency, now=now)),
        "action": reverse("portal:desk_whatif"),
        "purpose": request.POST.get("purpose", "").strip()[:200],
        "identifier": request.POST.get("identifier", "")[:40],
    }
    errors: dict[str, str] = {}
    if posted is not None:
        asked = read_asked(posted, now)
        errors = asked.errors
        number = normalise_number(values["identifier"])
        kinds = guess_kinds(number) if number else ()
        if not kinds:
            errors["identifier"] = _("请填证件号码。")
        if len(values["purpose"]) < _SHORTEST_PURPOSE:
            errors["purpose"] = _("请写明查询目的，本人会看到。")
        if not errors:
            purpose = Text(values["purpose"], values["purpose"])
            role = min(role.value for role in actor.roles)
            reader = registry.Reader(actor.agency, actor.display_name, role)
            facts = read_life(
                agency=actor.agency,
                kind=kinds[0].value,
                number=number,
                purpose=purpose,
                reader=reader,
                now=now,
            )
            if facts is None:
                errors["identifier"] = _("本市登记里没有这个人。")
            else:
                try:
                    values["answer"] = answer_of(registers=[facts], asked=asked, now=now)
                except rules.NotComputable as none:
                    errors["identifier"] = say(none.text)
    values |= shown_asked(posted, errors)
    values["error_list"] = [{"text": text, "href": f"#q-{name}"} for name, text in errors.items()]
    return render(request, "portal/desk/whatif.html", values, status=422 if errors else 200)
