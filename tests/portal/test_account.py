"""One's own account over HTTP: password, reset, sessions; colleagues' codes and leaving."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from shebaotong.accounts import api as accounts
from shebaotong.portal.views.desk import words
from support.accounts import Who
from support.desk import shown, sign_in
from support.pages import Page

NEW = "春天 the river rises"
NUMBER = "45040019650101001X"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_pages_for_who_has_not_signed_in(who: Who, settings: Settings, language: str) -> None:
    settings.SHEBAOTONG_DEMO = True
    client = Client(SERVER_NAME="localhost")
    client.cookies["django_language"] = language
    for address in ("/login/", "/password/forgotten/", "/password/reset/"):
        assert shown(client.get(address)).all("h1")


def test_demonstration_accounts_are_shown_in_the_demonstration_only(who: Who, settings: Settings) -> None:
    settings.SHEBAOTONG_DEMO = False
    text = Client(SERVER_NAME="localhost").get("/login/").content.decode()
    assert accounts.DEMO_PASSWORD not in text and "he.foshan" not in text
    settings.SHEBAOTONG_DEMO = True
    text = shown(Client(SERVER_NAME="localhost").get("/login/")).text
    assert accounts.DEMO_PASSWORD in text and "he.foshan 何志文 佛山·经办" in text


@pytest.mark.parametrize("address", ["/account/", "/password/change/", "/desk/colleagues/", "/desk/code/"])
def test_who_has_not_signed_in_is_asked_to(who: Who, address: str) -> None:
    answer = Client(SERVER_NAME="localhost").get(address)
    assert answer.status_code == 302 and answer["Location"].startswith("/login/?next=")


def test_who_is_tried_from_everywhere_signs_in_on_the_usual_computer(
    who: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = accounts.Limit(free=3, first=timedelta(minutes=5), longest=timedelta(hours=1))
    monkeypatch.setattr("shebaotong.accounts.signing_in._ANYWHERE", few)
    usual, typed = sign_in("he.foshan"), {"username": "he.foshan", "password": accounts.DEMO_PASSWORD}
    kept = usual.cookies["device"]
    assert kept["httponly"] and kept["samesite"] == "Lax" and "foshan" not in kept.value
    usual.post("/logout/")
    for number in range(few.free):
        wrong = typed | {"password": "no"}
        Client(SERVER_NAME="localhost", REMOTE_ADDR=f"203.0.113.{number}").post("/login/", wrong)
    page = shown(Client(SERVER_NAME="localhost").post("/login/", typed), 422)
    assert "请用您平时登录的电脑或手机" in page.text and "he.foshan" in {
        f.get("value") for f in page.all("input")
    }
    assert usual.post("/login/", typed).status_code == 302


def test_a_wrong_password_says_so_and_keeps_the_username(who: Who) -> None:
    answer = Client(SERVER_NAME="localhost").post(
        "/login/", {"username": "he.foshan", "password": "no", "next": "/desk/"}
    )
    page = shown(answer, 422)
    assert "用户名或密码不对" in page.text
    kept = {f["value"] for f in page.all("input") if f.get("name") in ("username", "next")}
    assert {"/desk/", "he.foshan"} <= kept


def test_a_changed_password_keeps_this_session_and_ends_the_others(who: Who) -> None:
    here, elsewhere = sign_in("he.foshan"), sign_in("he.foshan")
    typed = {"old": accounts.DEMO_PASSWORD, "new": NEW, "again": NEW}
    answer = here.post("/password/change/", typed, follow=True)
    assert "密码改好了" in shown(answer).text
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in("he.foshan", NEW)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"old": "x", "new": NEW, "again": NEW}, "old", "原密码不对"),
        ({"old": accounts.DEMO_PASSWORD, "new": NEW, "again": "y"}, "again", "两次打的不一样"),
        ({"old": accounts.DEMO_PASSWORD, "new": "short", "again": "short"}, "new", "10到128个字符"),
        ({"old": "", "new": NEW, "again": NEW}, "old", "请填这一项"),
    ],
)
def test_each_error_leads_to_its_field(who: Who, typed: dict[str, str], field: str, words: str) -> None:
    page = shown(sign_in("he.foshan").post("/password/change/", typed), 422)
    assert words in page.text
    assert any(link.get("href") == f"#id_{field}" for link in page.all("a"))
    assert not any(f.get("value") for f in page.all("input") if f.get("type") == "password")


def test_a_person_sees_where_he_is_signed_in_and_ends_one(who: Who) -> None:
    here, elsewhere = sign_in("he.foshan"), sign_in("he.foshan")
    page = shown(here.get("/account/"))
    [reference] = [f["value"] for f in page.all("input") if f.get("name") == "reference"]
    assert here.post("/account/end/", {"reference": "made-up"}).status_code == 404
    assert "已退出那一处" in shown(here.post("/account/end/", {"reference": reference}, follow=True)).text
    assert elsewhere.get("/account/").status_code == 302


def code_on(page: Page) -> str:
    found = re.search(r"\d{4} \d{4}", page.text)
    assert found, page.text
    return found[0]


def test_a_colleagues_code_opens_the_account_again(who: Who) -> None:
    code = code_on(shown(sign_in("wu.foshan").post("/desk/colleagues/of/he.foshan/code/")))
    typed = {"username": "he.foshan", "code": code, "new": NEW, "again": NEW}
    answer = Client(SERVER_NAME="localhost").post("/password/reset/", typed, follow=True)
    assert "新密码设好了" in shown(answer).text
    assert sign_in("he.foshan", NEW)


def test_a_wrong_code_is_told_at_its_field(who: Who) -> None:
    typed = {"username": "he.foshan", "code": "12345678", "new": NEW, "again": NEW}
    page = shown(Client(SERVER_NAME="localhost").post("/password/reset/", typed), 422)
    assert "重新领取" in page.text
    assert any(link.get("href") == "#id_code" for link in page.all("a"))


def test_an_insured_person_gets_a_code_at_a_window(who: Who) -> None:
    accounts.create_citizen(username="du.demo", display_name="杜示例", number=NUMBER)
    clerk = sign_in("lin.wuzhou")
    page = shown(clerk.post("/desk/code/", {"username": "du.demo", "number": "11010519491231002X"}), 422)
    assert "对不上" in page.text
    shown(clerk.post("/desk/code/", {"username": "du.demo", "number": ""}), 422)
    code = code_on(shown(clerk.post("/desk/code/", {"username": "du.demo", "number": NUMBER})))
    typed = {"username": "du.demo", "code": code, "new": NEW, "again": NEW}
    Client(SERVER_NAME="localhost").post("/password/reset/", typed)
    assert sign_in("du.demo", NEW).get("/account/").status_code == 200


def test_every_post_has_its_word() -> None:
    assert all(words.role_word(role) for role in accounts.STAFF_ROLES)
