"""Signing in and out, and who is signed in."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from shebaotong.accounts.address import address_of
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
    refuse_if_blocked,
)
from shebaotong.kernel.api import Text
from shebaotong.store.api import authenticating

if TYPE_CHECKING:
    from shebaotong.accounts.sessions import SessionStore

_BY_ACCOUNT = Limit(free=5, first=timedelta(minutes=1), longest=timedelta(hours=1))
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

    Raises AccountRefused: ``blocked`` while somebody has guessed too often, by account or by address;
    ``wrong`` for everything else, so that nobody learns which accounts there are.
    """
    name = plain_username(username)
    by_account = Attempt("sign-in account", name, _BY_ACCOUNT)
    by_address = Attempt("sign-in address", address_of(request), _BY_ADDRESS)
    with authenticating():
        # Attempts on one account wait for one another, so that a volley gets no more tries than a row.
        queue_up(by_account)
        for attempt in (by_account, by_address):
            refuse_if_blocked(attempt, now=now)
        user = _who(name, password)
        if user is not None:
            forget_failures(by_account)
        else:
            waits = [note_failure(attempt, now=now) for attempt in (by_account, by_address)]
    if user is None:
        ends = [until for until in waits if until is not None]
        if ends:
            raise blocked(max(ends))
        raise AccountRefused("wrong", Text("用户名或密码不对。", "Wrong username or password."))
    begin_session(request, user, now=now)
    return user


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
