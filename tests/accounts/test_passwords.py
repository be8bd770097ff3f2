"""Passwords: what is refused, changing one's own, and codes for a forgotten one."""

from datetime import datetime, timedelta

import pytest

from shebaotong.accounts.api import (
    AccountRefused,
    User,
    acts_of,
    change_password,
    codes_used,
    create_citizen,
    issue_code_at_window,
    issue_reset_code,
    reset_password,
    set_password,
    sign_in,
)
from shebaotong.accounts.models import ResetCode
from shebaotong.accounts.resets import LASTS, TRIES
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who, a_request

FOSHAN = "440600"
NEW = "春天 the river rises"
NUMBER = "45040019650101001X"


def code_of(refused: pytest.ExceptionInfo[AccountRefused]) -> str:
    assert refused.value.reason.zh and refused.value.reason.en
    return refused.value.code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "length"),
        ("x" * 129, "length"),
        ("my he.foshan 2026", "username"),
        ("1234567890", "common"),
        ("PASSWORD123", "common"),
        ("aaaaaaaaaabb", "common"),
    ],
)
def test_a_weak_password_is_refused(who: Who, now: datetime, password: str, code: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        change_password(user=who("he.foshan"), old=PASSWORD, new=password, now=now)
    assert code_of(refused) == code


def test_a_password_is_changed_by_who_knows_the_old_one(who: Who, now: datetime) -> None:
    change_password(user=who("he.foshan"), old=PASSWORD, new=NEW, now=now)
    assert sign_in(a_request(), username="he.foshan", password=NEW, now=now)
    with pytest.raises(AccountRefused):
        sign_in(a_request(), username="he.foshan", password=PASSWORD, now=now)


def test_the_old_password_is_not_guessed_at_an_open_desk(who: Who, now: datetime) -> None:
    for _ in range(5):
        with pytest.raises(AccountRefused) as refused:
            change_password(user=who("he.foshan"), old="guess", new=NEW, now=now)
        assert code_of(refused) == "wrong"
    with pytest.raises(AccountRefused) as refused:
        change_password(user=who("he.foshan"), old=PASSWORD, new=NEW, now=now)
    assert code_of(refused) == "blocked"
    change_password(user=who("he.foshan"), old=PASSWORD, new=NEW, now=now + timedelta(minutes=2))


def test_a_code_may_be_typed_full_width(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    reset_password(username="he.foshan", code=wide, password=NEW, now=now)
    assert sign_in(a_request(), username="he.foshan", password=NEW, now=now)


@pytest.mark.parametrize(("old", "new", "code"), [("guess", NEW, "wrong"), (PASSWORD, PASSWORD, "same")])
def test_a_change_is_refused(who: Who, now: datetime, old: str, new: str, code: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        change_password(user=who("he.foshan"), old=old, new=new, now=now)
    assert code_of(refused) == code


def reset(code: str, now: datetime, *, username: str = "he.foshan", password: str = NEW) -> None:
    reset_password(username=username, code=code, password=password, now=now)


def test_a_colleague_issues_a_code_that_works_once(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("wu.foshan"), user=who("he.foshan"), now=now)
    reset(f"{code[:4]} {code[4:]}", now)
    assert sign_in(a_request(), username="he.foshan", password=NEW, now=now)
    with pytest.raises(AccountRefused):
        reset(code, now, password="another long sentence")


def test_the_use_of_a_code_is_written_down_with_who_issued_it(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("wu.foshan"), user=who("he.foshan"), now=now)
    reset(code, now)
    used, issued = acts_of(agency=FOSHAN, about="he.foshan")
    assert (issued.what, used.what, used.by) == ("code_issued", "code_used", "he.foshan")
    assert used.details == {"issued_by": "wu.foshan"}
    assert codes_used(user=who("he.foshan"), since=used.at) == (used,)
    assert codes_used(user=who("he.foshan"), since=used.at + timedelta(seconds=1)) == ()


@pytest.mark.parametrize(
    ("issuer", "account", "code"),
    [
        ("li.foshan", "he.foshan", "not_entitled"),  # a clerk
        ("zhou.wuzhou", "he.foshan", "not_entitled"),  # another city's supervisor
        ("zhou.foshan", "zhou.foshan", "own"),
        ("wu.foshan", "zhou.foshan", "supervisors"),  # a liaison officer would be supervisor with it
        ("wu.foshan", "huang.foshan", "supervisors"),  # or decide
    ],
)
def test_a_code_is_refused(who: Who, now: datetime, issuer: str, account: str, code: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        issue_reset_code(by=who(issuer), user=who(account), now=now)
    assert code_of(refused) == code


def test_a_code_ends_after_its_time(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)
    with pytest.raises(AccountRefused):
        reset(code, now + LASTS)
    reset(code, now + LASTS - timedelta(seconds=1))


def test_a_new_code_makes_the_one_before_void(who: Who, now: datetime) -> None:
    first = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)
    second = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now + timedelta(seconds=1))
    with pytest.raises(AccountRefused):
        reset(first, now + timedelta(seconds=2))
    reset(second, now + timedelta(seconds=2))


def test_guessing_uses_the_code_up(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(TRIES):
        with pytest.raises(AccountRefused) as refused:
            reset(wrong, now)
        assert code_of(refused) == "code"
    with pytest.raises(AccountRefused):
        reset(code, now)


def test_a_weak_password_does_not_use_the_code_up(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)
    with pytest.raises(AccountRefused) as refused:
        reset(code, now, password="short")
    assert code_of(refused) == "length"
    reset(code, now)


def test_no_code_is_kept_in_the_clear(who: Who, now: datetime) -> None:
    code = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)
    with agency_context(agency="440600"):
        assert code not in ResetCode.objects.get().digest


@pytest.fixture
def du(who: Who, now: datetime) -> User:
    """Ms Du, with an account of her own."""
    made = create_citizen(username="du.demo", display_name="杜示例", number=NUMBER, phone="13800000000")
    set_password(made, PASSWORD, now=now)
    return made


def test_a_clerk_issues_a_code_to_who_shows_his_document(du: User, who: Who, now: datetime) -> None:
    code = issue_code_at_window(
        by=who("yang.liupanshui"), username="Du.demo", number="450400 19650101 001x", now=now
    )
    reset(code, now, username="du.demo")
    assert sign_in(a_request(), username="du.demo", password=NEW, now=now) == du


@pytest.mark.parametrize(
    ("by", "username", "number", "code"),
    [
        ("lin.wuzhou", "du.demo", "11010519491231002X", "identity"),
        ("lin.wuzhou", "nobody", NUMBER, "identity"),
        ("lin.wuzhou", "he.foshan", NUMBER, "identity"),
        ("zhou.wuzhou", "du.demo", NUMBER, "not_entitled"),
    ],
)
def test_a_code_at_the_window_is_refused(
    du: User, who: Who, now: datetime, by: str, username: str, number: str, code: str
) -> None:
    with pytest.raises(AccountRefused) as refused:
        issue_code_at_window(by=who(by), username=username, number=number, now=now)
    assert code_of(refused) == code


def test_a_clerk_who_tries_numbers_is_stopped(du: User, who: Who, now: datetime) -> None:
    def attempt(number: str) -> str:
        with pytest.raises(AccountRefused) as refused:
            issue_code_at_window(by=who("lin.wuzhou"), username="du.demo", number=number, now=now)
        return code_of(refused)

    assert [attempt(f"4504001965010100{last}") for last in range(10, 15)] == ["identity"] * 5
    assert attempt(NUMBER) == "blocked"
