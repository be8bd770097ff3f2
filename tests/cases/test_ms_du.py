"""Ms Du's retirement: Foshan asks Wuzhou, waits with its clock stopped, and goes on by itself."""

from __future__ import annotations

from typing import Any

import pytest

from cases.conftest import FOSHAN, WUZHOU, ZHONGSHAN, World, staff
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Lamp, Role, Status

HE = staff(FOSHAN, "何志文", Role.CLERK)
CHEN = staff(FOSHAN, "陈审", Role.REVIEWER)
LIANG = staff(FOSHAN, "梁批", Role.APPROVER)
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
ZHONG = staff(ZHONGSHAN, "中山", Role.CLERK)

DU = {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜月华"}


def claim_body(places: list[str]) -> dict[str, Any]:
    return {
        "subject": DU,
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": places,
        "deemed_years": False,
        "by_proxy": False,
        "materials": [{"code": "identity", "status": "seen"}],
    }


def claim(world: World, places: list[str], person: dict[str, str] = DU) -> str:
    body = claim_body(places) | {"subject": person}
    opening = cases.Opening(item="retirement_claim", owner=FOSHAN, body=body)
    return cases.open_case(opening=opening, actor=HE, now=world.now).case_number


def proposals(number: str, actor: Any) -> list[dict[str, Any]]:
    outcome = cases.read(number=number, actor=actor).outcome
    assert outcome is not None and outcome.body is not None
    return outcome.body["proposals"]


def do(world: World, number: str, actor: Any, kind: str, body: dict[str, Any]) -> None:
    cases.write(writing=cases.Writing(case_number=number, type=kind, body=body), actor=actor, now=world.now)


def ask(world: World, number: str) -> str:
    proposal = proposals(number, HE)[0]
    do(world, number, HE, "retirement_claim.ask_assistance", proposal["body"])
    waiting = cases.read(number=number, actor=HE).copy.state
    world.carry()
    return waiting.waits[0].key


@pytest.mark.db
@pytest.mark.row("Y2", "the claim waits for the answer and goes on by itself")
def test_asked_answered_reviewed_granted(world: World) -> None:
    number = claim(world, [WUZHOU])
    assert [p["body"]["agency"] for p in proposals(number, HE)] == [WUZHOU]
    before = cases.read(number=number, actor=HE).copy.state
    assert before.clock.running
    child = ask(world, number)

    waiting = cases.read(number=number, actor=HE).copy.state
    assert waiting.status is Status.WAITING and waiting.waits[0].reason == "assistance"
    assert not waiting.clock.running and waiting.clock.remaining_days == 5

    inbox = cases.inbox(agency=WUZHOU, bucket="act")
    assert [row.number for row in inbox.rows] == [child]
    assert inbox.rows[0].due_at is not None
    assert inbox.rows[0].due_at.isoformat() == "2026-11-20T09:00:00+00:00"
    assert inbox.rows[0].lamp(world.now) is Lamp.GREEN

    do(world, child, LIN, "assistance.answer", {"status": "none", "note": ""})
    world.carry()
    state = cases.read(number=number, actor=CHEN).copy.state
    assert (state.status, state.step) == (Status.OPEN, "review")
    assert state.clock.running

    agree = {
        "opinion": "agree",
        "note": "条件符合",
        "payable_from": "2026-12",
        "monthly_amount_fen": 312_345,
        "contribution_months": 192,
        "amount_reason": "省里的核定系统算出，见核定单",
    }
    with pytest.raises(cases.NotAllowed):
        do(world, number, HE, "retirement_claim.review", agree)
    do(world, number, CHEN, "retirement_claim.review", agree)
    offered = proposals(number, LIANG)[0]
    assert offered["type"] == "grant" and offered["body"]["monthly_amount_fen"] == 312_345
    with pytest.raises(cases.NotAllowed):
        do(world, number, CHEN, "retirement_claim.grant", offered["body"])


@pytest.mark.row("Y2", "due the same working day when asked before 15:00, else the next")
@pytest.mark.db
def test_it_came_late_so_it_is_due_the_next_working_day(world: World) -> None:
    world.pass_time(hours=6)
    ask(world, claim(world, [WUZHOU]))
    row = cases.inbox(agency=WUZHOU, bucket="act").rows[0]
    assert row.due_at is not None and row.due_at.isoformat() == "2026-11-23T09:00:00+00:00"


@pytest.mark.db
@pytest.mark.row("Y2", "not our person: asked again elsewhere")
def test_not_our_person_is_asked_elsewhere(world: World) -> None:
    number = claim(world, [WUZHOU, ZHONGSHAN])
    child = ask(world, number)
    asked = next(a for a in (WUZHOU, ZHONGSHAN) if cases.inbox(agency=a, bucket="act").rows)
    clerk = LIN if asked == WUZHOU else ZHONG
    do(world, child, clerk, "assistance.answer", {"status": "not_our_person", "note": ""})
    world.carry()
    state = cases.read(number=number, actor=HE).copy.state
    assert (state.status, state.step) == (Status.OPEN, "check")
    left = [p["body"]["agency"] for p in proposals(number, HE)]
    assert left == [a for a in (WUZHOU, ZHONGSHAN) if a != asked]


@pytest.mark.db
@pytest.mark.row("Y2", "she draws a pension there: refused with reason and remedy")
def test_drawing_elsewhere_is_refused_with_reason_and_remedy(world: World) -> None:
    number = claim(world, [WUZHOU])
    child = ask(world, number)
    answer = {"status": "draws_pension", "benefit": "resident_pension", "since": "2025-03", "note": ""}
    do(world, child, LIN, "assistance.answer", answer)
    world.carry()
    review = {"opinion": "disagree", "ground": "draws_elsewhere", "note": "梧州已发放城乡居民养老金"}
    do(world, number, CHEN, "retirement_claim.review", review)
    refusal = proposals(number, LIANG)[0]
    assert refusal["type"] == "refuse" and refusal["body"]["remedy"]["zh"]
    do(world, number, LIANG, "retirement_claim.refuse", refusal["body"])
    state = cases.read(number=number, actor=HE).copy.state
    assert (state.status, state.ending) == (Status.ENDED, "refused")


@pytest.mark.db
@pytest.mark.row("Y2", "no answer: lamp, reminder, escalation")
def test_silence_lights_the_lamp_and_is_escalated_once(world: World) -> None:
    child = ask(world, claim(world, [WUZHOU]))
    world.pass_time(hours=5)
    assert cases.inbox(agency=WUZHOU, bucket="act").rows[0].lamp(world.now) is Lamp.AMBER
    assert cases.escalate(agency=WUZHOU, now=world.now) == 1
    assert cases.escalate(agency=WUZHOU, now=world.now) == 0
    liaison, boss = frozenset({Role.LIAISON}), frozenset({Role.SUPERVISOR})
    assert [r.case_number for r in cases.raised(agency=WUZHOU, roles=liaison).rows] == [child]
    assert cases.raised(agency=WUZHOU, roles=boss).rows == ()
    world.pass_time(hours=5)
    assert cases.inbox(agency=WUZHOU, bucket="act").rows[0].lamp(world.now) is Lamp.RED
    assert cases.escalate(agency=WUZHOU, now=world.now) == 1
    assert [r.level for r in cases.raised(agency=WUZHOU, roles=boss).rows] == ["red"]
    do(world, child, HE, "case.remind", {"reason": "请今天答复"})
    world.carry()
    assert len(cases.read(number=child, actor=LIN).copy.state.reminders) == 1


@pytest.mark.db
@pytest.mark.row("Y2", "a city whose answer is out is not asked twice")
def test_a_city_is_not_asked_again_while_its_answer_is_out(world: World) -> None:
    number = claim(world, [WUZHOU, ZHONGSHAN])
    body = {"agency": WUZHOU, "question": "draws_pension"}
    do(world, number, HE, "retirement_claim.ask_assistance", body)
    child = cases.read(number=number, actor=HE).copy.state.waits[0].key
    with pytest.raises(cases.Objected) as refused:
        do(world, number, HE, "retirement_claim.ask_assistance", {**body, "question": "pension_and_record"})
    (objection,) = refused.value.objections
    assert objection.field == "agency" and "还没有答复" in objection.text.zh
    assert "asked already" in objection.text.en
    do(world, number, HE, "retirement_claim.ask_assistance", {**body, "agency": ZHONGSHAN})
    assert len(cases.read(number=number, actor=HE).copy.state.waits) == 2, "another city may be asked"
    world.carry()
    assert [row.number for row in cases.inbox(agency=WUZHOU, bucket="act").rows] == [child]

    do(world, child, LIN, "assistance.answer", {"status": "not_our_person", "note": ""})
    world.carry()
    do(world, number, HE, "retirement_claim.ask_assistance", body)
    world.carry()
    (again,) = cases.inbox(agency=WUZHOU, bucket="act").rows
    assert again.number != child, "once it has answered it may be asked anew"
