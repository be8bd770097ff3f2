"""The browsers on which a person has signed in: who guesses elsewhere does not lock him out of them.

A signed cookie, as OWASP describes it in "Slow Down Online Guessing Attacks with Device Cookies". It holds
keyed tokens and days, no name; it lets nobody in, and only says by what failures are counted.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import keyed_token

COOKIE = "device"
LASTS = timedelta(days=180)
_MOST = 12
"""Accounts of one browser; a window's computer serves several colleagues."""
_SIGNER = Signer(salt="shebaotong.accounts.devices")

Known = dict[str, tuple[str, str]]
"""By the account's key: the browser's mark for it, and the last day on which it signed in."""


def device_of(request: HttpRequest, *, name: str, now: datetime) -> str:
    """The browser's mark for the account of that username; empty where it has not signed in lately here."""
    mark, day = _known(request).get(_key(name), ("", ""))
    today = now.astimezone(SHANGHAI).date()
    return mark if mark and today - date.fromisoformat(day) <= LASTS else ""


def remember_device(
    request: HttpRequest, response: HttpResponseBase, *, username: str, now: datetime
) -> None:
    """Let the browser say from now on that this account has signed in on it."""
    known = _known(request)
    mark, _day = known.pop(_key(username), ("", ""))
    newest = {_key(username): (mark or secrets.token_urlsafe(12), str(now.astimezone(SHANGHAI).date()))}
    others = sorted(known.items(), key=lambda entry: entry[1][1], reverse=True)[: _MOST - 1]
    response.set_cookie(
        COOKIE,
        _SIGNER.sign_object(newest | dict(others), compress=True),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> Known:
    try:
        held = _SIGNER.unsign_object(request.COOKIES.get(COOKIE, ""))
    except (BadSignature, ValueError):
        return {}
    return {key: (mark, day) for key, (mark, day) in held.items()}


def _key(name: str) -> str:
    return keyed_token(name, purpose="device")[:16]
