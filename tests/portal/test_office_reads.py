"""Who read what: the supervisor sees his own people's looks, the person sees all of them with purpose."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from shebaotong.accounts import api as accounts
from shebaotong.portal.views.desk import words
from support.accounts import Who
from support.desk import asks, links, shown, sign_in
from support.insured import DU, account, record_asked_for, recorded, retirement_claimed, signed_in

pytestmark = pytest.mark.slow

FOSHAN, WUZHOU = "440600", "450400"
PURPOSE = "核对窗口申请人的身份"


@pytest.fixture
def du(who: Who) -> Client:
    """Ms Du, whom Wuzhou's register holds and Foshan's does not."""
    account()
    recorded(WUZHOU)
    return signed_in("du.shili")


@pytest.fixture
def number(du: Client, who: Who) -> str:
    """Her rights record of Wuzhou, asked for at a window in Foshan and answered."""
    return record_asked_for(accounts.actor_of(who("he.foshan")), of=WUZHOU)


def my_log(du: Client) -> str:
    return shown(du.post("/mine/log/", {"identifier": DU})).text


@pytest.mark.row("N4", "each look is for a stated purpose, logged, and the person sees it")
def test_an_unmasking_in_a_city_without_her_record_is_seen_by_her_and_the_supervisor(
    du: Client, number: str
) -> None:
    he = sign_in("he.foshan")
    without = he.post(f"/desk/case/{number}/number/", {"purpose": ""})
    assert DU not in shown(without, 422).text and PURPOSE not in my_log(du)
    assert DU in shown(he.post(f"/desk/case/{number}/number/", {"purpose": PURPOSE})).text
    log = my_log(du)
    look = rf"看了什么 完整证件号码（佛山的记录） 为什么 {PURPOSE} 办件号 {number[:4]}"
    assert re.search(rf"佛山窗口人员：何志文[-: 0-9]+{look}", log), log
    assert "佛山受理的" in log and "梧州的系统自动查的" in log, (
        "what the other city's engine read, and for which case"
    )
    page = shown(sign_in("zhou.foshan").get("/desk/reads/?kind=unmask"))
    assert "何志文" in page.text and PURPOSE in page.text and f"/desk/case/{number}/" in links(page)
    assert DU not in page.text and "4504**********1826" in page.text and "杜月华" not in page.text
    assert PURPOSE not in shown(sign_in("zhou.wuzhou").get("/desk/reads/")).text


def test_looks_into_the_register_are_seen_even_where_nobody_was_found(du: Client) -> None:
    lin, supervisor = sign_in("lin.wuzhou"), sign_in("zhou.wuzhou")
    shown(lin.post("/desk/people/", {"who": "杜月华", "purpose": PURPOSE}))
    shown(lin.post("/desk/people/", {"who": "没有的人", "purpose": "好奇看一看"}))
    page = shown(supervisor.get("/desk/reads/?kind=search")).text
    assert "杜*华" in page and "没**人" in page and "好奇看一看" in page and "林雪梅" in page
    assert PURPOSE in my_log(du) and "好奇看一看" not in my_log(du)
    shown(sign_in("li.foshan").post("/desk/people/", {"who": DU, "purpose": "顺手查一查"}))
    assert "佛山窗口人员：李示例" in my_log(du) and "顺手查一查" in my_log(du), (
        "asked for, though Foshan has no record"
    )


def test_the_log_is_narrowed_and_goes_on_page_by_page(du: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shebaotong.portal.views.desk.office.reads.PAGE", 2)
    lin, supervisor = sign_in("lin.wuzhou"), sign_in("zhou.wuzhou")
    for place in range(5):
        lin.post("/desk/people/", {"who": "杜月华", "purpose": f"第{place}次核对"})
    sign_in("li.wuzhou").post("/desk/people/", {"who": "杜月华", "purpose": "另一位看的"})
    seen, answer = [], asks(supervisor, "/desk/reads/?kind=search", who="林雪梅")
    while answer is not None:
        page = shown(answer)
        seen += re.findall(r"第\d次核对", page.text)
        assert "另一位看的" not in page.text
        following = [href for href in links(page) if "before=" in href]
        assert not [href for href in following if "林雪梅" in unquote(href) or "kind=search" not in href]
        answer = supervisor.get(f"/desk/reads/{following[0]}") if following else None
    assert seen == [f"第{place}次核对" for place in (4, 3, 2, 1, 0)]
    for odd in ("?kind=nothing", "?before=x", "?before=999999999999999999999", "?kind=places&before=x"):
        assert supervisor.get(f"/desk/reads/{odd}").status_code == 200


def test_what_the_agency_asked_the_locator_is_seen(du: Client, who: Who) -> None:
    number = retirement_claimed(accounts.actor_of(who("he.foshan")), owner=FOSHAN, seen=("identity",))
    page = shown(sign_in("zhou.foshan").get("/desk/reads/?kind=places"))
    assert f"/desk/case/{number}/" in links(page)
    assert "您在哪些城市有记录" in my_log(du)


@pytest.mark.parametrize("username", ["he.foshan", "chen.foshan", "wu.foshan", "zheng.foshan"])
def test_the_log_is_the_supervisors(who: Who, username: str) -> None:
    client = sign_in(username)
    assert client.get("/desk/reads/").status_code == 403
    assert "/desk/reads/" not in links(shown(client.get("/desk/office/")))


def test_every_kind_of_reading_has_its_word() -> None:
    assert words.read_word("unmask") != words.read_word("search") != words.read_word("contact")
