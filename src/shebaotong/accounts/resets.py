"""One-time codes for a forgotten password: from a colleague's hand, or at a window."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shebaotong.accounts.acts import What, note
from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import ResetCode, User
from shebaotong.accounts.passwords import refuse_weak, set_password
from shebaotong.accounts.persons import person_token
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.signing_in import active_account, plain_username
from shebaotong.accounts.staff import refuse_unless
from shebaotong.accounts.throttling import Attempt, Limit, note_failure, refuse_if_blocked
from shebaotong.kernel.api import Role, Text
from shebaotong.network.api import keyed_token
from shebaotong.store.api import authenticating

LASTS = timedelta(minutes=30)
TRIES = 5
_DIGITS = 8
_BY_SUPERVISORS = {str(Role.SUPERVISOR), str(Role.APPROVER)}
"""Who gives roles, and who decides: a liaison officer who had a code for such an account would do either."""
_AT_WINDOW = Limit(free=5, first=timedelta(minutes=5), longest=timedelta(hours=1))


def issue_reset_code(*, by: User, user: User, now: datetime) -> str:
    """A code to tell a colleague in person; earlier ones become void. It is shown this once.

    Raises AccountRefused unless ``by`` is supervisor or liaison officer of the same agency; for a
    supervisor's or approver's account unless he is supervisor; and where it is his own account.
    """
    refuse_unless(by, Role.SUPERVISOR, Role.LIAISON, of=user)
    if not may_issue_code(by=by, user=user):
        raise AccountRefused(
            "supervisors",
            Text(
                "主管和审批的重设码只由主管来发，因为拿到码的人能登录他的账号。请找主管。",
                "A code for a supervisor or an approver comes from a supervisor, for whoever has it can sign"
                " in as him: please ask one.",
            ),
        )
    if by.hand == user.hand:
        raise AccountRefused(
            "own",
            Text("不能给自己发重设码，请找同事。", "Ask a colleague: nobody issues a code for himself."),
        )
    if not user.is_active:
        raise AccountRefused("left", Text("这个账号已停用。", "This account is closed."))
    with transaction.atomic(), account_context(by):
        note(What.CODE_ISSUED, by=by, about=user)
        return new_code(user, issued_by=by.username, now=now)


def may_issue_code(*, by: User, user: User) -> bool:
    """Whether a code for this account may come from ``by``, who is supervisor or liaison officer."""
    return str(Role.SUPERVISOR) in by.roles or not _BY_SUPERVISORS & set(user.roles)


def issue_code_at_window(*, by: User, username: str, number: str, now: datetime) -> str:
    """A code for an insured person who stands at the window and has shown his document.

    Raises AccountRefused for anybody but a clerk, where account and number do not belong together, and
    where that was wrong too often; ValueError for an empty number.
    """
    refuse_unless(by, Role.CLERK)
    shown = Attempt("code at window", by.username, _AT_WINDOW)
    refuse_if_blocked(shown, now=now)
    with authenticating():
        user = active_account(plain_username(username))
    if user is None or user.kind != User.Kind.CITIZEN or user.person_token != person_token(number=number):
        note_failure(shown, now=now)
        raise AccountRefused(
            "identity",
            Text("账号和证件号码对不上，请核对。", "This account and this number do not belong together."),
        )
    with transaction.atomic(), account_context(by):
        note(What.CODE_ISSUED, by=by, about=user)
        return new_code(user, issued_by=by.username, now=now)


def reset_password(*, username: str, code: str, password: str, now: datetime) -> None:
    """Set a new password with a code. The code is used up, all sessions end; for staff it is noted.

    Raises AccountRefused for a weak password (the code stays good), and for a code that is wrong, used,
    too old or tried too often: one message for all, so that nobody learns which.
    """
    digits = "".join(char for char in unicodedata.normalize("NFKC", code) if char.isalnum())
    with authenticating():
        user = active_account(plain_username(username))
        # Looked for whoever it is: no account and none that has a code take the same time.
        row = _open_code(0 if user is None else user.pk, now)
    if user is None or row is None:
        raise _bad_code()
    with account_context(user):
        tried = ResetCode.objects.filter(pk=row.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    if not tried or not secrets.compare_digest(row.digest, _digest(user, digits)):
        raise _bad_code()
    refuse_weak(password, user=user)
    with transaction.atomic(), account_context(user):
        set_password(user, password, now=now)
        if user.agency_id is not None:
            note(What.CODE_USED, by=user, about=user, issued_by=row.issued_by)


def _open_code(account: int, now: datetime) -> ResetCode | None:
    found = ResetCode.objects.filter(user_id=account, used_at=None, expires_at__gt=now)
    return found.order_by("-issued_at").first()


def new_code(user: User, *, issued_by: str, now: datetime) -> str:
    """A fresh code for the account; earlier ones become void. For those who have checked who asks."""
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    with account_context(user):
        ResetCode.objects.filter(user=user, used_at=None).update(used_at=now)
        ResetCode.objects.create(
            user=user,
            agency_id=user.agency_id,
            digest=_digest(user, code),
            issued_by=issued_by,
            issued_at=now,
            expires_at=now + LASTS,
        )
    return code


def _digest(user: User, code: str) -> str:
    return keyed_token(f"{user.pk}\n{code}", purpose="reset code")


def _bad_code() -> AccountRefused:
    return AccountRefused(
        "code",
        Text(
            "重设码不对、已用过或已过期，请重新领取。",
            "The code is wrong, used or too old; please get a new one.",
        ),
    )
