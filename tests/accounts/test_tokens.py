"""Tokens of channels: issued by a supervisor, scoped, ending, kept as digests."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from shebaotong.accounts.api import (
    READ,
    AccountRefused,
    User,
    actor_of,
    acts_of,
    api_caller,
    close_channel,
    create_channel,
    issue_api_token,
    revoke_api_token,
    set_password,
    tokens_of,
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
        purpose="大厅终端查进度",
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
    assert (caller.actor, caller.token) == (actor_of(kiosk), "hall")
    assert (caller.actor.agency, caller.actor.channel) == (FOSHAN, "api")
    assert caller.scopes == {"cases:read", "cases:write"}


def test_a_token_ends_at_its_time(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    assert api_caller(token=token, now=now + WEEK - timedelta(seconds=1))
    assert refusal(token, now + WEEK) == "expired"


def test_a_revoked_token_is_good_for_nothing(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    [row] = tokens_of(agency=FOSHAN)
    with pytest.raises(AccountRefused):
        revoke_api_token(by=who("wu.foshan"), token=row.pk, now=now)
    assert not revoke_api_token(by=who("he.foshan"), token=row.pk, now=now)
    assert not revoke_api_token(by=who("zhou.wuzhou"), token=row.pk, now=now)
    assert api_caller(token=token, now=now)
    assert revoke_api_token(by=who("zhou.foshan"), token=row.pk, now=now)
    assert not revoke_api_token(by=who("zhou.foshan"), token=row.pk, now=now)
    assert refusal(token, now) == "revoked"


@pytest.mark.parametrize("token", ["", "sbt_", "sbt_" + "A" * 43, "' OR 1=1"])
def test_a_made_up_token_is_unknown(who: Who, kiosk: User, now: datetime, token: str) -> None:
    issue(who, kiosk, now)
    assert refusal(token, now) == "unknown"


def test_a_closed_channel_calls_no_more(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    with pytest.raises(AccountRefused):
        close_channel(by=who("zhou.wuzhou"), channel=kiosk, now=now)
    assert close_channel(by=who("zhou.foshan"), channel=kiosk, now=now) == 1
    assert refusal(token, now) == "unknown"
    with pytest.raises(AccountRefused):
        close_channel(by=who("zhou.foshan"), channel=who("kiosk.foshan"), now=now)


def test_all_that_is_done_is_written_down(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    revoke_api_token(by=who("zhou.foshan"), token=tokens_of(agency=FOSHAN)[0].pk, now=now)
    close_channel(by=who("zhou.foshan"), channel=kiosk, now=now)
    acts = acts_of(agency=FOSHAN)
    done = ["channel_closed", "token_revoked", "token_issued", "channel_created"]
    assert [act.what for act in acts] == done
    assert {(act.by, act.about) for act in acts} == {("zhou.foshan", "kiosk.foshan")}
    assert acts[2].details["purpose"] == "大厅终端查进度" and token not in str(acts[2].details)
    with agency_context(agency=FOSHAN), pytest.raises(DatabaseError, match="only grows"):
        acts[0].delete()


@pytest.mark.parametrize("post", [Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR, Role.OFFICIAL])
def test_a_channel_takes_in_and_no_more(who: Who, kiosk: User, post: Role) -> None:
    with pytest.raises(AccountRefused) as refused:
        create_channel(
            by=who("zhou.foshan"), username="bank.foshan", display_name="银行示例", roles=[Role.CLERK, post]
        )
    assert refused.value.code == "roles" and "只能经办" in refused.value.reason.zh
    kiosk.roles = ["clerk", post.value]
    with agency_context(agency=FOSHAN), pytest.raises(DatabaseError, match="channel_takes_in"):
        kiosk.save()


def own_token(who: Who, now: datetime, username: str = "chen.foshan") -> str:
    official = who(username)
    return issue_api_token(
        by=official,
        user=official,
        name="own",
        purpose="复核软件",
        scopes=[READ],
        expires_at=now + WEEK,
        now=now,
    )


def test_an_official_issues_his_own_token_and_it_acts_as_he(who: Who, now: datetime) -> None:
    token, chen = own_token(who, now), who("chen.foshan")
    assert api_caller(token=token, now=now).actor == actor_of(chen)
    assert [row.user for row in tokens_of(agency=FOSHAN, holder=chen)] == [chen]
    assert not tokens_of(agency=FOSHAN, holder=who("huang.foshan"))
    [row] = tokens_of(agency=FOSHAN)
    assert not revoke_api_token(by=who("huang.foshan"), token=row.pk, now=now)
    assert revoke_api_token(by=chen, token=row.pk, now=now)
    assert refusal(token, now) == "revoked"


@pytest.mark.parametrize("username", ["wu.foshan", "zhou.foshan", "zheng.foshan"])
def test_who_works_on_no_case_has_no_token_of_his_own(who: Who, now: datetime, username: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        own_token(who, now, username)
    assert refused.value.code == "not_entitled"


def test_a_new_password_ends_ones_own_tokens(who: Who, now: datetime) -> None:
    token = own_token(who, now)
    set_password(who("chen.foshan"), "a long new sentence", now=now)
    assert refusal(token, now) == "revoked"


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


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"username": "he.foshan"}, "channel"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["cases:read", "everything"]}, "scopes"),
        ({"purpose": "  "}, "purpose"),
        ({"purpose": "长" * 201}, "purpose"),
        ({"name": ""}, "name"),
        ({"name": "n" * 61}, "name"),
    ],
)
def test_a_token_is_for_a_channel_with_name_purpose_and_scope(
    who: Who, kiosk: User, now: datetime, wrong: dict[str, Any], code: str
) -> None:
    given: dict[str, Any] = {"username": kiosk.username, "name": "n", "purpose": "查进度用", "scopes": [READ]}
    given |= wrong
    with pytest.raises(AccountRefused) as refused:
        issue_api_token(
            by=who("zhou.foshan"), user=who(given.pop("username")), expires_at=now + WEEK, now=now, **given
        )
    assert refused.value.code == code


def test_no_token_is_kept(who: Who, kiosk: User, now: datetime) -> None:
    token = issue(who, kiosk, now)
    with agency_context(agency=FOSHAN):
        row = ApiToken.objects.get()
    assert token not in repr(vars(row))
