"""Signing in and out, and who is signed in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from shebaotong.accounts.address import address_of
from shebaotong.accounts.devices import device_of
from shebaotong.accounts.models import USERNAME, User
from shebaotong.accounts.passwords import fits
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.throttling import (
    Attempt,
    Limit,
    blocked,
    forget_failures,
    note_failure,
    queue_up,
    wait_of,
)
from shebaotong.kernel.api import SHANGHAI, Text
from shebaotong.store.api import authenticating

if TYPE_CHECKING:
    from shebaotong.accounts.sessions import SessionStore

_HERE = Limit(free=5, first=timedelta(minutes=1), longest=timedelta(hours=1))
"""One account, tried in one browser that knows it or from one address."""
# Whoever has many addresses gets some eighty guesses a day at one account, of passwords of ten characters.
_ANYWHERE = Limit(free=50, first=timedelta(minutes=1), longest=timedelta(hours=1))
# A whole hall may share one address.
_BY_ADDRESS = Limit(free=40, first=timedelta(minutes=1), longest=timedelta(minutes=15))


class Nobody:
    """Who asks without having signed in."""

    is_authenticated = False
    is_anonymous = True
    is_active = False
    pk = None
    username = ""

    def __str__(self) -> str:
        return ""


def sign_in(request: HttpRequest, *, username: str, password: str, now: datetime) -> User:
    """Check a password and begin a session.

    Raises AccountRefused: ``blocked`` while somebody has guessed too often; ``wrong`` for everything else, so
    that nobody learns which accounts there are. A browser on which the account has signed in before waits for
    what was tried in it alone: nobody locks a person out of his own window from elsewhere.
    """
    name = plain_username(username)
    here, *elsewhere = attempts = _attempts(request, name, now)
    with authenticating():
        # Attempts in one place wait for one another, so that a volley gets no more tries than a row.
        queue_up(here)
        _refuse_waiting({attempt: wait_of(attempt, now=now) for attempt in attempts})
        user = _who(name, password)
        if user is not None:
            forget_failures(here)
        else:
            waits = {attempt: note_failure(attempt, now=now) for attempt in (here, *elsewhere)}
    if user is None:
        _refuse_waiting(waits)
        raise AccountRefused("wrong", Text("用户名或密码不对。", "Wrong username or password."))
    begin_session(request, user, now=now)
    return user


def _attempts(request: HttpRequest, name: str, now: datetime) -> tuple[Attempt, ...]:
    """By what a failure counts, the nearest first."""
    device = device_of(request, name=name, now=now)
    if device:
        return (Attempt("sign-in device", f"{name}\n{device}", _HERE),)
    address = address_of(request)
    return (
        Attempt("sign-in place", f"{name}\n{address}", _HERE),
        Attempt(_ACCOUNT, name, _ANYWHERE),
        Attempt(_ADDRESS, address, _BY_ADDRESS),
    )


_ACCOUNT, _ADDRESS = "sign-in account", "sign-in address"


def _refuse_waiting(waits: Mapping[Attempt, datetime | None]) -> None:
    """Raises AccountRefused with the longest of the waits, if there is any, and what to do about it."""
    ends = [(until, attempt.kind) for attempt, until in waits.items() if until is not None]
    if not ends:
        return
    until, kind = max(ends)
    clock = until.astimezone(SHANGHAI).strftime("%H:%M")
    words = {
        _ACCOUNT: Text(
            f"有人在别处反复试这个账号的密码。请用您平时登录的电脑或手机，或者在{clock}以后再试。",
            f"Somebody keeps trying this account's password elsewhere. Use the computer or phone on which you"
            f" usually sign in, or try again after {clock}.",
        ),
        _ADDRESS: Text(
            f"这个网络里输错密码的次数太多。请用您平时登录的电脑或手机，或者在{clock}以后再试。",
            f"Too many wrong passwords from this network. Use the computer or phone on which you usually sign"
            f" in, or try again after {clock}.",
        ),
    }
    raise AccountRefused("blocked", words[kind], until=until) if kind in words else blocked(until)


def begin_session(request: HttpRequest, user: User, *, now: datetime) -> None:
    """Sign a person in who has proved who he is. The session gets a new key."""
    session = cast("SessionStore", request.session)
    if session.get(SESSION_KEY, str(user.pk)) == str(user.pk):
        session.cycle_key()
    else:
        # Somebody else was signed in here: nothing of his may stay.
        session.flush()
    session[SESSION_KEY] = str(user.pk)
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.begin(device=request.headers.get("User-Agent", ""), now=now)
    request.user = user
    rotate_token(request)


def sign_out(request: HttpRequest) -> None:
    """End this session."""
    request.session.flush()
    request.user = Nobody()  # type: ignore[assignment]


def signed_in_user(request: HttpRequest) -> User | Nobody:
    """Who is signed in: the account must be active, and its password still the one of then."""
    pk = request.session.get(SESSION_KEY)
    if pk is None:
        return Nobody()
    with authenticating():
        user = User.objects.filter(pk=pk, is_active=True).first()
    known = request.session.get(HASH_SESSION_KEY, "")
    if user is None or not constant_time_compare(known, user.get_session_auth_hash()):
        request.session.flush()
        return Nobody()
    return user


def plain_username(text: str) -> str:
    """What was typed as a username, in the form in which it is stored."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def active_account(name: str) -> User | None:
    """The active account of a plain username, inside ``authenticating()``; whatever was typed is safe."""
    if not re.fullmatch(USERNAME, name):
        return None
    return User.objects.filter(username=name, is_active=True).first()


def _who(name: str, password: str) -> User | None:
    user = active_account(name)
    keyed = user is not None and user.kind != User.Kind.CHANNEL
    return user if fits(password, user.password if user and keyed else "") else None
