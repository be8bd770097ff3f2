"""Tokens with which channels and other systems call the API."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import ApiToken, User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.staff import refuse_unless
from shebaotong.kernel.api import Role, Text
from shebaotong.store.api import authenticating

LONGEST = timedelta(days=366)
_PREFIX = "sbt_"
"""So that a token left in a log or repository is found by scanners."""


@dataclass(frozen=True, slots=True)
class ApiCaller:
    """Who calls: an account of one agency, and what the token may be used for."""

    user: User
    agency: str
    scopes: frozenset[str]
    token: str
    """Name of the token, for the log."""


def issue_api_token(
    *, by: User, user: User, name: str, scopes: Iterable[str], expires_at: datetime, now: datetime
) -> str:
    """A token for a channel's account; shown this once, kept as a digest.

    Raises AccountRefused for one who is no supervisor of the account's agency, for an account that is no
    channel, for no scopes, and for an end that is past or more than a year away.
    """
    agency = refuse_unless(by, Role.SUPERVISOR, of=user)
    wanted = sorted(set(scopes))
    if user.kind != User.Kind.CHANNEL or not user.is_active:
        raise AccountRefused(
            "channel", Text("令牌只能发给在用的渠道账号。", "Tokens are for active channel accounts only.")
        )
    if not wanted:
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
            scopes=wanted,
            issued_by=by.username,
            issued_at=now,
            expires_at=expires_at,
        )
    return token


def api_caller(*, token: str, now: datetime) -> ApiCaller:
    """Whose token this is. Raises AccountRefused: ``unknown``, ``expired`` or ``revoked``."""
    with authenticating():
        row = ApiToken.objects.select_related("user").filter(digest=_digest(token)).first()
    if row is None or not row.user.is_active:
        raise AccountRefused("unknown", Text("令牌无效。", "Unknown token."))
    if row.revoked_at is not None:
        raise AccountRefused("revoked", Text("令牌已被撤销。", "The token was revoked."))
    if now >= row.expires_at:
        raise AccountRefused("expired", Text("令牌已过期。", "The token has expired."))
    return ApiCaller(row.user, row.agency_id, frozenset(row.scopes), row.name)


def revoke_api_token(*, by: User, name: str, now: datetime) -> int:
    """Revoke the agency's tokens of this name, at once; how many there were."""
    agency = refuse_unless(by, Role.SUPERVISOR)
    with account_context(by):
        return ApiToken.objects.filter(agency=agency, name=name, revoked_at=None).update(revoked_at=now)


def _digest(token: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return sha256(token.encode()).hexdigest()
