"""Guides made from the items themselves, and what two cities can do for each other."""

from __future__ import annotations

import pytest
from django.test import Client

from shebaotong.cases.api import items
from shebaotong.portal.finder import find, items_of, life_event, life_events
from shebaotong.portal.item_words import CHANNELS, guide, mode_of
from support.pages import Page, faults

FOSHAN, WUZHOU, ZHONGSHAN, SHENZHEN, ZUNYI = "440600", "450400", "442000", "440300", "520300"
FOR_PEOPLE = [item for item in items() if item.for_person]


@pytest.fixture
def client(network: None) -> Client:
    return Client(SERVER_NAME="localhost")


@pytest.mark.row("Y4", "one guide for applicants, made from the catalogue")
@pytest.mark.parametrize("item", FOR_PEOPLE, ids=lambda item: item.code)
def test_each_item_has_a_guide_with_all_that_it_declares(client: Client, item: object) -> None:
    code = item.code  # type: ignore[attr-defined]
    [declared] = [entry for entry in FOR_PEOPLE if entry.code == code]
    page = Page(client.get(f"/item/{code}/").content.decode())
    assert faults(page) == []
    for text in (declared.title, declared.summary, *(m.title for m in declared.materials)):
        assert text.zh in page.text
    assert declared.limits.legal.reference in page.text
    assert str(mode_of(declared)[0]) in page.text
    for channel in declared.channels:
        assert str(CHANNELS[channel]) in page.text


def test_what_is_spared_says_so() -> None:
    [claim] = [item for item in FOR_PEOPLE if item.code == "retirement_claim"]
    status = {row["title"]: str(row["status"]) for row in guide(claim)["materials"]}
    assert status["参保缴费凭证"] == "不用带"
    assert status["本人身份证件"] == "要带，验过一次都算"
    assert status["职工档案（招工表、调动表）"] == "可以后补"
    assert status["社会保障卡或本人银行卡"] == "要带"
    assert status["委托书"] == "有的人要带"


@pytest.mark.parametrize("code", ["assistance", "no-such-item"])
def test_what_only_agencies_open_has_no_guide(client: Client, code: str) -> None:
    assert client.get(f"/item/{code}/").status_code == 404


def test_items_are_found_by_search_and_under_their_life_event(client: Client) -> None:
    assert "/item/rights_record/" in [entry.href for entry in find("权益记录")]
    retirement = life_event("retirement")
    assert retirement is not None
    assert "/item/retirement_claim/" in [entry.href for entry in items_of(retirement)]
    assert "/item/retirement_claim/" in client.get("/event/retirement/").content.decode()


@pytest.mark.parametrize("slug", [event.slug for event in life_events()])
def test_nobody_is_sent_to_a_window_that_cannot_take_it_in(client: Client, slug: str) -> None:
    event = life_event(slug)
    assert event is not None
    page = Page(client.get(f"/event/{slug}/").content.decode())
    assert faults(page) == []
    assert ("去身边的窗口" in page.text) is bool(items_of(event))
    assert ("这件事，这里还办不了" in page.text) is not bool(items_of(event))


@pytest.mark.slow
def test_only_what_is_done_from_home_is_called_so(client: Client) -> None:
    """A certification needs the person at a counter, and a list of counters with their hours."""
    text = ways(client, WUZHOU, ZHONGSHAN)
    assert "领取待遇资格认证 当场办完" in text and "领取待遇资格认证 全程网办" not in text
    assert "在梧州去哪里办" in text and "梧州社保服务大厅跨省通办专窗" in text and "09:00–12:00" in text
    assert "去哪里办" not in ways(client, SHENZHEN, ZUNYI).replace("看去哪里办", "")


def ways(client: Client, here: str, insured: str) -> str:
    answer = client.get("/ways/", {"here": here, "insured": insured})
    assert answer.status_code == 200
    page = Page(answer.content.decode())
    assert faults(page) == []
    return page.text


@pytest.mark.row("Y7", "high-risk items are only accepted there; the responsible city decides")
def test_low_risk_is_finished_here_and_high_risk_is_passed_on(client: Client) -> None:
    text = ways(client, WUZHOU, ZHONGSHAN)
    assert "人在梧州，社保在中山" in text
    assert "个人权益记录查询打印 全程网办 在这里就能办完" in text
    assert "职工退休待遇申领 异地代收代办 在这里交，转给中山办" in text


@pytest.mark.slow
def test_cities_without_an_agreement_say_why_and_where_to_go(client: Client) -> None:
    text = ways(client, SHENZHEN, ZUNYI)
    assert "深圳与遵义之间没有有效的跨省通办协议" in text
    assert "可以去：" in text
    assert "在这里就能办完" not in text


def test_in_the_city_itself_everything_is_done(client: Client) -> None:
    text = ways(client, FOSHAN, FOSHAN)
    assert text.count("就在本市办") == len(FOR_PEOPLE)


@pytest.mark.parametrize(("here", "insured"), [("", ""), (FOSHAN, ""), ("999999", FOSHAN), ("'; --", "<b>")])
def test_a_city_that_is_none_is_asked_for_again(client: Client, here: str, insured: str) -> None:
    answer = client.get("/ways/", {"here": here, "insured": insured})
    assert answer.status_code == 422
    page = Page(answer.content.decode())
    assert faults(page) == []
    assert "有几处要改一下" in page.text


def test_the_front_page_offers_every_city_of_the_network(client: Client) -> None:
    page = Page(client.get("/").content.decode())
    names = {given["value"] for given in page.all("option")}
    assert {FOSHAN, WUZHOU, ZHONGSHAN, SHENZHEN, ZUNYI} <= names
