"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shebaotong.accounts import api as accounts
from shebaotong.portal.languages import say


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """One page for staff and insured persons; where to go next is kept through a failure."""
    target = request.POST.get("next") or request.GET.get("next", "")
    values = {
        "next": target,
        "username": request.POST.get("username", ""),
        "demo_password": accounts.DEMO_PASSWORD if settings.SHEBAOTONG_DEMO else "",
    }
    if request.method != "POST":
        return render(request, "portal/sign_in.html", values)
    try:
        user = accounts.sign_in(
            request,
            username=request.POST.get("username", "")[:150],
            password=request.POST.get("password", "")[:200],
            now=timezone.now(),
        )
    except accounts.AccountRefused as refused:
        values["error"] = say(refused.reason)
        return render(request, "portal/sign_in.html", values, status=422)
    return redirect(_after(request, target, user))


def _after(request: HttpRequest, target: str, user: accounts.User) -> str:
    """Where he wanted to go, if it is a page of ours; else his own first page."""
    if target and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return reverse("portal:inbox" if user.kind == accounts.User.Kind.STAFF else "portal:mine")


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session; nothing of the person stays in the browser."""
    accounts.sign_out(request)
    response = redirect("portal:login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
