"""Who may see a page: staff by role, insured persons; others are sent to sign in or told why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal import left_forms

View = Callable[..., HttpResponseBase]


class NotYourPost(PermissionDenied):
    """The page is for colleagues of another post; nothing about whose it is."""


def home_of(user: accounts.User) -> str:
    """The page, by name, to which somebody who has signed in comes first."""
    return "portal:inbox" if user.kind == accounts.User.Kind.STAFF else "portal:mine"


def staff_page(view: View) -> View:
    """The view gets the actor as its second argument. Citizens and channels are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, accounts.User) and not getattr(user, "is_authenticated", False):
            return _again(request)
        if getattr(user, "kind", "") != accounts.User.Kind.STAFF:
            raise PermissionDenied
        return view(request, accounts.actor_of(user), *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def citizen_page(view: View) -> View:
    """The view gets the insured person's account as its second argument. Staff and channels are refused.

    Such a page is of one person alone: no browser or proxy may keep it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not getattr(user, "is_authenticated", False):
            return _again(request)
        if getattr(user, "kind", "") != accounts.User.Kind.CITIZEN:
            raise PermissionDenied
        return view(request, user, *args, **kwargs)

    return never_cache(guarded)


def _again(request: HttpRequest) -> HttpResponse:
    """What was sent is kept for who signs in again, and may then be sent by one press."""
    if request.method == "POST":
        left_forms.keep(request)
    return _to_sign_in(request)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """What was typed stays in the browser's draft, too, which the page that one comes back to offers."""
    target = request.get_full_path() if request.method in ("GET", "HEAD") else _page_before(request)
    query = urlencode({"next": target}) if target else ""
    return redirect(f"{reverse('portal:login')}{'?' if query else ''}{query}")


def _page_before(request: HttpRequest) -> str:
    """The address, on this site, of the page from which a form was sent; empty where nobody says."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc not in ("", request.get_host()) or not before.path.startswith("/"):
        return ""
    return before._replace(scheme="", netloc="", fragment="").geturl()


def require_role(actor: Actor, *roles: Role) -> None:
    """Raises NotYourPost where the actor has none of the roles."""
    if not actor.roles & set(roles):
        raise NotYourPost


def require_cases(actor: Actor) -> None:
    """Raises NotYourPost for who minds calendar and directory alone: cases are not his work."""
    if not actor.sees_cases:
        raise NotYourPost


def signed_in(request: HttpRequest) -> accounts.User:
    """The account behind a guarded page."""
    assert isinstance(request.user, accounts.User)
    return request.user


def own_page(view: View) -> View:
    """A page about one's own account: the view gets the account as its second argument."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, request.user, *args, **kwargs)

    return guarded
