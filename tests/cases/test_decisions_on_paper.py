"""What a person takes home: each decision of the three claims, with why, and what can be done against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from cases.conftest import FOSHAN, WUZHOU, ZHONGSHAN, World, staff
from cases.people import CAST, subject_of
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Document, Role
from shebaotong.portal.paper.printing import to_pdf
from shebaotong.portal.paper.sheets import sheet_of
from support.paper import code, words

A4 = (595, 842)
BODY = 16
REMEDIES = ("可以先向经办机构提出异议", "六十日内可以申请行政复议", "六个月内可以提起行政诉讼")

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people"), pytest.mark.slow]


def team(agency: str) -> tuple[Actor, Actor, Actor]:
    roles = (Role.CLERK, Role.REVIEWER, Role.APPROVER)
    clerk, reviewer, approver = (staff(agency, role.value, role) for role in roles)
    return clerk, reviewer, approver


class Claim:
    """A claim that its own city accepts, reviews and decides, by three persons."""

    def __init__(self, world: World, item: str, owner: str, key: str, body: dict[str, Any]) -> None:
        self.world, self.item, self.key = world, item, key
        self.clerk, self.reviewer, self.approver = team(owner)
        given = {"subject": subject_of(key), "by_proxy": False, **body}
        opening = cases.Opening(item=item, owner=owner, body=given)
        self.number = cases.open_case(opening=opening, actor=self.clerk, now=world.now).case_number

    def offered(self, kind: str) -> dict[str, Any]:
        outcome = cases.read(number=self.number, actor=self.reviewer).outcome
        assert outcome is not None and outcome.body is not None
        return next(p["body"] for p in outcome.body["proposals"] if p["type"] == kind)

    def write(self, actor: Actor, kind: str, body: dict[str, Any]) -> None:
        writing = cases.Writing(case_number=self.number, type=f"{self.item}.{kind}", body=body)
        cases.write(writing=writing, actor=actor, now=self.world.now)
        self.world.carry()

    def review(self, **more: Any) -> None:
        self.write(self.reviewer, "review", {**self.offered("review"), "note": "核对无误", **more})

    def decide(self, kind: str) -> Document:
        self.write(self.approver, kind, self.offered(kind))
        found = cases.read(number=self.number, actor=self.clerk).copy.latest(kind)
        assert found is not None
        return found

    def paper(self, document: Document) -> bytes:
        """As the window prints it, with the address that anybody may verify."""
        reading = cases.read(number=self.number, actor=self.clerk)
        key = document.key
        address = f"/v/{reading.copy.agency}-{self.number}-{key.agency}-{key.number}/"
        url = f"https://example.invalid{address}?s={cases.proof_of(document)}"
        return to_pdf(sheet_of(reading, document, url))


def pension(world: World, key: str) -> Claim:
    form = {
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [],
        "deemed_years": False,
        "materials": [{"code": "identity", "status": "seen"}],
    }
    claim = Claim(world, "retirement_claim", FOSHAN, key, form)
    claim.write(claim.clerk, "ask_assistance", claim.offered("ask_assistance"))
    clerk, _, _ = team(WUZHOU)
    (child,) = [row.number for row in cases.inbox(agency=WUZHOU, bucket="act").rows]
    outcome = cases.read(number=child, actor=clerk).outcome
    assert outcome is not None and outcome.body is not None
    answer = cases.Writing(
        case_number=child, type="assistance.answer", body=outcome.body["proposals"][0]["body"]
    )
    cases.write(writing=answer, actor=clerk, now=world.now)
    world.carry()
    return claim


def pension_granted(world: World) -> tuple[Claim, Document]:
    claim = pension(world, "du")
    figures = {
        "calculation_base_fen": 900_000,
        "calculation_base_of": "this_year",
        "calculation_base_source": "示例文件1号",
        "average_index": "0.9",
        "average_index_source": "示例工资表",
    }
    claim.write(claim.reviewer, "figures", figures)
    claim.review()
    return claim, claim.decide("grant")


def pension_refused(world: World) -> tuple[Claim, Document]:
    claim = pension(world, "du_drawing")
    claim.review(note="梧州已发放城乡居民养老金")
    return claim, claim.decide("refuse")


def lump(world: World, category: str, key: str) -> Claim:
    codes = ("identity", "written_request", "bank_account")
    materials = [{"code": code, "status": "seen"} for code in codes]
    form = {"category": category, "choices": "told", "materials": materials}
    return Claim(world, "lump_sum", ZHONGSHAN, key, form)


def lump_granted(world: World) -> tuple[Claim, Document]:
    claim = lump(world, "male", "deng")
    claim.review()
    return claim, claim.decide("grant")


def lump_refused(world: World) -> tuple[Claim, Document]:
    claim = lump(world, "male", "unemployed")
    claim.review()
    return claim, claim.decide("refuse")


def unemployment(world: World, key: str) -> Claim:
    codes = ("identity", "end_of_employment", "bank_account")
    form = {
        "left": "2026-09",
        "involuntary": True,
        "registered": True,
        "registered_on": "2026-10-12",
        "materials": [{"code": code, "status": "seen"} for code in codes],
    }
    return Claim(world, "unemployment_claim", ZHONGSHAN, key, form)


def unemployment_granted(world: World) -> tuple[Claim, Document]:
    claim = unemployment(world, "unemployed")
    claim.review(monthly_amount_fen=171_000, amount_source="示例文件2号")
    return claim, claim.decide("grant")


def unemployment_refused(world: World) -> tuple[Claim, Document]:
    claim = unemployment(world, "unemployed_short")
    claim.review()
    return claim, claim.decide("refuse")


DECISIONS: dict[str, tuple[Callable[[World], tuple[Claim, Document]], tuple[str, ...]]] = {
    "pension granted": (
        pension_granted,
        (
            "养老待遇核定表",
            "怎样算出来的",
            "月基本养老金",
            "算法：基础养老金+个人账户养老金",
            "依据：国发〔2005〕38号第六条",
            "依据：国办发〔2009〕66号第六条",
            "示例文件1号",
            "〔未核实〕",
            "297个月",
        ),
    ),
    "pension refused": (
        pension_refused,
        (
            "不予批准决定书",
            "查到的情况",
            "在其他城市领取的待遇",
            "梧州市：城乡居民养老金",
            "人社部发〔2014〕17号第八条",
        ),
    ),
    "lump sum granted": (
        lump_granted,
        (
            "一次性待遇核定表",
            "本市累计缴费月数：87个月",
            "个人账户储存额全部一次支付",
            "个人账户储存额（一般账户）",
        ),
    ),
    "lump sum refused": (lump_refused, ("不予批准决定书", "您还没有到法定退休年龄", "法定退休时间：")),
    "unemployment granted": (
        unemployment_granted,
        (
            "失业保险金核定表",
            "18个月",
            "1,710.00元/月",
            "示例文件2号",
            "30,780.00元",
            "依据：社会保险法第四十六条",
        ),
    ),
    "unemployment refused": (
        unemployment_refused,
        ("不予批准决定书", "您缴失业保险不满一年", "领取失业保险金的条件：不符合"),
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_each_decision_says_why_and_what_can_be_done(world: World, name: str) -> None:
    decided, wanted = DECISIONS[name]
    claim, document = decided(world)
    pdf = claim.paper(document)
    text = words(pdf)
    member = CAST[claim.key]
    assert [part for part in (*wanted, *REMEDIES, member.name) if part not in text] == []
    assert member.number not in text and member.number[-4:] in text
    assert sizes(pdf).most_common(1)[0][0] == BODY
    pages = pypdfium2.PdfDocument(pdf)
    assert {tuple(round(edge) for edge in page.get_size()) for page in pages} == {A4}
    answer = Client().get(code(pdf).removeprefix("https://example.invalid"))
    assert answer.status_code == 200 and member.name[0] in answer.content.decode()


def sizes(pdf: bytes) -> Counter[float]:
    """How many letters stand in each size, in points."""
    raw = pypdfium2.raw
    found: Counter[float] = Counter()
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            if chr(raw.FPDFText_GetUnicode(text, at)).strip():
                found[round(raw.FPDFText_GetFontSize(text, at), 1)] += 1
    return found
