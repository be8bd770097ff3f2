"""Looking somebody up in the agency's register: who is there is found, and what was not searched is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from stdnum.iso7064 import mod_11_2

from shebaotong.registry import api as registry
from support.accounts import Who
from support.desk import shown, sign_in, values
from support.insured import RECORD
from support.pages import Page

FOSHAN = "440600"
PURPOSE = "核对窗口申请人的身份"
NOBODY = "本市登记里没有这个人"
NUMBER, WIDE = "450499197602152001", "４５０４９９１９７６０２１５２００１"
"""The first one registered here has it."""


def registered(*names: str) -> None:
    """People of Foshan, each with a number of his own."""
    records: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        body = f"450499197602152{2 * place:02d}"
        number = body + mod_11_2.calc_check_digit(body)
        records.append(
            {**RECORD, "name": name, "documents": [{"kind": "resident", "number": number}], "enrolments": []}
            | {"contributions": []}
        )
    report = registry.import_people(agency=FOSHAN, stream=records, batch="test", now=timezone.now())
    assert report.loaded == len(names), report


@pytest.fixture
def he(who: Who) -> Client:
    return sign_in("he.foshan")


def asked(client: Client, who: str, status: int = 200, **more: str) -> Page:
    return shown(client.post("/desk/people/", {"who": who, "purpose": PURPOSE, **more}), status)


@pytest.mark.parametrize(
    "typed", ["李娜", "lina", "Lǐ Nà", "ｌｉｎａ", "2001", "２００１", " 2001 ", "李 娜", NUMBER, WIDE]
)
def test_whoever_is_registered_is_found_by_what_is_typed(he: Client, typed: str) -> None:
    registered("李娜")
    page = asked(he, typed)
    assert "李娜" in page.text and NOBODY not in page.text


def test_a_name_in_traditional_characters_is_that_in_simplified_ones(he: Client) -> None:
    registered("黄国维", "黃國維")
    for typed in ("黄国维", "黃國維", "黄國维"):
        page = asked(he, typed)
        assert "黄国维" in page.text and "黃國維" in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("450", "这不像任何一种证件的号码"),
        ("４５０", "这不像任何一种证件的号码"),
        ("——", "没有字母、汉字或数字"),
        ("··", "没有字母、汉字或数字"),
        ("....", "没有字母、汉字或数字"),
        ("李\u202e娜", "姓名中有无法保存的字符"),
    ],
)
def test_what_was_not_searched_is_told_and_never_that_nobody_is_there(
    he: Client, typed: str, told: str
) -> None:
    registered("李娜")
    page = asked(he, typed, status=422)
    assert told in page.text and NOBODY not in page.text
    assert [link.get("href") for link in page.all("a") if link.get("href") == "#q-who"]
    assert values(page)["purpose"] == PURPOSE, "nothing typed is lost"


def test_more_namesakes_than_a_page_holds_are_on_the_next(he: Client) -> None:
    registered(*["李娜"] * 21)
    page = asked(he, "李娜")
    assert page.text.count("李娜") == 20 and "还有更多人符合" in page.text
    following = values(page)
    rest = asked(he, following["who"], after=following["after"])
    assert rest.text.count("李娜") == 1 and "还有更多" not in rest.text
    last = asked(he, "李娜", after="999999999")
    assert "后面没有了" in last.text and NOBODY not in last.text


def test_where_nobody_is_found_it_says_so(he: Client) -> None:
    registered("李娜")
    assert NOBODY in asked(he, "王芳").text and NOBODY in asked(he, "9999").text
