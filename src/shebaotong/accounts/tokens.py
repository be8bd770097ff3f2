"""Tokens with which channels and other systems call the API."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from shebaotong.accounts.actors import CHANNEL_OF
from shebaotong.accounts.acts import What, note
from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import ApiToken, User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.staff import refuse_unless
from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.store.api import agency_context, ask

LONGEST = timedelta(days=366)
_LONGEST_NAME, _LONGEST_PURPOSE = 60, 200
_SHORTEST_PURPOSE = 4
_PREFIX = "sbt_"
"""So that a token left in a log or repository is found by scanners."""


OWN_TOKEN_ROLES = (Role.CLERK, Role.REVIEWER, Role.APPROVER)
"""Who works on cases may let a program of the agency's write for him."""

READ, READ_WHOLE, WRITE = "cases:read", "cases:read-whole", "cases:write"
SCOPES = {
    READ: Text("查：事项、办件、文书和回执", "Read items, cases, documents and receipts"),
    READ_WHOLE: Text(
        "看全：完整证件号、电话和交来的文件，每次说明目的、记下、本人看得到",
        "Read whole: numbers, telephones and files, each time for a purpose, logged and shown to the person",
    ),
    WRITE: Text("办：受理办件，出具文书", "Open cases and write documents"),
}
"""What a token may be used for."""


@dataclass(frozen=True, slots=True)
class ApiCaller:
    """Who calls: an account of one agency as an actor, and what the token may be used for."""

    actor: Actor
    scopes: frozenset[str]
    token: str
    """Name of the token, for the log."""


def issue_api_token(
    *,
    by: User,
    user: User,
    name: str,
    purpose: str,
    scopes: Iterable[str],
    expires_at: datetime,
    now: datetime,
) -> str:
    """A token for a channel's account, or for one's own; shown this once, kept as a digest.

    A supervisor issues those of channels. Whoever works on cases issues his own, so that a program of the
    agency's writes in his name what only officials may; nobody issues one for a colleague: it would lend his
    hand. Raises AccountRefused for everybody else, without name, purpose or a known scope, and for an end
    that is past or more than a year away.
    """
    own = by.pk == user.pk
    agency = refuse_unless(by, *(OWN_TOKEN_ROLES if own else (Role.SUPERVISOR,)), of=user)
    wanted, name, purpose = sorted(set(scopes)), name.strip(), purpose.strip()
    if (not own and user.kind != User.Kind.CHANNEL) or not user.is_active:
        raise AccountRefused(
            "channel",
            Text(
                "令牌只能发给在用的渠道；同事要用，由他登录以后给自己发。",
                "Tokens are for active channels; a colleague who needs one signs in and issues his own.",
            ),
        )
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise AccountRefused("name", Text("请给令牌起个名字，最多60个字。", "Name the token."))
    if not _SHORTEST_PURPOSE <= len(purpose) <= _LONGEST_PURPOSE:
        raise AccountRefused("purpose", Text("请写明令牌的用途。", "Please say what the token is for."))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise AccountRefused("scopes", Text("请至少选择一个权限范围。", "Choose at least one scope."))
    if not now < expires_at <= now + LONGEST:
        raise AccountRefused("expiry", Text("令牌有效期最长一年。", "A token lasts a year at most."))
    token = _PREFIX + secrets.token_urlsafe(32)
    with account_context(user):
        ApiToken.objects.create(
            digest=_digest(token),
            agency_id=agency,
            user=user,
            name=name,
            purpose=purpose,
            scopes=wanted,
            issued_by=by.username,
            issued_at=now,
            expires_at=expires_at,
        )
        note(
            What.TOKEN_ISSUED,
            by=by,
            about=user,
            name=name,
            purpose=purpose,
            scopes=wanted,
            expires_at=expires_at.isoformat(),
        )
    return token


def api_caller(*, token: str, now: datetime) -> ApiCaller:
    """Whose token this is. Raises AccountRefused: ``unknown``, ``expired`` or ``revoked``."""
    rows = ask("SELECT * FROM accounts_caller(%s)", [_digest(token)])
    if not rows or not rows[0][-1]:
        raise AccountRefused("unknown", Text("令牌无效。", "Unknown token."))
    agency, name, scopes, expires_at, revoked_at, _, _, kind, roles, shown, hand, person, _ = rows[0]
    if revoked_at is not None:
        raise AccountRefused("revoked", Text("令牌已被撤销。", "The token was revoked."))
    if now >= expires_at:
        raise AccountRefused("expired", Text("令牌已过期。", "The token has expired."))
    actor = Actor(
        agency=agency,
        hand=hand,
        roles=frozenset(map(Role, roles)),
        display_name=shown,
        person_token=person,
        channel=CHANNEL_OF[User.Kind(kind)],
    )
    return ApiCaller(actor, frozenset(scopes), name)


def tokens_of(
    *, agency: str, holder: User | None = None, before: int | None = None, size: int = 30
) -> tuple[ApiToken, ...]:
    """The agency's tokens with their accounts, newest first, or those of one holder.

    ``before`` is the last id of the page before.
    """
    with agency_context(agency=agency):
        found = ApiToken.objects.filter(agency=agency).select_related("user")
        if holder is not None:
            found = found.filter(user=holder)
        if before is not None:
            found = found.filter(id__lt=before)
        return tuple(found.order_by("-id")[:size])


def revoke_api_token(*, by: User, token: int, now: datetime) -> bool:
    """Revoke a token (by its id), at once: a supervisor any of the agency's, everybody his own.

    False where there is none in use of that id, or it is not his to revoke.
    """
    agency = refuse_unless(by, Role.SUPERVISOR, *OWN_TOKEN_ROLES)
    with account_context(by):
        mine = ApiToken.objects.select_for_update(of=("self",)).select_related("user")
        if str(Role.SUPERVISOR) not in by.roles:
            mine = mine.filter(user=by)
        row = mine.filter(agency=agency, pk=token, revoked_at=None).first()
        if row is None:
            return False
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        note(What.TOKEN_REVOKED, by=by, about=row.user, name=row.name)
    return True


def _digest(token: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return sha256(token.encode()).hexdigest()
