"""Says who is signed in, and keeps a session alive while somebody is there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from shebaotong.accounts.sessions import SessionStore
from shebaotong.accounts.signing_in import signed_in_user

BACKGROUND = "X-Background"
"""A page that asks by itself, such as an inbox that refreshes, sends this header: nobody may be there."""


class SignedIn:
    """Sets ``request.user``, looked up when it is first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: signed_in_user(request))  # type: ignore[assignment]
        response = self.get_response(request)
        session = request.session
        if isinstance(session, SessionStore) and BACKGROUND not in request.headers:
            session.touch(now=timezone.now())
        return response
