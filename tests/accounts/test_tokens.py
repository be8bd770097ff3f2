"""Tokens of channels: issued by a supervisor, scoped, ending, kept as digests."""

from datetime import datetime, timedelta

import pytest

from shebaotong.accounts.api import (
    AccountRefused,
    User,
    api_caller,
    create_channel,
    issue_api_token,
    leave,
    provide_hand_over,
    revoke_api_token,
)
from shebaotong.accounts.models import ApiToken
from shebaotong.kernel.api import Role
from shebaotong.store.api import agency_context
from support.accounts import Who

FOSHAN = "440600"
WEEK = timedelta(days=7)


@pytest.fixture
def kiosk(who: Who) -> User:
    return create_channel(
        by=who("zhou.foshan"), username="kiosk.foshan", display_name="终端示例", roles=[Role.CLERK]
    )


def issue(who: Who, kiosk: User, now: datetime, *, by: str = "zhou.foshan", lasts: timedelta = WEEK) -> str:
    return issue_api_token(
        by=who(by),
        user=kiosk,
        name="hall",
        scopes=["cases:write", "cases:read"],
        expires_at=now + lasts,
        now=now,
    )


def refusal(token: str, now: datetime) -> str:
    with pytest.raises(AccountRefused) as refused:
        api_caller(token=token, now=now)
    return refused.value.code


def test_a_token_says_who_calls_and_what_for(who: Who, kiosk: User, now: datetime) -> None:
    caller = api_caller(token=issue(who, kiosk, now), now=now)
    assert (caller.user, caller.agency, caller.token) == (kiosk, FOSHAN, "hall")
    assert caller.scopes == {"cases:read", "cases:write"}


def test_a_token_ends_at_its_time(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    assert api_caller(token=token, now=now + WEEK - timedelta(seconds=1))
    assert refusal(token, now + WEEK) == "expired"


def test_a_revoked_token_is_good_for_nothing(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    with pytest.raises(AccountRefused):
        revoke_api_token(by=who("he.foshan"), name="hall", now=now)
    assert revoke_api_token(by=who("zhou.wuzhou"), name="hall", now=now) == 0
    assert revoke_api_token(by=who("zhou.foshan"), name="hall", now=now) == 1
    assert refusal(token, now) == "revoked"


@pytest.mark.parametrize("token", ["", "sbt_", "sbt_" + "A" * 43, "' OR 1=1"])
def test_a_made_up_token_is_unknown(who: Who, kiosk: User, now: datetime, token: str) -> None:
    issue(who, kiosk, now)
    assert refusal(token, now) == "unknown"


def test_a_closed_account_calls_no_more(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    before = provide_hand_over(lambda *_: 0)
    try:
        leave(by=who("zhou.foshan"), leaver=kiosk, heir=who("li.foshan"), now=now)
    finally:
        provide_hand_over(before)
    assert refusal(token, now) == "unknown"


@pytest.mark.parametrize(
    ("by", "lasts", "code"),
    [
        ("he.foshan", WEEK, "not_entitled"),
        ("zhou.wuzhou", WEEK, "not_entitled"),
        ("zhou.foshan", timedelta(0), "expiry"),
        ("zhou.foshan", timedelta(days=400), "expiry"),
    ],
)
def test_a_token_is_not_issued(
    who: Who, kiosk: User, now: datetime, by: str, lasts: timedelta, code: str
) -> None:
    with pytest.raises(AccountRefused) as refused:
        issue(who, kiosk, now, by=by, lasts=lasts)
    assert refused.value.code == code


def test_a_token_is_for_a_channel_with_a_scope(who: Who, kiosk: User, now: datetime) -> None:
    for user, scopes, code in ((who("he.foshan"), ["x"], "channel"), (kiosk, [], "scopes")):
        with pytest.raises(AccountRefused) as refused:
            issue_api_token(
                by=who("zhou.foshan"), user=user, name="n", scopes=scopes, expires_at=now + WEEK, now=now
            )
        assert refused.value.code == code


def test_no_token_is_kept(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    with agency_context(agency=FOSHAN):
        row = ApiToken.objects.get()
    assert token not in repr(vars(row))
