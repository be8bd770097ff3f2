"""Signing in: right and wrong passwords, waiting after wrong ones, and one answer for every doubt."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse

from shebaotong.accounts.api import (
    AccountRefused,
    User,
    create_channel,
    forget_old_failures,
    remember_device,
    sign_in,
    sign_out,
)
from shebaotong.accounts.devices import COOKIE
from shebaotong.accounts.models import Throttle
from shebaotong.accounts.signing_in import signed_in_user
from shebaotong.network.api import keyed_token
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who, a_request


def refusal(
    username: str, password: str, now: datetime, address: str = "192.0.2.1", device: str = ""
) -> AccountRefused:
    request = a_request(address)
    request.COOKIES[COOKIE] = device
    with pytest.raises(AccountRefused) as refused:
        sign_in(request, username=username, password=password, now=now)
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


@pytest.mark.slow
def test_an_address_that_tries_many_accounts_waits_too(who: Who, now: datetime) -> None:
    codes = [refusal(f"guess.{number}", "wrong", now, "203.0.113.9").code for number in range(40)]
    assert codes == ["wrong"] * 39 + ["blocked"]
    assert refusal("he.foshan", PASSWORD, now, "203.0.113.9").code == "blocked"
    assert sign_in(a_request("192.0.2.1"), username="he.foshan", password=PASSWORD, now=now)


def known_device(username: str, now: datetime) -> str:
    """What a browser keeps on which the account has signed in."""
    response = HttpResponse()
    remember_device(a_request(), response, username=username, now=now)
    return response.cookies[COOKIE].value


def from_device(username: str, now: datetime, device: str) -> User:
    request = a_request("203.0.113.77")
    request.COOKIES[COOKIE] = device
    return sign_in(request, username=username, password=PASSWORD, now=now)


def test_who_guesses_elsewhere_does_not_lock_the_owner_out(who: Who, now: datetime) -> None:
    for _ in range(5):
        refusal("he.foshan", "wrong", now, "203.0.113.9")
    assert refusal("he.foshan", PASSWORD, now, "203.0.113.9").code == "blocked"
    assert sign_in(a_request("192.0.2.1"), username="he.foshan", password=PASSWORD, now=now)


@pytest.mark.slow
def test_who_guesses_from_everywhere_waits_and_the_owners_own_browser_does_not(
    who: Who, now: datetime
) -> None:
    device = known_device("he.foshan", now)
    codes = [refusal("he.foshan", "wrong", now, f"203.0.113.{number}").code for number in range(50)]
    assert codes == ["wrong"] * 49 + ["blocked"]
    waiting = refusal("he.foshan", PASSWORD, now, "192.0.2.1")
    assert waiting.code == "blocked" and "平时登录的电脑" in waiting.reason.zh
    assert from_device("he.foshan", now, device) == who("he.foshan")
    assert refusal("he.foshan", PASSWORD, now, device=known_device("li.foshan", now)).code == "blocked"
    assert refusal("he.foshan", PASSWORD, now, device=device[:-1] + "x").code == "blocked"
    late = now + timedelta(days=200)
    for number in range(50):
        refusal("he.foshan", "wrong", late, f"203.0.113.{number}")
    assert refusal("he.foshan", PASSWORD, late, device=device).code == "blocked", (
        "forgotten after half a year"
    )


@pytest.mark.slow
def test_a_hall_where_many_were_wrong_still_serves_those_who_work_there(who: Who, now: datetime) -> None:
    device = known_device("he.foshan", now)
    for number in range(40):
        refusal(f"guess.{number}", "wrong", now)
    told = refusal("li.foshan", PASSWORD, now)
    assert told.code == "blocked" and "这个网络" in told.reason.zh
    assert from_device("he.foshan", now, device)


def test_guessing_in_the_owners_own_browser_waits_as_anywhere(who: Who, now: datetime) -> None:
    device = known_device("he.foshan", now)
    codes = [refusal("he.foshan", "wrong", now, device=device).code for _ in range(5)]
    assert codes == ["wrong"] * 4 + ["blocked"]
    assert refusal("he.foshan", PASSWORD, now, device=device).code == "blocked"


@pytest.mark.slow
def test_nobody_guesses_more_than_some_dozens_of_passwords_a_day(who: Who, now: datetime) -> None:
    """With as many addresses as he likes: what is tried while the account waits is not looked at."""
    key, tried = keyed_token("sign-in account\nhe.foshan", purpose="throttle"), 0
    for step in range(24 * 6):
        for volley in range(2):
            counted = Throttle.objects.filter(key=key).values_list("failures", flat=True)
            before = counted.first() or 0
            refusal("he.foshan", "wrong", now + timedelta(minutes=10 * step), f"203.{step}.{volley}.1")
            tried += (counted.all().first() or 0) > before
    assert 50 < tried < 90


def test_a_success_forgets_the_failures_before_it(who: Who, now: datetime) -> None:
    for _ in range(4):
        refusal("he.foshan", "wrong", now)
    sign_in(a_request(), username="he.foshan", password=PASSWORD, now=now)
    assert refusal("he.foshan", "wrong", now).code == "wrong"


def test_failures_are_forgotten_after_a_day(who: Who, now: datetime) -> None:
    for _ in range(4):
        refusal("he.foshan", "wrong", now)
    assert refusal("he.foshan", "wrong", now + timedelta(hours=24, seconds=1)).code == "wrong"
    assert forget_old_failures(now=now + timedelta(days=3)) == 3
    assert not Throttle.objects.exists()


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=365)], ids=str)
def test_a_wait_that_began_while_the_clock_ran_ahead_is_over(
    who: Who, now: datetime, ahead: timedelta
) -> None:
    for _ in range(5):
        refusal("he.foshan", "wrong", now + ahead)
    assert refusal("he.foshan", PASSWORD, now + ahead).code == "blocked"
    assert sign_in(a_request(), username="he.foshan", password=PASSWORD, now=now) == who("he.foshan")
    for _ in range(5):
        refusal("li.foshan", "wrong", now + ahead)
    assert refusal("li.foshan", "wrong", now).code == "wrong", "nor do these failures count"
    assert Throttle.objects.filter(failed_at__gt=now).exists()
    forget_old_failures(now=now)
    assert not Throttle.objects.filter(failed_at__gt=now).exists()


def test_a_wait_holds_for_a_request_that_began_a_moment_earlier(who: Who, now: datetime) -> None:
    """Requests wait for one another, and two servers' clocks never agree: a little too long is no fault."""
    for _ in range(20):
        refusal("he.foshan", "wrong", now)
        now += timedelta(hours=1)
    assert refusal("he.foshan", "wrong", now).code == "blocked"
    assert refusal("he.foshan", PASSWORD, now - timedelta(minutes=1)).code == "blocked"


def test_the_table_of_failures_names_nobody(who: Who, now: datetime) -> None:
    refusal("he.foshan", "wrong", now)
    for row in Throttle.objects.all():
        assert "foshan" not in row.key and "192.0" not in row.key
