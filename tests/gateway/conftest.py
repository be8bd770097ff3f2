"""Tokens of channels in two cities and in one that takes no part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Role
from shebaotong.store.api import agency_context
from support.accounts import Who, account

ALL = ("cases:read", "cases:read-whole", "cases:write")
SUBJECT = {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜月华"}


@dataclass
class Machine:
    """A program with a token."""

    token: str

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}", **headers})

    def post(self, path: str, body: Any, key: str = "key-00000001") -> Any:
        return Client().post(
            f"/api/v1{path}",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
        )


def machine(agency: str, *roles: Role, name: str = "m", scopes: tuple[str, ...] = ALL) -> Machine:
    with agency_context(agency=agency):
        boss = next(
            user for user in accounts.User.objects.filter(agency=agency) if "supervisor" in user.roles
        )
    now = timezone.now()
    channel = accounts.create_channel(by=boss, username=f"{name}.{agency}", display_name=name, roles=roles)
    token = accounts.issue_api_token(
        by=boss,
        user=channel,
        name=name,
        purpose="for the tests",
        scopes=scopes,
        expires_at=now + timedelta(days=30),
        now=now,
    )
    return Machine(token)


def official(username: str, *roles: Role) -> Machine:
    """A program that writes in the name of a member of staff, by his own token."""
    boss, user = account(f"zhou.{username.partition('.')[2]}"), account(username)
    if roles:
        user = accounts.change_roles(by=boss, user=user, roles=roles)
    now = timezone.now()
    return Machine(
        accounts.issue_api_token(
            by=user,
            user=user,
            name="own",
            purpose="for the tests",
            scopes=ALL,
            expires_at=now + timedelta(days=30),
            now=now,
        )
    )


@pytest.fixture
def network_loaded(who: Who) -> None:
    """The demonstration network and its staff, as everywhere."""
