"""What has turned amber or red, for the liaison officer and the supervisor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role, casenumber
from shebaotong.portal.languages import clauses, say
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.frame import base, inbox_side

PAGE = 50


@require_safe
@staff_page
def alerts(request: HttpRequest, actor: Actor) -> HttpResponse:
    require_role(actor, Role.LIAISON, Role.SUPERVISOR)
    side = inbox_side(request, actor, timezone.now())
    after = request.GET.get("after", "")
    found = cases.raised(agency=actor.agency, roles=actor.roles, after=after, size=PAGE)
    values = {
        **base(actor, "alerts", side["counted"]),
        **side,
        "columns": [
            {"text": _("办件")},
            {"text": _("灯")},
            {"text": _("到期")},
            {"text": _("提醒时间")},
            {"text": _("状态")},
        ],
        "rows": [
            [
                {
                    "text": f"{say(cases.item(each.item).title)} {casenumber.show(each.case_number)}",
                    "href": reverse("portal:case", args=[each.case_number]),
                },
                {
                    "tag": _("超期") if each.level == "red" else _("临期"),
                    "tone": "bad" if each.level == "red" else "warn",
                },
                desk_words.when(each.due_at),
                desk_words.when(each.raised_at),
                _state(each),
            ]
            for each in found.rows
        ],
        "next_page": f"?{urlencode({'after': found.next})}" if found.next else "",
        "first_page": reverse("portal:alerts") if after else "",
    }
    return render(request, "portal/desk/alerts.html", values)


def _state(each: cases.Raised) -> str:
    seen = _("已看") if each.seen else _("未看")
    return clauses([seen, _("已办结")]) if each.ended else seen
