"""Mr Deng's lump sum: accepted in Wuzhou, decided and paid by Zhongshan."""

from __future__ import annotations

from typing import Any

import pytest

from cases.conftest import WUZHOU, ZHONGSHAN, World, staff
from cases.people import register, subject_of
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, FactKind, Role, Status
from shebaotong.messages.models import Message
from shebaotong.registry import models as tables
from shebaotong.registry.api import orders_of
from shebaotong.store.api import agency_context

LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
CHEN = staff(ZHONGSHAN, "陈复核", Role.REVIEWER)
OU = staff(ZHONGSHAN, "欧审批", Role.APPROVER)
SHOWN = ("identity", "written_request", "bank_account")

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]


def claim(world: World, *shown: str, **changes: Any) -> str:
    body = {
        "subject": subject_of("deng"),
        "category": "male",
        "choices": "told",
        "by_proxy": False,
        "materials": [{"code": code, "status": "seen"} for code in shown or SHOWN],
        **changes,
    }
    opening = cases.Opening(item="lump_sum", owner=ZHONGSHAN, body=body)
    number = cases.open_case(opening=opening, actor=LIN, now=world.now).case_number
    world.carry()
    return number


def do(world: World, number: str, actor: Actor, kind: str, body: dict[str, Any]) -> None:
    writing = cases.Writing(case_number=number, type=kind, body=body)
    cases.write(writing=writing, actor=actor, now=world.now)
    world.carry()


def offered(number: str, kind: str) -> dict[str, Any]:
    outcome = cases.read(number=number, actor=CHEN).outcome
    assert outcome is not None and outcome.body is not None
    return next(p["body"] for p in outcome.body["proposals"] if p["type"] == kind)


def review(world: World, number: str) -> None:
    do(world, number, CHEN, "lump_sum.review", {**offered(number, "review"), "note": "核对无误"})


@pytest.mark.row("N5", "accepted at Wuzhou's window, decided and paid by Zhongshan")
@pytest.mark.row("N3", "services: any member's window takes in for all")
def test_accepted_in_one_city_decided_and_paid_by_another(world: World) -> None:
    balance = register(world, "deng", ZHONGSHAN, FactKind.ACCOUNT)["accounts"][0]["balance_fen"]
    number = claim(world)
    assert [row.number for row in cases.inbox(agency=ZHONGSHAN, bucket="act").rows] == [number]
    review(world, number)
    grant = offered(number, "grant")
    assert grant["amount_fen"] == balance
    do(world, number, OU, "lump_sum.grant", grant)
    for agency, actor in ((WUZHOU, LIN), (ZHONGSHAN, OU)):
        state = cases.read(number=number, actor=actor).copy.state
        assert (state.status, state.ending) == (Status.ENDED, "completed"), agency
    (order,) = orders_of(agency=ZHONGSHAN, case_number=number)
    assert (order.benefit, order.amount_fen) == ("employee_pension_lump_sum", balance)
    assert orders_of(agency=WUZHOU, case_number=number) == ()
    assert register(world, "deng", ZHONGSHAN, FactKind.ACCOUNT)["accounts"][0]["balance_fen"] == 0


@pytest.mark.row("N5", "the person is told by the city where he asked")
def test_wuzhou_tells_him_and_zhongshan_stays_silent(world: World) -> None:
    number = claim(world)
    review(world, number)
    do(world, number, OU, "lump_sum.grant", offered(number, "grant"))
    with agency_context(agency=WUZHOU):
        told = list(Message.objects.filter(agency=WUZHOU).order_by("pk").values_list("template", flat=True))
    assert told == ["accepted", "decided_granted"]
    with agency_context(agency=ZHONGSHAN):
        assert not Message.objects.filter(agency=ZHONGSHAN).exists()


@pytest.mark.row("N4", "what one city has checked is recognised by all, with its source")
def test_what_one_city_checked_is_recognised_with_its_source(world: World) -> None:
    outcome = cases.read(number=claim(world), actor=CHEN).outcome
    assert outcome is not None and outcome.body is not None
    remarks = [remark["zh"] for remark in outcome.body["remarks"]]
    assert any("本人身份证件" in remark and "梧州" in remark for remark in remarks)
    assert outcome.body["missing"] == []


