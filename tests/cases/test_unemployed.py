"""Unemployment benefit: asked for in Hengyang, examined in grades in Zhongshan."""

from __future__ import annotations

from typing import Any

import pytest

from cases.conftest import WUZHOU, ZHONGSHAN, World, staff
from cases.people import register, subject_of
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, FactKind, Role, Status
from shebaotong.messages.models import Message
from shebaotong.store.api import agency_context

HENGYANG = "430400"
CLERK = staff(HENGYANG, "衡阳", Role.CLERK)
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
CHEN = staff(ZHONGSHAN, "陈复核", Role.REVIEWER)
OU = staff(ZHONGSHAN, "欧审批", Role.APPROVER)
STANDARD = {"monthly_amount_fen": 171_000, "amount_source": "示例文件1号"}

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]


def claim(world: World, key: str, actor: Actor = CLERK, **changes: Any) -> str:
    codes = ("identity", "end_of_employment", "bank_account")
    body = {
        "subject": subject_of(key),
        "left": "2026-09",
        "involuntary": True,
        "registered": True,
        "registered_on": "2026-10-12",
        "by_proxy": False,
        "materials": [{"code": code, "status": "seen"} for code in codes],
        **changes,
    }
    opening = cases.Opening(item="unemployment_claim", owner=ZHONGSHAN, body=body)
    number = cases.open_case(opening=opening, actor=actor, now=world.now).case_number
    world.carry()
    return number


def do(world: World, number: str, actor: Actor, kind: str, body: dict[str, Any]) -> None:
    writing = cases.Writing(case_number=number, type=f"unemployment_claim.{kind}", body=body)
    cases.write(writing=writing, actor=actor, now=world.now)
    world.carry()


def outcome(number: str) -> dict[str, Any]:
    found = cases.read(number=number, actor=CHEN).outcome
    assert found is not None and found.body is not None
    return found.body


def offered(number: str, kind: str) -> dict[str, Any]:
    return next(p["body"] for p in outcome(number)["proposals"] if p["type"] == kind)


def grant(world: World, number: str) -> None:
    """The reviewer adds the amount that nobody had told the system."""
    entered = {**offered(number, "review"), **STANDARD, "note": "核对无误"}
    do(world, number, CHEN, "review", entered)
    do(world, number, OU, "grant", offered(number, "grant"))


@pytest.mark.row("P1", "accepted at the front, reviewed and decided at the back by two others")
@pytest.mark.row("K1", "uniform acceptance, graded review, uniform feedback")
@pytest.mark.row("K1", "routed by itself to the agency where the person is insured")
def test_accepted_in_front_reviewed_in_grades_and_told(world: World) -> None:
    number = claim(world, "unemployed")
    state = cases.read(number=number, actor=CHEN).copy.state
    assert (state.owner, state.turn, state.step) == (ZHONGSHAN, ZHONGSHAN, "review")
    review = offered(number, "review")
    assert review == {"opinion": "agree", "months": 18, "payable_from": "2026-10"}
    assert any("失业保险金月标准" in unknown["what"] for unknown in outcome(number)["unknowns"])
    grant(world, number)
    state = cases.read(number=number, actor=CLERK).copy.state
    assert (state.status, state.ending) == (Status.ENDED, "completed")
    drawn = register(world, "unemployed", ZHONGSHAN, FactKind.ENTITLEMENTS)["entitlements"]
    assert [(entry["benefit"], entry["amount_fen"]) for entry in drawn] == [("unemployment", 171_000)]
    assert (drawn[0]["from"], drawn[0]["last_month"]) == ("2026-10", "2028-03"), "18 months and no longer"
    with agency_context(agency=HENGYANG):
        told = Message.objects.filter(agency=HENGYANG).order_by("pk").values_list("template", flat=True)
        assert list(told) == ["accepted", "decided_granted"]


