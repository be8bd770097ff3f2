"""查个人: what is typed is looked for as it was meant, and what cannot be looked for is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from shebaotong.lab.people.numbers import resident_number
from shebaotong.registry import api as registry
from shebaotong.store.api import agency_context
from support.accounts import Who
from support.desk import shown, sign_in

NOBODY = "本市登记里没有这个人。"


@pytest.fixture
def lin(who: Who) -> Client:
    return sign_in("lin.wuzhou")


def add(*names: str) -> list[str]:
    """Register people of these names in Wuzhou; their numbers."""
    birth = date(1980, 1, 1)
    numbers = [resident_number("450499", birth, "F", at) for at in range(len(names))]
    records = [
        {
            "name": name,
            "sex": "F",
            "birth": birth.isoformat(),
            "documents": [{"kind": "resident", "number": n}],
        }
        for name, n in zip(names, numbers, strict=True)
    ]
    with agency_context(agency="450400"):
        report = registry.import_people(
            agency="450400", stream=records, batch="test", now=datetime(2026, 11, 23, tzinfo=UTC)
        )
    assert report.held == 0
    return numbers


def ask(client: Client, who: str, status: int = 200, **more: str) -> str:
    answer = client.post("/desk/people/", {"who": who, "purpose": "核对窗口申请人", **more})
    shown(answer, status)
    return answer.content.decode()


def test_four_letters_are_a_name_and_four_digits_the_end_of_a_number(lin: Client) -> None:
    [number] = add("李娜")
    for who in (
        "lina",
        "Lina",
        number[-4:],
        number,
        "ｌｉｎａ",
        "".join(chr(ord(c) + 0xFEE0) for c in number),
    ):
        assert "李娜" in ask(lin, who), who


def test_what_is_no_name_is_not_told_as_nobody(lin: Client) -> None:
    page = ask(lin, "··", status=422)
    assert NOBODY not in page and "请填写姓名" in page and 'value="··"' in page


def test_who_comes_behind_the_first_twenty_is_found(lin: Client) -> None:
    add(*["李伟"] * 23)
    page = ask(lin, "李伟")
    assert page.count("李伟</td>") == 20 and "下一页" in page
    after = page.split('name="after" value="')[1].split('"')[0]
    rest = ask(lin, "李伟", after=after)
    assert rest.count("李伟</td>") == 3 and "下一页" not in rest
    assert NOBODY not in ask(lin, "李伟", after="999999999")