@pytest.mark.row("N5", "four eyes: who reviewed does not decide")
def test_who_reviewed_does_not_decide(world: World) -> None:
    number = claim(world)
    both = staff(ZHONGSHAN, "陈复核", Role.REVIEWER, Role.APPROVER)
    review(world, number)
    with pytest.raises(cases.NotAllowed) as denied:
        do(world, number, both, "lump_sum.grant", offered(number, "grant"))
    assert denied.value.denial is cases.Denial.FOUR_EYES
    with pytest.raises(cases.NotAllowed):
        do(world, number, LIN, "lump_sum.grant", offered(number, "grant"))


@pytest.mark.row("N5", "refused with reason and remedy")
def test_refused_with_reason_and_remedy_and_nothing_is_paid(world: World) -> None:
    number = claim(world)
    negative = {"opinion": "disagree", "ground": "draws_pension", "note": "已在梧州领取"}
    do(world, number, CHEN, "lump_sum.review", negative)
    refusal = offered(number, "refuse")
    assert refusal["reason"]["zh"] and "行政复议" in refusal["remedy"]["zh"]
    do(world, number, OU, "lump_sum.refuse", refusal)
    assert cases.read(number=number, actor=LIN).copy.state.ending == "refused"
    assert orders_of(agency=ZHONGSHAN, case_number=number) == ()


@pytest.mark.row("N5", "what is missing is told at once; the clock waits")
def test_everything_missing_at_once_and_the_clock_waits(world: World) -> None:
    number = claim(world, "identity")
    notice = offered(number, "supplement_notice")
    assert [entry["code"] for entry in notice["missing"]] == ["written_request", "bank_account"]
    do(world, number, CHEN, "lump_sum.supplement_notice", notice)
    state = cases.read(number=number, actor=LIN).copy.state
    assert state.status is Status.WAITING and not state.clock.running
    later = {"materials": [{"code": code, "status": "seen"} for code in SHOWN[1:]]}
    do(world, number, LIN, "lump_sum.supplement", later)
    state = cases.read(number=number, actor=CHEN).copy.state
    assert state.status is Status.OPEN and state.clock.running
    outcome = cases.read(number=number, actor=CHEN).outcome
    assert outcome is not None and outcome.body is not None and outcome.body["missing"] == []
    review(world, number)


# An official of the calendar does not see the case at all.
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK, Role.PERSON, Role.ENGINE, Role.OFFICIAL}))
def test_nobody_withdraws_a_claim_but_the_person_or_the_window(world: World, role: Role) -> None:
    number = claim(world)
    other = staff(WUZHOU, "别的岗位", role)
    offered_to = {action.type for action in cases.read(number=number, actor=other).actions if action.allowed}
    assert "case.withdraw" not in offered_to
    with pytest.raises(cases.NotAllowed):
        do(world, number, other, "case.withdraw", {"reason": "不办了"})


def test_the_person_withdraws_it_himself(world: World) -> None:
    number = claim(world)
    token = cases.read(number=number, actor=LIN).copy.person_token
    deng = staff(WUZHOU, "邓", Role.PERSON, channel="online", token=token)
    do(world, number, deng, "case.withdraw", {"reason": "想再缴几年"})
    assert cases.read(number=number, actor=CHEN).copy.state.ending == "withdrawn"


def test_against_the_review_the_grant_is_not_offered(world: World) -> None:
    number = claim(world)
    negative = {"opinion": "disagree", "ground": "draws_pension", "note": "已在梧州领取"}
    do(world, number, CHEN, "lump_sum.review", negative)
    offers = {action.declared.code: action for action in cases.read(number=number, actor=OU).actions}
    assert offers["grant"].denial is cases.Denial.NOT_AGREED
    assert offers["refuse"].allowed and offers["return_to_review"].allowed
    with pytest.raises(cases.Objected):
        do(world, number, OU, "lump_sum.grant", {"amount_fen": 100, "payable_from": "2026-12-01"})


def test_withdrawn_where_it_was_made(world: World) -> None:
    number = claim(world)
    do(world, number, LIN, "case.withdraw", {"reason": "想再缴几年"})
    assert cases.read(number=number, actor=CHEN).copy.state.ending == "withdrawn"


