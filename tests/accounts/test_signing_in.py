"""Signing in: right and wrong passwords, waiting after wrong ones, and one answer for every doubt."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from shebaotong.accounts.api import (
    AccountRefused,
    User,
    create_channel,
    forget_old_failures,
    sign_in,
    sign_out,
)
from shebaotong.accounts.models import Throttle
from shebaotong.accounts.signing_in import signed_in_user
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who, a_request


def refusal(username: str, password: str, now: datetime, address: str = "192.0.2.1") -> AccountRefused:
    with pytest.raises(AccountRefused) as refused:
        sign_in(a_request(address), username=username, password=password, now=now)
    assert refused.value.reason.zh and refused.value.reason.en
    return refused.value


def test_the_right_password_begins_a_session(who: Who, now: datetime) -> None:
    request = a_request()
    user = sign_in(request, username=" He.Foshan ", password=PASSWORD, now=now)
    assert user == who("he.foshan")
    assert signed_in_user(request) == user
    sign_out(request)
    assert not signed_in_user(request).is_authenticated


def test_full_width_letters_are_the_same_username(who: Who, now: datetime) -> None:
    assert (
        sign_in(a_request(), username="ｈｅ．ｆｏｓｈａｎ", password=PASSWORD, now=now).username
        == "he.foshan"
    )


@pytest.mark.parametrize("username", ["he.foshan", "nobody.nowhere", "", "he.foshan\x00"])
def test_a_wrong_password_and_an_unknown_account_get_one_answer(
    who: Who, now: datetime, username: str
) -> None:
    known = refusal("li.foshan", "wrong", now)
    assert (refusal(username, "wrong", now).code, refusal(username, "wrong", now).reason) == (
        "wrong",
        known.reason,
    )


def test_who_has_left_cannot_sign_in(who: Who, now: datetime) -> None:
    with agency_context(agency="440600"):
        User.objects.filter(username="he.foshan").update(is_active=False)
    assert refusal("he.foshan", PASSWORD, now).code == "wrong"


def test_a_channel_never_signs_in_with_a_password(who: Who, now: datetime) -> None:
    channel = create_channel(by=who("zhou.foshan"), username="kiosk.foshan", display_name="自助终端示例")
    with agency_context(agency="440600"):
        User.objects.filter(pk=channel.pk).update(password=make_password(PASSWORD))
    assert refusal("kiosk.foshan", PASSWORD, now).code == "wrong"


def test_after_five_wrong_passwords_even_the_right_one_waits(who: Who, now: datetime) -> None:
    assert [refusal("he.foshan", "wrong", now).code for _ in range(5)] == ["wrong"] * 4 + ["blocked"]
    waiting = refusal("he.foshan", PASSWORD, now + timedelta(seconds=59))
    assert waiting.code == "blocked"
    assert waiting.until == now + timedelta(minutes=1)
    assert "10:01" in waiting.reason.zh
    assert sign_in(a_request(), username="he.foshan", password=PASSWORD, now=now + timedelta(minutes=1))


def test_each_further_wrong_password_doubles_the_wait_up_to_an_hour(who: Who, now: datetime) -> None:
    for _ in range(4):
        refusal("he.foshan", "wrong", now)
    waits, moment = [], now
    for _ in range(8):
        until = refusal("he.foshan", "wrong", moment).until
        assert until is not None
        waits.append((until - moment) // timedelta(minutes=1))
        moment = until
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_the_wait_of_one_account_is_not_anothers(who: Who, now: datetime) -> None:
    for _ in range(5):
        refusal("he.foshan", "wrong", now)
    assert sign_in(a_request(), username="li.foshan", password=PASSWORD, now=now)


def test_an_address_that_tries_many_accounts_waits_too(who: Who, now: datetime) -> None:
    codes = [refusal(f"guess.{number}", "wrong", now, "203.0.113.9").code for number in range(40)]
    assert codes == ["wrong"] * 39 + ["blocked"]
    assert refusal("he.foshan", PASSWORD, now, "203.0.113.9").code == "blocked"
    assert sign_in(a_request("192.0.2.1"), username="he.foshan", password=PASSWORD, now=now)


def test_a_success_forgets_the_failures_before_it(who: Who, now: datetime) -> None:
    for _ in range(4):
        refusal("he.foshan", "wrong", now)
    sign_in(a_request(), username="he.foshan", password=PASSWORD, now=now)
    assert refusal("he.foshan", "wrong", now).code == "wrong"


def test_failures_are_forgotten_after_a_day(who: Who, now: datetime) -> None:
    for _ in range(4):
        refusal("he.foshan", "wrong", now)
    assert refusal("he.foshan", "wrong", now + timedelta(hours=24, seconds=1)).code == "wrong"
    assert forget_old_failures(now=now + timedelta(days=3)) == 2
    assert not Throttle.objects.exists()


def test_the_table_of_failures_names_nobody(who: Who, now: datetime) -> None:
    refusal("he.foshan", "wrong", now)
    for row in Throttle.objects.all():
        assert "foshan" not in row.key and "192.0" not in row.key
