"""The desk in English: what is searched by English words, and names that have an English one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from support.accounts import Who
from support.desk import asks, links, shown, sign_in

CLAIM, RECORD = "/desk/intake/retirement_claim/", "/desk/intake/rights_record/"
_HAN = re.compile(r"[\u4e00-\u9fff]")


def in_english(username: str) -> Client:
    client = sign_in(username)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("words", "item"), [("Pension", CLAIM), ("Retirement", CLAIM), ("print record", RECORD)]
)
def test_an_item_is_found_by_its_english_words(who: Who, words: str, item: str) -> None:
    found = links(shown(asks(in_english("he.foshan"), "/desk/intake/", q=words)))
    assert item in found and not {CLAIM, RECORD} <= found


def test_who_keeps_a_calendar_is_named_in_english(who: Who) -> None:
    page = shown(in_english("he.foshan").get("/desk/calendar/44/2026/")).text
    keeper = page.partition("kept by the calendar officials of ")[2][:30]
    assert keeper and not _HAN.search(keeper)


def test_where_one_may_go_instead_is_named_in_english(who: Who) -> None:
    typed = {
        "identifier_kind": "resident",
        "identifier": "11010519491231002X",
        "name": "杜月华",
        "owner": "440600",
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": "450400",
        "deemed_years": "no",
        "by_proxy": "no",
        "key": "k-1",
    }
    page = shown(in_english("yang.liupanshui").post(CLAIM, typed), 422).text
    nearest = page.partition("Nearest windows where it can be done")[2].partition("Change where")[0]
    assert " km, " in nearest and not _HAN.search(nearest)