def void(world: World, number: str) -> None:
    """The decision in force is declared void by who approves in Zhongshan."""
    decision = cases.read(number=number, actor=OU).copy.state.decision
    assert decision is not None
    body = {"agency": decision.key.agency, "number": decision.key.number, "reason": "金额算错"}
    seen = cases.read(number=number, actor=OU).copy.revision
    writing = cases.Writing(number, "case.invalidate", body, revision=seen)
    cases.write(writing=writing, actor=OU, now=world.now)
    world.carry()


def granted(world: World) -> tuple[str, int]:
    number = claim(world)
    review(world, number)
    grant = offered(number, "grant")
    do(world, number, OU, "lump_sum.grant", grant)
    return number, grant["amount_fen"]


def held(world: World) -> tuple[int, list[str | None]]:
    """The account's balance in fen, and the last month of each spell of the pension."""
    balance = register(world, "deng", ZHONGSHAN, FactKind.ACCOUNT)["accounts"][0]["balance_fen"]
    spells = register(world, "deng", ZHONGSHAN, FactKind.ENROLMENTS)["spells"]
    return balance, [spell["end"] for spell in spells if spell["kind"] == "employee_pension"]


def orders(number: str) -> list[tuple[int, str]]:
    return [(each.amount_fen, each.status) for each in orders_of(agency=ZHONGSHAN, case_number=number)]


def test_a_void_lump_sum_is_neither_paid_nor_taken_from_the_account(world: World) -> None:
    before = held(world)
    number, balance = granted(world)
    assert held(world) != before and orders(number) == [(balance, "ordered")]
    void(world, number)
    assert held(world) == before, "the account and the insurance are what they were"
    assert orders(number) == [(balance, "cancelled")]
    again = {"opinion": "agree", "amount_fen": 100, "amount_reason": "见核定单", "note": "重新核对"}
    do(world, number, CHEN, "lump_sum.review", again)
    do(world, number, OU, "lump_sum.grant", offered(number, "grant"))
    assert orders(number) == [(balance, "cancelled"), (100, "ordered")]
    assert held(world)[0] == 0
    void(world, number)
    assert orders(number) == [(balance, "cancelled"), (100, "cancelled")] and held(world) == before
    # Another case can settle the account: nothing of the first stands any more.
    do(world, number, CHEN, "case.close", {"reason": "本人撤销申请"})
    other, _ = granted(world)
    assert orders(other) == [(balance, "ordered")] and held(world)[0] == 0


def test_what_was_paid_by_a_void_decision_is_to_be_recovered(world: World) -> None:
    number, balance = granted(world)
    with agency_context(agency=ZHONGSHAN):
        tables.PaymentOrder.objects.filter(case_number=number).update(status="paid")
    void(world, number)
    (order,) = orders_of(agency=ZHONGSHAN, case_number=number)
    assert (order.amount_fen, order.status) == (balance, "recover")
    assert order.taken_back is not None and "作废" in order.taken_back.zh


@pytest.mark.slow
@pytest.mark.parametrize("declared_void", [True, False])
def test_a_refusal_in_place_of_the_grant_leaves_nothing_to_pay(world: World, declared_void: bool) -> None:
    before = held(world)
    number, balance = granted(world)
    if declared_void:
        void(world, number)
    else:
        do(world, number, OU, "case.reopen", {"reason": "已在外地领取"})
        assert orders(number) == [(balance, "ordered")]
    negative = {"opinion": "disagree", "ground": "draws_pension", "note": "已在梧州领取"}
    do(world, number, CHEN, "lump_sum.review", negative)
    do(world, number, OU, "lump_sum.refuse", offered(number, "refuse"))
    assert orders(number) == [(balance, "cancelled")] and held(world) == before


@pytest.mark.slow
def test_opened_again_and_granted_again_is_ordered_once(world: World) -> None:
    number, balance = granted(world)
    for amount, left in (
        (balance, [(balance, "ordered")]),
        (balance - 1, [(balance, "cancelled"), (balance - 1, "ordered")]),
    ):
        world.pass_time(days=1)
        do(world, number, OU, "case.reopen", {"reason": "重新核对"})
        review_again = {"opinion": "agree", "amount_fen": amount, "amount_reason": "见核定单", "note": "核对"}
        do(world, number, CHEN, "lump_sum.review", review_again)
        do(world, number, OU, "lump_sum.grant", offered(number, "grant"))
        assert orders(number) == left and held(world)[0] == 0
