"""No address carries what was typed about a person: a search keeps it in the session behind a mark."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client

import shebaotong.portal
from shebaotong.accounts import api as accounts
from shebaotong.portal import asked
from support.accounts import Who
from support.desk import asks, shown, sign_in, values
from support.insured import DU, account, record_asked_for, recorded

WUZHOU = "450400"
TEMPLATES = Path(shebaotong.portal.__file__).parent / "templates"
# Forms that ask by address choose from lists: nothing is typed into them but a year.
BY_ADDRESS = {"two_cities.html": {"here", "insured"}, "calendar.html": {"region", "year"}}


def test_no_form_sends_a_person_in_an_address() -> None:
    found = {}
    for path in TEMPLATES.rglob("*.html"):
        for head, body in re.findall(r"<form([^>]*)>(.*?)</form>", path.read_text(encoding="utf-8"), re.S):
            if 'method="post"' in head or 'method="dialog"' in head or path.parent.name == "design":
                continue
            names = set(re.findall(r"""name=["'](\w+)["']""", body))
            found[path.name] = found.get(path.name, set()) | names
    assert found == BY_ADDRESS


@pytest.mark.db
@pytest.mark.parametrize("typed", ["杜月华", "11010519491231002X", "杜月华的养老金", "13800138000"])
def test_what_a_person_types_into_the_front_page_stands_in_no_address(client: Client, typed: str) -> None:
    found = client.post("/find/", {"q": typed})
    page = shown(found)
    assert "Location" not in found and values(page)["q"] == typed
    assert typed not in found.content.decode().partition("</title>")[0]
    assert ("找到0项" in page.text) is ("养老金" not in typed)


@pytest.mark.db
@pytest.mark.parametrize("typed", ["养老金", "退休", "長輩版"])
def test_a_word_of_ours_has_an_address_to_come_back_to(client: Client, typed: str) -> None:
    led = client.post("/find/", {"q": f" {typed} "})
    assert led.status_code == 302 and unquote(led["Location"]) == f"/find/?q={typed}"
    assert values(shown(client.get(led["Location"])))["q"] == typed
    assert client.post("/find/", {"q": " "})["Location"] == "/find/"


@pytest.mark.db
def test_the_number_typed_on_the_front_page_goes_along_to_the_form(client: Client) -> None:
    page = shown(client.post("/track/", {"number": "110105 19491231 002X"}))
    assert values(page)["number"] == "110105 19491231 002X" and "请填" not in page.text
    assert "错" not in page.text, "no error before the second question was asked"


@pytest.fixture
def he(who: Who) -> Client:
    account()
    recorded(WUZHOU)
    record_asked_for(accounts.actor_of(who("he.foshan")), of=WUZHOU)
    return sign_in("he.foshan")


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["杜月华", "duyuehua", DU, DU[-4:]])
def test_a_search_is_answered_at_an_address_without_it(he: Client, typed: str) -> None:
    answer = asks(he, "/desk/search/", q=typed)
    page = shown(answer)
    assert "杜月华" in page.text and "找到1项" in page.text
    assert values(page)["q"] == typed, "what was searched for stands in the box"
    title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.S)
    assert title and typed not in title[1], "a browser keeps the titles of its history"
    assert answer["Cache-Control"].count("no-store") == 1


@pytest.mark.slow
def test_going_back_shows_each_search_again_and_nobody_else_can(he: Client) -> None:
    first = he.post("/desk/search/", {"q": "杜月华"})["Location"]
    second = he.post("/desk/search/", {"q": "没有的人"})["Location"]
    assert first != second
    assert "找到1项" in shown(he.get(first)).text and "找到0项" in shown(he.get(second)).text
    assert "找到1项" in shown(he.get(first)).text, "reloading asks the same again"
    other = shown(sign_in("li.foshan").get(first)).text
    assert "杜月华" not in other.partition("查找结果")[2] and "这次查找已经过期" in other


@pytest.mark.slow
def test_what_was_typed_is_kept_for_a_while_only(he: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [he.post("/desk/search/", {"q": f"杜月华{place}"})["Location"] for place in range(asked.MOST + 1)]
    assert len(he.session["asked"]) == asked.MOST
    assert "这次查找已经过期" in shown(he.get(marks[0])).text
    assert "没有找到" in shown(he.get(marks[1])).text
    monkeypatch.setattr(asked, "KEPT", timedelta(0))
    assert "这次查找已经过期" in shown(he.get(marks[-1])).text
    he.post("/desk/search/", {"q": "另一位"})
    assert [text for _mark, _at, text in he.session["asked"]] == ["另一位"], "what is over is dropped"


@pytest.mark.slow
def test_an_empty_search_and_an_old_bookmark_find_nobody(he: Client) -> None:
    assert he.post("/desk/search/", {"q": "  "})["Location"] == "/desk/search/"
    for address in ("/desk/search/", "/desk/search/?q=杜月华", "/desk/search/?asked="):
        page = shown(he.get(address)).text
        assert "请在上面输入要找的" in page and "找到" not in page


@pytest.mark.slow
def test_a_search_sent_from_elsewhere_is_refused(he: Client) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = he.cookies
    assert strict.post("/desk/search/", {"q": "杜月华"}).status_code == 403
