"""A code by SMS: asked for on a page without looking anybody up, made by the worker for whom it fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shebaotong.accounts.api import (
    AccountRefused,
    User,
    create_citizen,
    make_wanted_codes,
    reset_password,
    set_password,
    sign_in,
    want_reset_code,
)
from shebaotong.accounts.models import CodeWanted, Throttle
from shebaotong.accounts.wanted_codes import WAITS, SendCode
from support.accounts import PASSWORD, Who, a_request

NEW = "春天 the river rises"
NUMBER = "45040019650101001X"
PHONE = "13800000000"


@pytest.fixture
def du(who: Who, now: datetime) -> User:
    """Ms Du, with an account of her own."""
    made = create_citizen(username="du.demo", display_name="杜示例", number=NUMBER, phone=PHONE)
    set_password(made, PASSWORD, now=now)
    return made


def ask(now: datetime, username: str = "du.demo", phone: str = PHONE, address: str = "192.0.2.1") -> None:
    want_reset_code(username=username, phone=phone, address=address, now=now)


def nobody(*_message: object) -> None:
    pytest.fail("sent")


def kept(sent: list[tuple[User, str]]) -> SendCode:
    return lambda user, code: sent.append((user, code))


def test_a_citizen_gets_a_code_by_sms(du: User, now: datetime) -> None:
    ask(now, phone="+86 138-0000 ００００")
    sent: list[tuple[User, str]] = []
    assert make_wanted_codes(send=kept(sent), now=now) == 1
    assert make_wanted_codes(send=nobody, now=now) == 0, "once"
    [(account, code)] = sent
    assert account.phone == PHONE
    reset_password(username="du.demo", code=code, password=NEW, now=now)
    assert sign_in(a_request(), username="du.demo", password=NEW, now=now) == du


WRONG = [
    ("du.demo", "13800000001"),
    ("du.demo", ""),
    ("nobody\x00", PHONE),
    ("he.foshan", ""),
    ("x" * 200, "1"),
]


@pytest.mark.parametrize(("username", "phone"), WRONG)
def test_whoever_does_not_fit_gets_nothing_and_nothing_is_kept(
    du: User, now: datetime, username: str, phone: str
) -> None:
    ask(now, username, phone)
    assert make_wanted_codes(send=nobody, now=now) == 0
    assert not CodeWanted.objects.exists()


def test_asking_does_the_same_whoever_is_meant(du: User, now: datetime) -> None:
    """Not a statement more for an account that there is: the time that it takes tells nothing."""

    def statements(act: Callable[[], None]) -> list[str]:
        Throttle.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            act()
        return [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in seen.captured_queries]

    fitting = statements(lambda: ask(now))
    assert any("accounts_codewanted" in each for each in fitting)
    assert not any("accounts_user" in each for each in fitting), "nobody is looked up"
    for username, phone in WRONG:
        assert statements(partial(ask, now, username, phone)) == fitting, username


def test_what_was_typed_is_kept_for_seconds_and_the_telephone_not_at_all(du: User, now: datetime) -> None:
    ask(now, "110101199001011234", "13800000000")
    row = CodeWanted.objects.get()
    assert PHONE not in row.phone and row.asked_at == now
    make_wanted_codes(send=nobody, now=now)
    assert not CodeWanted.objects.exists()


def test_a_wish_that_waited_too_long_is_dropped(du: User, now: datetime) -> None:
    ask(now)
    assert make_wanted_codes(send=nobody, now=now + WAITS + timedelta(seconds=1)) == 0
    assert not CodeWanted.objects.exists()


def test_codes_by_sms_are_not_sent_without_end(du: User, now: datetime) -> None:
    for _ in range(3):
        ask(now)
    with pytest.raises(AccountRefused) as refused:
        ask(now)
    assert refused.value.code == "blocked"
    sent: list[tuple[User, str]] = []
    assert make_wanted_codes(send=kept(sent), now=now) == 1, "who is impatient gets the last"
    reset_password(username="du.demo", code=sent[0][1], password=NEW, now=now)


def test_codes_for_many_accounts_are_not_asked_for_from_one_address(who: Who, now: datetime) -> None:
    for number in range(30):
        ask(now, f"person{number}", address="192.0.2.7")
    with pytest.raises(AccountRefused, match="要得太多了"):
        ask(now, "person30", address="192.0.2.7")


def test_a_code_that_could_not_be_sent_voids_none_and_keeps_nobody_waiting(
    du: User, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    made = create_citizen(
        username="pan.demo", display_name="潘示例", number="450400196501010025", phone=PHONE
    )
    set_password(made, PASSWORD, now=now)
    sent: list[tuple[User, str]] = []
    ask(now)
    make_wanted_codes(send=kept(sent), now=now)

    def broken(user: User, code: str) -> None:
        if user == du:
            raise OSError(code)
        sent.append((user, code))

    ask(now)
    ask(now, "pan.demo")
    assert make_wanted_codes(send=broken, now=now) == 1
    assert [user.username for user, _ in sent] == ["du.demo", "pan.demo"]
    assert "du.demo" not in caplog.text and "could not be sent" in caplog.text
    reset_password(username="du.demo", code=sent[0][1], password=NEW, now=now)
