"""A token for each agency or channel: ``Authorization: Bearer …``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from shebaotong.accounts import api as accounts
from shebaotong.gateway.problems import Problem
from shebaotong.kernel.api import Actor, Text

READ, READ_WHOLE, WRITE = accounts.READ, accounts.READ_WHOLE, accounts.WRITE


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls and what the token may be used for."""

    actor: Actor
    scopes: frozenset[str]


class Token(HttpBearer):
    """Unknown, expired and revoked tokens are told apart: the caller has to act differently."""

    openapi_name = "token"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        try:
            found = accounts.api_caller(token=token, now=timezone.now())
        except accounts.AccountRefused as refused:
            raise Problem(401, f"token-{refused.code}", refused.reason) from refused
        return Caller(found.actor, found.scopes)


def caller(request: HttpRequest, scope: str) -> Actor:
    """The actor of this request. Raises Problem 403 where the token lacks the scope."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    if scope not in found.scopes:
        raise Problem(
            403,
            "scope",
            Text(f"令牌没有“{scope}”权限。", f"The token lacks the scope {scope}."),
        )
    return found.actor
