"""What a password must be, how it is kept, and changing one's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import transaction

from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import ApiToken, ResetCode, Session, User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.throttling import Attempt, Limit, forget_failures, note_failure, refuse_if_blocked
from shebaotong.kernel.api import Text

_GUESSES = Limit(free=5, first=timedelta(minutes=1), longest=timedelta(hours=1))
"""Who sits down at a colleague's open desk does not find out his password."""

SHORTEST = 10
LONGEST = 128


def refuse_weak(password: str, *, user: User) -> None:
    """Length is what counts (NIST SP 800-63B); no rules about kinds of characters.

    Raises AccountRefused for a password that is too short, too long, common, or holds the username.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountRefused(
            "length",
            Text(
                f"密码要有{SHORTEST}到{LONGEST}个字符，可以用一句好记的话。",
                f"A password has {SHORTEST} to {LONGEST} characters; a sentence you remember will do.",
            ),
        )
    if user.username in password.lower():
        raise AccountRefused(
            "username", Text("密码里不能有用户名。", "The password must not hold the username.")
        )
    if password.lower().strip() in _common() or len(set(password)) <= _FEWEST:
        raise AccountRefused("common", Text("这个密码太常见，容易被猜中。", "This password is too common."))


_FEWEST = 3
"""So few different characters are guessed at once."""


@cache
def _common() -> frozenset[str]:
    """Django's list of 20,000, unpacked once a process: it takes 10 ms."""
    return frozenset(CommonPasswordValidator().passwords)


def fits(password: str, encoded: str) -> bool:
    """Whether the password is the one; takes as long where ``encoded`` is empty and nothing can fit."""
    if not encoded:
        make_password(password)
        return False
    return check_password(password, encoded)


def set_password(user: User, password: str, *, now: datetime) -> None:
    """Write a new password, end all sessions and tokens of the account, and make open reset codes void."""
    refuse_weak(password, user=user)
    with transaction.atomic(), account_context(user):
        user.password = make_password(password)
        user.save(update_fields=["password"])
        ResetCode.objects.filter(user=user, used_at=None).update(used_at=now)
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
        Session.objects.filter(user=user).delete()


def change_password(*, user: User, old: str, new: str, now: datetime) -> None:
    """Change one's own password, knowing the old one. All sessions end: sign in anew.

    Raises AccountRefused for a wrong old password, the same one again, or a weak one; and where somebody at
    the keyboard has guessed too often.
    """
    guessed = Attempt("old password", user.username, _GUESSES)
    refuse_if_blocked(guessed, now=now)
    if not fits(old, user.password):
        note_failure(guessed, now=now)
        raise AccountRefused("wrong", Text("原密码不对。", "The old password is wrong."))
    forget_failures(guessed)
    if old == new:
        raise AccountRefused("same", Text("新密码不能和原密码一样。", "The new password must differ."))
    set_password(user, new, now=now)
