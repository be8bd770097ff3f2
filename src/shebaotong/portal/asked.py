"""What was typed into a search of the desk: kept in the session, for no address carries a name or a number.

A search is sent as a form and answered by a redirect to an address that holds a random mark. Proxies' logs
and the history of a shared computer keep the mark; what it stands for only the session knows, for an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

MARK = "asked"
"""The parameter of an address that carries the mark."""
KEPT = timedelta(hours=1)
MOST = 20
"""Searches of one session that can still be gone back to."""
_IN_SESSION = "asked"


def ask(request: HttpRequest, typed: str, **query: str) -> HttpResponse:
    """Keep what was typed, and lead to the page that answers; ``query`` stands in its address as well."""
    text = typed.strip()
    if not text:
        return redirect(_address(request, query))
    mark, now = get_random_string(16), timezone.now()
    kept = [*_living(request, now), (mark, now.isoformat(), text)]
    request.session[_IN_SESSION] = kept[-MOST:]
    return redirect(_address(request, query | {MARK: mark}))


def asked(request: HttpRequest) -> str | None:
    """What was asked for by this address: empty where nothing was, None where it is kept no more."""
    wanted = request.GET.get(MARK, "")
    if not wanted:
        return ""
    living = _living(request, timezone.now())
    return next((text for mark, _at, text in living if mark == wanted), None)


def again(request: HttpRequest) -> dict[str, str]:
    """What the address of a further page of the same list needs to ask for the same."""
    wanted = request.GET.get(MARK, "")
    return {MARK: wanted} if wanted and asked(request) is not None else {}


def _living(request: HttpRequest, now: datetime) -> list[tuple[str, str, str]]:
    kept = request.session.get(_IN_SESSION, ())
    return [(mark, at, text) for mark, at, text in kept if datetime.fromisoformat(at) + KEPT > now]


def _address(request: HttpRequest, query: dict[str, str]) -> str:
    return f"{request.path}?{urlencode(query)}" if query else request.path
