"""A document that comes after the decision: the desk says so, and somebody can see to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from portal.test_desk import DU
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Actor, Role
from support.accounts import Who
from support.desk import shown, sign_in
from support.examples import unhurried
from support.insured import DU as HELD
from support.insured import recorded


def asked(he: Client) -> str:
    """Foshan asks Wuzhou; the number of that case."""
    done = he.post("/desk/intake/retirement_claim/", DU)
    number = done["Location"].rstrip("/").split("/")[-1]
    body = {"agency": "450400", "question": "draws_pension", "key": "a"}
    assert he.post(f"/desk/case/{number}/do/retirement_claim.ask_assistance/", body).status_code == 302
    return cases.read(number=number, actor=Actor.engine("440600")).copy.state.waits[0].key


@pytest.mark.parametrize("ways", ["²", *unhurried("9" * 5000, "-1")])
def test_what_is_no_number_in_an_address_or_a_form_breaks_nothing(who: Who, ways: str) -> None:
    child = asked(sign_in("he.foshan"))
    lin = sign_in("lin.wuzhou")
    page = f"/desk/case/{child}/do/assistance.answer/"
    assert lin.get(page, {"proposal": ways}).status_code == 200
    assert lin.post(page, {"revision": ways}).status_code == 422
    assert Client().get(f"/v/450400-{child}-450400-{ways}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/desk/case/%00/", *unhurried("/desk/findings/%00/", "/event/%00/", "/v/%00/")]
)
def test_an_address_that_no_table_can_hold_is_no_page(who: Who, address: str) -> None:
    for client in (Client(), sign_in("zhou.foshan")):
        answer = client.get(address)
        assert answer.status_code == 404 and "Content-Security-Policy" in answer.headers


def test_no_record_goes_with_another_person(who: Who) -> None:
    """The register holds somebody under the number; the clerk knows that it is another person."""
    recorded("450400")
    he, lin = sign_in("he.foshan"), sign_in("lin.wuzhou")
    done = he.post("/desk/intake/retirement_claim/", {**DU, "identifier": HELD})
    number = done["Location"].rstrip("/").split("/")[-1]
    body = {"agency": "450400", "question": "pension_and_record", "key": "a"}
    he.post(f"/desk/case/{number}/do/retirement_claim.ask_assistance/", body)
    child = cases.read(number=number, actor=Actor.engine("440600")).copy.state.waits[0].key
    answer = {"status": "not_our_person", "note": "同号不同人", "key": "b"}
    assert lin.post(f"/desk/case/{child}/do/assistance.answer/", answer).status_code == 302
    told = cases.read(number=child, actor=Actor.engine("450400")).copy.latest("answer")
    assert told is not None and told.body == {"status": "not_our_person", "note": "同号不同人"}


@pytest.mark.slow
def test_a_colleague_of_the_same_name_is_another_person(who: Who) -> None:
    """Both had been told that they had taken the case."""
    child = asked(sign_in("he.foshan"))
    lin = who("lin.wuzhou")
    namesake = Actor("450400", "another hand", frozenset({Role.CLERK}), lin.display_name)
    cases.claim(actor=namesake, number=child, now=timezone.now())
    page = sign_in("lin.wuzhou").post(f"/desk/case/{child}/take/", {"take": "1"}, follow=True)
    shows = shown(page).text
    assert f"{lin.display_name} 已经在办这件" in shows and f"{lin.display_name}在办" in shows
    assert "放回" not in shows


def test_a_message_that_cannot_be_kept_is_said(who: Who) -> None:
    he = sign_in("he.foshan")
    child = asked(he)
    page = he.post(f"/desk/case/{child}/say/", {"text": "请\x00核对"}, follow=True)
    assert "有不能保存的字符" in page.content.decode()


def test_a_late_document_is_seen_to_and_leaves_the_inbox(who: Who) -> None:
    he, lin, chen = sign_in("he.foshan"), sign_in("lin.wuzhou"), sign_in("chen.wuzhou")
    child = asked(he)
    he.post(f"/desk/case/{child}/say/", {"text": "她还用过别的名字"})
    answer = {"status": "none", "note": "没有", "key": "b"}
    assert lin.post(f"/desk/case/{child}/do/assistance.answer/", answer).status_code == 302
    now = cases.read(number=child, actor=Actor.engine("450400")).copy.documents[-1].envelope.claimed_at
    cases.pump(agencies=("440600", "450400"), transport=LocalTransport(), now=now)
    reviewer = Actor("450400", "复核", frozenset({Role.REVIEWER}), "复核")
    assert len(cases.read(number=child, actor=reviewer).copy.state.late) == 1
    assert [row.number for row in cases.inbox(agency="450400", bucket="act").rows] == [child]
    page = shown(chen.get(f"/desk/case/{child}/")).text
    assert "这份文书在决定之后才到" in page and "已阅迟到的文书" in page
    address = f"/desk/case/{child}/do/case.acknowledge/"
    form = shown(chen.get(address))
    assert "往来对话" in form.text
    revision = re.search(r'name="revision" value="(\d+)"', chen.get(address).content.decode())
    assert revision
    empty = chen.post(address, {"reason": "", "revision": revision[1], "key": "c"})
    assert empty.status_code == 422
    read = chen.post(address, {"reason": "不改变答复", "revision": revision[1], "key": "c"})
    assert read.status_code == 302, read.content.decode()[:3000]
    assert cases.inbox(agency="450400", bucket="act").rows == ()
