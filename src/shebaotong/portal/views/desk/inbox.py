"""The inbox: by lamp and due time; and the search over the agency's own cases."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role, normalise_number
from shebaotong.portal.asked import ask, asked
from shebaotong.portal.signed_in import require_cases, staff_page
from shebaotong.portal.views.desk.frame import base, inbox_side, work

_LONGEST_QUERY = 60
_SHOWN = 30


@require_safe
@staff_page
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not actor.sees_cases:
        return redirect("portal:office")
    now = timezone.now()
    side = inbox_side(request, actor, now)
    values = {**base(actor, "inbox", side["counted"]), **side, "takes_in": Role.CLERK in actor.roles}
    return render(request, "portal/desk/inbox.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Search by case number, name, pinyin, last four digits or whole number; own copies only."""
    require_cases(actor)
    if request.method == "POST":
        return ask(request, request.POST.get("q", "")[:_LONGEST_QUERY])
    now, kept = timezone.now(), asked(request)
    query = kept or ""
    token = accounts.person_token(number=query) if normalise_number(query) else ""
    rows = cases.search(agency=actor.agency, text=query, number_token=token, size=_SHOWN + 1)
    side = inbox_side(request, actor, now)
    values = {
        **base(actor, "inbox", side["counted"]),
        **side,
        "query": query,
        "forgotten": kept is None,
        "results": [work(row, actor, now, "") for row in rows[:_SHOWN]],
        "more": len(rows) > _SHOWN,
    }
    return render(request, "portal/desk/search.html", values)


@require_POST
@staff_page
def take_next(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take the most urgent case that nobody holds."""
    require_cases(actor)
    number = cases.claim_next(actor=actor, now=timezone.now())
    if number is None:
        messages.info(request, _("您的岗位现在没有可取的件：都办完了，或者同事在办。"))
        return redirect("portal:inbox")
    return redirect("portal:case", number)