@pytest.mark.row("C2", "an eight-digit permit goes through every step of a claim")
def test_eight_digits_go_through_every_step(world: World) -> None:
    number = claim(world, "taiwan")
    assert len(subject_of("taiwan")["identifier"]) == 8
    grant(world, number)
    assert cases.read(number=number, actor=CLERK).copy.state.ending == "completed"
    drawn = register(world, "taiwan", ZHONGSHAN, FactKind.ENTITLEMENTS)["entitlements"]
    assert [entry["benefit"] for entry in drawn] == ["unemployment"]


@pytest.mark.row("P1", "no one reviews or approves what he accepted, on no way")
def test_no_one_reviews_what_he_accepted_or_decides_what_he_reviewed(world: World) -> None:
    at_home = staff(ZHONGSHAN, "中山", Role.CLERK, Role.REVIEWER, Role.APPROVER)
    number = claim(world, "unemployed", at_home)
    entered = {**offered(number, "review"), **STANDARD, "note": "核对无误"}
    with pytest.raises(cases.NotAllowed) as denied:
        do(world, number, at_home, "review", entered)
    assert denied.value.denial is cases.Denial.FOUR_EYES
    do(world, number, CHEN, "review", entered)
    both = staff(ZHONGSHAN, "陈复核", Role.REVIEWER, Role.APPROVER)
    with pytest.raises(cases.NotAllowed) as denied:
        do(world, number, both, "grant", offered(number, "grant"))
    assert denied.value.denial is cases.Denial.FOUR_EYES


@pytest.mark.row("K1", "refused in writing with reason and remedy")
def test_eight_months_are_too_few_and_the_notice_says_what_to_do(world: World) -> None:
    number = claim(world, "unemployed_short")
    review = offered(number, "review")
    assert review == {"opinion": "disagree", "ground": "too_few_months"}
    do(world, number, CHEN, "review", {**review, "note": "缴费8个月"})
    refusal = offered(number, "refuse")
    do(world, number, OU, "refuse", refusal)
    copy = cases.read(number=number, actor=CLERK).copy
    assert copy.state.ending == "refused"
    told = copy.latest("refuse")
    assert told is not None and told.body is not None
    assert told.body["reason"]["zh"] and "行政复议" in told.body["remedy"]["zh"]


@pytest.mark.row("K1", "the same claim at a second window meets the first one and joins it")
def test_a_second_window_joins_the_open_claim(world: World) -> None:
    first = claim(world, "unemployed")
    second = claim(world, "unemployed", LIN)
    world.carry()
    state = cases.read(number=second, actor=LIN).copy.state
    assert (state.status, state.ending, state.joined) == (Status.ENDED, "joined", first)
    assert WUZHOU in cases.read(number=first, actor=CHEN).copy.state.participants
    assert claim(world, "unemployed") == first


@pytest.mark.row("K1", "within limits: ten working days by law")
def test_the_law_gives_ten_working_days(world: World) -> None:
    clock = cases.read(number=claim(world, "unemployed"), actor=CHEN).copy.state.clock
    assert clock.due_at is not None and clock.legal_due_at is not None
    assert (clock.due_at.date().isoformat(), clock.legal_due_at.date().isoformat()) == (
        "2026-11-25",
        "2026-12-04",
    )


def test_a_claim_that_is_forwarded_is_examined_where_it_arrives(world: World) -> None:
    body = {
        "subject": subject_of("unemployed"),
        "left": "2026-09",
        "involuntary": True,
        "registered": True,
        "registered_on": "2026-10-12",
        "by_proxy": False,
        "materials": [],
    }
    opening = cases.Opening(item="unemployment_claim", owner=WUZHOU, body=body)
    number = cases.open_case(opening=opening, actor=CLERK, now=world.now).case_number
    world.carry()
    passed_on = cases.Writing(
        case_number=number, type="case.forward", body={"agency": ZHONGSHAN, "reason": "在中山参保"}
    )
    reviewer = staff(WUZHOU, "梧州复核", Role.REVIEWER)
    cases.write(writing=passed_on, actor=reviewer, now=world.now)
    world.carry()
    assert offered(number, "review")["months"] == 18
