"""An insured person signed in: cases of all cities, who read what, messages, and nobody else's."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from shebaotong.accounts import api as accounts
from shebaotong.messages import api as messages
from support.accounts import Who
from support.insured import DU, account, record_asked_for, recorded, signed_in
from support.pages import Page, faults

FOSHAN, WUZHOU = "440600", "450400"
OTHER = "11010519491231002X"


@pytest.fixture
def du(who: Who) -> Client:
    account()
    account(username="other.shili", name="旁人示例", number=OTHER)
    recorded(WUZHOU)
    return signed_in("du.shili")


@pytest.fixture
def number(du: Client, who: Who) -> str:
    """Her rights record of Wuzhou, asked for at a window in Foshan and answered."""
    return record_asked_for(accounts.actor_of(who("he.foshan")), of=WUZHOU)


def test_her_cases_of_all_cities_stand_on_one_page(du: Client, number: str) -> None:
    page = du.get("/mine/").content.decode()
    assert page.count(f"/mine/case/{number}/") == 1 and "个人权益记录查询打印" in page
    assert faults(Page(page)) == []


def test_a_case_is_told_in_plain_words_and_printed(du: Client, number: str) -> None:
    answer = du.get(f"/mine/case/{number}/")
    page = answer.content.decode()
    assert "办好了" in page and "data-read" in page and "no-store" in answer["Cache-Control"]
    paper = re.search(rf"/mine/case/{number}/pdf/[0-9-]+/", page)
    assert paper
    assert du.get(paper[0]).content.startswith(b"%PDF")


def test_a_paper_is_read_on_the_page_too(du: Client, number: str) -> None:
    """In large type, aloud, without a program for PDF: the same facts, the same code."""
    case = du.get(f"/mine/case/{number}/").content.decode()
    address = re.search(rf"/mine/case/{number}/read/([0-9-]+)/", case)
    assert address
    answer = du.get(address[0])
    source = answer.content.decode()
    page = Page(source)
    assert "no-store" in answer["Cache-Control"] and faults(page) == []
    assert "data-read" in source and "杜月华" in page.text and DU not in page.text
    assert all(heading in page.text for heading in ("参保经历", "历年缴费", "个人账户", "正在领取", "截至"))
    proof = next(link["href"] for link in page.all("a") if "/v/" in link["href"])
    assert "是真的，现在有效" in Client().get(proof.partition("testserver")[2]).content.decode()
    assert f"/mine/case/{number}/pdf/{address[1]}/" in source
    assert signed_in("other.shili").get(address[0]).status_code == 404

    typed = {"number": number, "last_four": DU[-4:], "key": address[1]}
    followed = Client().post("/track/paper/", typed | {"as": "page"}).content.decode()
    assert "历年缴费" in followed and proof.replace("&", "&amp;") in followed
    assert Client().post("/track/paper/", typed | {"as": "file"}).content.startswith(b"%PDF")


def test_nobody_else_sees_it(du: Client, number: str) -> None:
    other = signed_in("other.shili")
    assert number not in other.get("/mine/").content.decode()
    assert other.get(f"/mine/case/{number}/").status_code == 404
    assert other.get("/mine/case/9999000000000000/").status_code == 404
    assert Client().get("/mine/").status_code == 302
    assert signed_in("he.foshan").get("/mine/").headers["Location"] == "/desk/"
    assert signed_in("he.foshan").get("/mine/messages/").status_code == 403


def test_she_sees_who_read_what_and_why(du: Client, number: str) -> None:
    assert "看了什么" not in du.get("/mine/log/").content.decode()
    page = Page(du.post("/mine/log/", {"identifier": f" {DU[:6]} {DU[6:]}"}).content.decode())
    # One look, however many records it took.
    assert page.text.count("梧州的系统自动查的") == 1
    assert "基本信息、参保记录、缴费记录" in page.text
    assert f"{number[:4]} {number[4:8]}" in page.text and DU not in page.text
    assert faults(page) == []


def test_another_persons_number_opens_no_log(du: Client, number: str) -> None:
    refused = signed_in("other.shili").post("/mine/log/", {"identifier": DU})
    assert refused.status_code == 422 and "不是本账号" in refused.content.decode()
    assert "缴费记录" not in refused.content.decode()


def test_messages_are_read_once_and_only_by_her(du: Client, number: str) -> None:
    page = du.get("/mine/messages/").content.decode()
    message = re.search(
        r'name="agency" value="(\d+)"><input type="hidden" name="message" value="(\d+)"', page
    )
    assert message, page[:3000]
    typed = {"agency": message[1], "message": message[2]}
    token = accounts.person_token(number=DU)
    before = messages.unread(agency=message[1], person_token=token)
    signed_in("other.shili").post("/mine/messages/", typed)
    assert messages.unread(agency=message[1], person_token=token) == before
    du.post("/mine/messages/", typed)
    assert messages.unread(agency=message[1], person_token=token) == before - 1
    for wrong in ({"agency": "x", "message": "1"}, {"agency": WUZHOU, "message": "9" * 40}, {}):
        assert du.post("/mine/messages/", wrong).status_code == 302


@pytest.mark.slow
def test_a_wish_holds_in_every_city(du: Client) -> None:
    du.post("/mine/messages/", {"do": "wish", "sms": "no", "language": "zh-hant"})
    token = accounts.person_token(number=DU)
    for agency in (FOSHAN, WUZHOU):
        assert messages.wish_of(agency=agency, person_token=token) == messages.Wish("zh-hant", False)
    du.post("/mine/messages/", {"do": "wish", "sms": "no", "language": "xx"})
    assert messages.wish_of(agency=FOSHAN, person_token=token).language == "zh-hant"


@pytest.mark.slow
def test_sms_are_shown_in_the_demonstration_only(du: Client, number: str, settings: Settings) -> None:
    settings.SHEBAOTONG_DEMO = False
    assert du.get("/demo/sms/").status_code == 404
    settings.SHEBAOTONG_DEMO = True
    page = Client().get("/demo/sms/").content.decode()
    assert "演示短信箱" in page and faults(Page(page)) == []


@pytest.mark.slow
@pytest.mark.row("E1", "large print from page to page, up to the largest type")
def test_large_print_on_every_page(du: Client) -> None:
    du.post("/face/", {"do": "elder", "next": "/mine/"})
    for address in ("/mine/", "/mine/log/", "/mine/messages/"):
        assert 'data-mode="elder"' in du.get(address).content.decode()
