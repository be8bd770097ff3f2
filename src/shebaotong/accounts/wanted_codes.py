"""A code by SMS for a citizen: asked for on a page, made by the worker.

The page writes down what was typed and looks nothing up, so that neither its answer nor the time that it
takes tells whether there is such an account.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from shebaotong.accounts.models import USERNAME, CodeWanted, User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.resets import new_code
from shebaotong.accounts.signing_in import active_account, plain_username
from shebaotong.accounts.throttling import Attempt, Limit, note_failure, refuse_if_blocked
from shebaotong.kernel.api import SHANGHAI, Text, kind_and_place, plain_phone
from shebaotong.network.api import keyed_token
from shebaotong.store.api import authenticating

_log = logging.getLogger(__name__)

SendCode = Callable[[User, str], None]
"""(account, code): puts an SMS to the account's phone into the outbox."""

WAITS = timedelta(minutes=10)
"""A wish that no worker has seen to by then is dropped: the person has asked again, or gone to a window."""
_BY_SMS = "sms"
_SENT = Limit(free=3, first=timedelta(minutes=30), longest=timedelta(hours=12))
# A whole hall may share one address.
_SENT_FROM = Limit(free=30, first=timedelta(minutes=10), longest=timedelta(hours=6))


def want_reset_code(*, username: str, phone: str, address: str, now: datetime) -> None:
    """Write down that a citizen wants a code; the work is the same whoever is meant, or nobody.

    ``address`` is where it is asked from. Raises AccountRefused where codes were asked for too often, for
    this account or from there, whoever it is.
    """
    name = plain_username(username)
    asked = (Attempt("reset code", name, _SENT), Attempt("reset code from", address, _SENT_FROM))
    try:
        for attempt in asked:
            refuse_if_blocked(attempt, now=now)
    except AccountRefused as refused:
        raise _asked_too_often(refused) from None
    for attempt in asked:
        note_failure(attempt, now=now)
    could_be = name if re.fullmatch(USERNAME, name) else ""
    CodeWanted.objects.create(username=could_be, phone=_keyed(phone), asked_at=now)


def make_wanted_codes(*, send: SendCode, now: datetime) -> int:
    """See to what was asked for: a code to each citizen whose username and telephone belong together.

    Returns how many. Code and SMS are there together or not at all, a wish is seen to once, and of several of
    one person the last. One that fails keeps no other waiting: its person asks again.
    """
    sent = 0
    for key in list(CodeWanted.objects.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                sent += _make(key, send, now)
        except Exception as error:
            _log.error("a reset code could not be sent: %s", kind_and_place(error))
            CodeWanted.objects.filter(pk=key).delete()
    return sent


def _make(key: int, send: SendCode, now: datetime) -> bool:
    # Another worker has it, or has seen to it.
    wish = CodeWanted.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if wish is None:
        return False
    wish.delete()
    later = CodeWanted.objects.filter(username=wish.username, phone=wish.phone, pk__gt=key)
    if wish.asked_at < now - WAITS or later.exists():
        return False
    with authenticating():
        user = active_account(wish.username)
    if user is None or user.kind != User.Kind.CITIZEN or not user.phone:
        return False
    if not secrets.compare_digest(wish.phone, _keyed(user.phone)):
        return False
    send(user, new_code(user, issued_by=_BY_SMS, now=now))
    return True


def _keyed(phone: str) -> str:
    return keyed_token(plain_phone(phone), purpose="phone of a reset code")


def _asked_too_often(refused: AccountRefused) -> AccountRefused:
    assert refused.until is not None
    clock = refused.until.astimezone(SHANGHAI).strftime("%H:%M")
    return AccountRefused(
        refused.code,
        Text(
            f"要短信要得太多了。请在{clock}以后再试，或者带证件去窗口。",
            f"Too many codes were asked for. Try again after {clock}, or go to a window with your document.",
        ),
        until=refused.until,
    )
