"""The agency's people: one-time codes, leaving, handing over; and codes for who stands at the window."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import require_role, signed_in, staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.frame import base, inbox_side


@never_cache
@require_safe
@staff_page
def colleagues(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody of the agency, with what may be done; nobody does it to himself."""
    require_role(actor, Role.LIAISON, Role.SUPERVISOR)
    people = accounts.staff_of(agency=actor.agency)
    rows = [
        {
            "user": person,
            "posts": "、".join(words.role_word(Role(role)) for role in person.roles),
            "open": person.is_active and person.hand != actor.hand,
            "heirs": [p for p in people if p.is_active and p.hand != person.hand and p.hand != actor.hand],
        }
        for person in people
    ]
    values = {"people": rows, "supervisor": Role.SUPERVISOR in actor.roles}
    return render(request, "portal/desk/colleagues.html", _page(request, actor, "colleagues") | values)


@never_cache
@require_POST
@staff_page
def colleague_code(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A code for a colleague who has forgotten his password, shown this once."""
    person = _colleague(actor, username)
    try:
        code = accounts.issue_reset_code(by=signed_in(request), user=person, now=timezone.now())
    except accounts.AccountRefused as refused:
        messages.error(request, say(refused.reason))
        return redirect("portal:colleagues")
    values = {"code": code, "person": person.display_name, "username": person.username}
    return render(request, "portal/desk/reset_code.html", _page(request, actor, "colleagues") | values)


@require_POST
@staff_page
def colleague_leaves(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A colleague's work goes to another; with ``leave`` his account is closed at the same time."""
    person = _colleague(actor, username)
    heir = _colleague(actor, request.POST.get("heir", ""))
    by, now = signed_in(request), timezone.now()
    try:
        if "leave" in request.POST:
            moved = accounts.leave(by=by, leaver=person, heir=heir, now=now)
        else:
            moved = accounts.hand_over_queue(by=by, source=person, heir=heir, now=now)
    except accounts.AccountRefused as refused:
        messages.error(request, say(refused.reason))
    else:
        done = ngettext("移交了%(count)d件。", "移交了%(count)d件。", moved) % {"count": moved}
        messages.success(request, done)
    return redirect("portal:colleagues")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def window_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A code for an insured person whose document the clerk has in his hand."""
    require_role(actor, Role.CLERK)
    typed = {"username": request.POST.get("username", "")[:60], "number": request.POST.get("number", "")[:40]}
    values: dict[str, Any] = _page(request, actor, "intake") | {"errors": [], "typed": typed["username"]}
    if request.method == "POST":
        try:
            code = accounts.issue_code_at_window(by=signed_in(request), **typed, now=timezone.now())
        except ValueError:
            values["errors"] = [{"text": _("请填证件号码。"), "href": "#q-number"}]
        except accounts.AccountRefused as refused:
            values["errors"] = [{"text": say(refused.reason), "href": "#q-username"}]
        else:
            values |= {"code": code, "username": typed["username"]}
            return render(request, "portal/desk/reset_code.html", values)
    status = 422 if values["errors"] else 200
    return render(request, "portal/desk/window_code.html", values, status=status)


def _page(request: HttpRequest, actor: Actor, current: str) -> dict[str, Any]:
    side = inbox_side(request, actor, timezone.now())
    return {**base(actor, current, side["counted"]), **side}


def _colleague(actor: Actor, username: str) -> accounts.User:
    for person in accounts.staff_of(agency=actor.agency):
        if person.username == username:
            return person
    raise Http404
