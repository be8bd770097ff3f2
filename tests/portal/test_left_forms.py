"""A form sent after its session had ended, without a script: nothing is lost, and nobody else gets it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from files.samples import jpeg
from portal.test_apply import CLAIM, RECORD, photo
from shebaotong.accounts.models import Session
from support.accounts import PASSWORD, Who
from support.insured import DU, account, recorded, signed_in
from support.pages import Page, faults

WUZHOU = "450400"
FORM = "/apply/rights_record/"


@pytest.fixture
def du(who: Who) -> Client:
    account()
    recorded(WUZHOU)
    return signed_in("du.shili")


def ends_by_time() -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


def sent_too_late(client: Client, typed: dict[str, object] = RECORD) -> str:
    """The address of the page to sign in on."""
    client.get(FORM)
    ends_by_time()
    answer = client.post(FORM, typed, HTTP_REFERER=f"http://testserver{FORM}?from=guide")
    assert answer.status_code == 302
    return str(answer["Location"])


def sign_in(client: Client, username: str, page: str = "/login/") -> str:
    """Where that leads."""
    client.get(page)
    target = parse_qs(urlsplit(page).query).get("next", [""])[0]
    answer = client.post("/login/", {"username": username, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    return str(answer["Location"])


def hidden(text: str) -> dict[str, str]:
    fields = [each for each in Page(text).all("input") if each.get("type") == "hidden"]
    return {
        each["name"]: each["value"] for each in fields if each["name"] not in ("csrfmiddlewaretoken", "next")
    }


def test_it_goes_on_by_one_press_after_signing_in_again(du: Client) -> None:
    page = sent_too_late(du)
    shown = Page(du.get(page).content.decode())
    assert "登录过期了" in shown.text and faults(shown) == [] and DU not in shown.text
    text = du.get(sign_in(du, "du.shili", page)).content.decode()
    assert hidden(text) == RECORD and faults(Page(text)) == []
    [form] = [each for each in Page(text).all("form") if each.get("action") == FORM]
    assert du.post(form["action"], hidden(text))["Location"].startswith("/apply/done/")
    assert "登录过期了" not in Client().get("/login/").content.decode()


def test_nobody_else_gets_it(du: Client, who: Who) -> None:
    page = sent_too_late(du)
    assert sign_in(du, "he.foshan", page).startswith("/apply/"), "only the way back is left"
    assert "left_form" not in du.session
    assert du.get("/go-on/")["Location"] == "/desk/"
    assert sign_in(du, "du.shili") == "/mine/" == du.get("/go-on/")["Location"]


def test_who_has_ended_the_session_himself_leaves_nothing(du: Client) -> None:
    du.post("/logout/")
    assert du.post(FORM, RECORD).status_code == 302
    assert "left_form" not in du.session


def test_photos_are_chosen_again(du: Client) -> None:
    du.get("/apply/retirement_claim/")
    ends_by_time()
    du.post("/apply/retirement_claim/", CLAIM | {"file-identity": photo(jpeg(), "证.jpg")})
    text = du.get(sign_in(du, "du.shili")).content.decode()
    assert hidden(text) == CLAIM and "照片没有留下来" in Page(text).text


@pytest.mark.parametrize("referer", ["http://elsewhere.example/x", "//elsewhere.example/x", "mailto:x", ""])
def test_the_way_back_is_on_this_site(du: Client, referer: str) -> None:
    ends_by_time()
    assert du.post(FORM, RECORD, HTTP_REFERER=referer)["Location"] == "/login/"


def test_a_form_longer_than_any_persons_is_not_kept(du: Client) -> None:
    sent_too_late(du, RECORD | {"scope": "x" * 100_001})
    assert "left_form" not in du.session
