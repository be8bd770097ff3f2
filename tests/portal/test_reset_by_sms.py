"""A forgotten password: the SMS in the outbox, the new password, signed in; and what a stranger learns."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from shebaotong.accounts import api as accounts
from shebaotong.jobs import tasks
from shebaotong.messages import api as messages
from shebaotong.messages.models import Message
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who
from support.pages import Page, faults

NEW = "春天 the river rises"
NUMBER = "45040019650101001X"
SENDER = "442000"
LIMIT = 70


@pytest.fixture
def du(who: Who) -> accounts.User:
    made = accounts.create_citizen(
        username="du.demo", display_name="杜示例", number=NUMBER, phone="13800000000"
    )
    accounts.set_password(made, PASSWORD, now=timezone.now())
    return made


def ask(username: str = "du.demo", phone: str = "138 0000 0000", address: str = "192.0.2.1") -> HttpResponse:
    return Client(SERVER_NAME="localhost").post(
        "/password/forgotten/", {"username": username, "phone": phone}, REMOTE_ADDR=address
    )


def outbox(agency: str = SENDER) -> tuple[messages.OutboxRow, ...]:
    """What stands in the outbox when the worker has seen to what was asked for."""
    messages.send_wanted_codes(named=settings.SMS_AGENCY, now=timezone.now())
    return messages.outbox(agency=agency)


def words(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status
    page = Page(answer.content.decode())
    assert faults(page) == []
    return page.text


def test_from_the_forgotten_password_to_signed_in(du: accounts.User) -> None:
    assert "一分钟内会收到短信" in words(ask())
    [sms] = outbox()
    assert len(sms.text) <= LIMIT and sms.phone == "138****0000"
    assert "杜" not in sms.text and "13800000000" not in sms.text and NUMBER not in sms.text
    found = re.search(r"\d{8}", sms.text)
    assert found
    typed = {"username": "du.demo", "code": found[0], "new": NEW, "again": NEW}
    answer = Client(SERVER_NAME="localhost").post("/password/reset/", typed, follow=True)
    assert "新密码设好了" in words(answer)
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/login/", {"username": "du.demo", "password": NEW})
    assert answer.status_code == 302 and answer["Location"] == "/mine/"
    assert client.get("/account/").status_code == 200
    assert client.post("/login/", {"username": "du.demo", "password": PASSWORD}).status_code == 422


def test_the_person_is_told_and_no_code_is_kept_with_the_message(du: accounts.User) -> None:
    ask()
    outbox()
    [told] = messages.messages_of(agency=SENDER, person_token=du.person_token, language="zh-hans")
    assert "重设" in told.title and not re.search(r"\d{8}", told.body)
    with agency_context(agency=SENDER):
        assert Message.objects.get(template="reset_code").values == {}


@pytest.mark.parametrize(
    ("username", "phone"),
    [("du.demo", "13800000001"), ("nobody.demo", "13800000000"), ("he.foshan", "13800000000"), ("杜", "1")],
)
def test_whoever_does_not_fit_reads_the_same_page(du: accounts.User, username: str, phone: str) -> None:
    def plain(answer: HttpResponse, typed: str) -> str:
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
        return re.sub(r"hx-headers[^>]*", "", page).replace(typed, "USER")

    fitting, wrong = ask(), ask(username, phone)
    assert wrong.status_code == fitting.status_code == 200
    assert plain(wrong, username) == plain(fitting, "du.demo")
    assert len(outbox()) == 1


def test_asking_again_and_again_is_stopped_alike_for_all(du: accounts.User) -> None:
    for username in ("du.demo", "nobody.demo"):
        for _ in range(3):
            assert ask(username).status_code == 200
        assert "要短信要得太多了" in words(ask(username), 422)
    assert len(outbox()) == 1, "one code for one person, the last"


def test_what_is_left_out_is_told_at_its_field(du: accounts.User) -> None:
    answer = ask(phone="")
    assert "请填这一项" in words(answer, 422)
    assert any(link.get("href") == "#id_phone" for link in Page(answer.content.decode()).all("a"))


@pytest.mark.slow
def test_the_code_is_blotted_out_when_it_has_run_out(
    du: accounts.User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHEBAOTONG_DEMO = True
    ask()
    tasks.deliver_messages(timestamp=0)
    [sms] = messages.outbox(agency=SENDER)
    assert sms.state == "sent" and re.search(r"\d{8}", sms.text)
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(tasks.timezone, "now", lambda: later)
    tasks.deliver_messages(timestamp=0)
    [sms] = outbox()
    assert sms.state == "sent" and "重设码********" in sms.text


@pytest.mark.slow
def test_a_code_that_found_no_gateway_in_time_is_given_up(
    du: accounts.User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHEBAOTONG_DEMO, settings.SMS_URL = False, ""
    ask()
    outbox()
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(tasks.timezone, "now", lambda: later)
    tasks.deliver_messages(timestamp=0)
    [sms] = outbox()
    assert (sms.state, sms.error) == ("failed", "the code ran out") and not re.search(r"\d{8}", sms.text)
    settings.SHEBAOTONG_DEMO = True
    tasks.deliver_messages(timestamp=0)
    assert outbox()[0].state == "failed"


def test_the_operator_names_the_agency_that_sends(du: accounts.User, settings: Settings) -> None:
    settings.SMS_AGENCY = "440600"
    ask()
    assert len(outbox("440600")) == 1 and not outbox()
