"""Signing in and out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Role
from shebaotong.portal import left_forms
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import home_of, own_page
from shebaotong.portal.views.desk.words import role_word, when

CODES_TOLD = timedelta(days=14)
"""So long each sign-in tells of a password that was set with a code: who was shut out comes back late."""


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """One page for staff and insured persons; where to go next is kept through a failure."""
    target = request.POST.get("next") or request.GET.get("next", "")
    now = timezone.now()
    values: dict[str, Any] = {
        "left": not request.user.is_authenticated and left_forms.waits(request),
        "next": target,
        "username": request.POST.get("username", ""),
    }
    if settings.SHEBAOTONG_DEMO:
        values |= _demo_accounts()
    if request.method != "POST":
        return render(request, "portal/sign_in.html", values)
    try:
        user = accounts.sign_in(
            request,
            username=request.POST.get("username", "")[:150],
            password=request.POST.get("password", "")[:200],
            now=now,
        )
    except accounts.AccountRefused as refused:
        values["error"] = say(refused.reason)
        return render(request, "portal/sign_in.html", values, status=422)
    _tell_of_codes(request, user, now)
    response = redirect("portal:go_on" if left_forms.left(request) else _after(request, target, user))
    accounts.remember_device(request, response, username=user.username, now=now)
    return response


def _tell_of_codes(request: HttpRequest, user: accounts.User, now: datetime) -> None:
    """Whose password somebody else has set with a code learns it here, and from whom the code came."""
    if user.agency_id is None:
        return
    for used in accounts.codes_used(user=user, since=now - CODES_TOLD):
        told = _("您的密码%(when)s用重设码设过，码由%(by)s发。不是您本人设的，请马上告诉主管。")
        messages.warning(request, told % {"when": when(used.at), "by": used.details["issued_by"]})


@never_cache
@require_safe
@own_page
def go_on(request: HttpRequest, user: accounts.User) -> HttpResponse:
    """What was sent after the session had ended, to be sent by one press."""
    left, home = left_forms.left(request), reverse(home_of(user))
    return render(request, "portal/go_on.html", {"left": left, "home": home}) if left else redirect(home)


def _demo_accounts() -> dict[str, Any]:
    """Who may be tried out: the people of the stories, and those around them."""
    cities = {entry.agency for entry in accounts.demo_staff() if entry.cast}
    shown = [e for e in accounts.demo_staff() if e.cast or (e.agency in cities and Role.CLERK not in e.roles)]
    return {
        "demo_password": accounts.DEMO_PASSWORD,
        "demo_columns": [{"text": _("用户名")}, {"text": _("姓名")}, {"text": _("岗位")}],
        "demo_rows": [
            [e.username, e.display_name, f"{city(e.agency)}·{'、'.join(map(role_word, e.roles))}"]
            for e in shown
        ],
    }


def _after(request: HttpRequest, target: str, user: accounts.User) -> str:
    """Where he wanted to go, if it is a page of ours; else his own first page."""
    if target and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return reverse(home_of(user))


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; nothing of the person stays in the browser."""
    accounts.sign_out(request)
    response = redirect("portal:login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
