"""Ms Du's pension in figures: months of two cities, what is not published stated with its source, the amount
computed, confirmed by two persons, and determined again once the base is published."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from cases.conftest import FOSHAN, WUZHOU, World, staff
from cases.people import register, subject_of
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, FactKind, Role, Status
from shebaotong.registry.api import orders_of

HE = staff(FOSHAN, "何志文", Role.CLERK)
CHEN = staff(FOSHAN, "陈审", Role.REVIEWER)
LIANG = staff(FOSHAN, "梁批", Role.APPROVER)
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
INDEX = "0.9"

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]


def do(world: World, number: str, actor: Actor, kind: str, body: dict[str, Any]) -> None:
    cases.write(writing=cases.Writing(case_number=number, type=kind, body=body), actor=actor, now=world.now)
    world.carry()


def outcome(number: str, actor: Actor) -> dict[str, Any]:
    found = cases.read(number=number, actor=actor).outcome
    assert found is not None and found.body is not None
    return found.body


def offered(number: str, actor: Actor, kind: str) -> dict[str, Any]:
    return next(p["body"] for p in outcome(number, actor)["proposals"] if p["type"] == kind)


def at_review(world: World) -> str:
    """The claim, once Wuzhou has answered from its register."""
    body = {
        "subject": subject_of("du"),
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [WUZHOU],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [{"code": "identity", "status": "seen"}],
    }
    opening = cases.Opening(item="retirement_claim", owner=FOSHAN, body=body)
    number = cases.open_case(opening=opening, actor=HE, now=world.now).case_number
    do(world, number, HE, "retirement_claim.ask_assistance", offered(number, HE, "ask_assistance"))
    (child,) = [row.number for row in cases.inbox(agency=WUZHOU, bucket="act").rows]
    do(world, child, LIN, "assistance.answer", offered(child, LIN, "answer"))
    assert cases.read(number=number, actor=CHEN).copy.state.step == "review"
    return number


def state_figures(world: World, number: str, base_fen: int, of: str) -> None:
    figures = {
        "calculation_base_fen": base_fen,
        "calculation_base_of": of,
        "calculation_base_source": "示例文件1号",
        "average_index": INDEX,
        "average_index_source": "示例工资表",
    }
    do(world, number, CHEN, "retirement_claim.figures", figures)


def expected_fen(world: World, base_fen: int) -> int:
    """国发〔2005〕38号第六条 by hand: 297 months, both accounts, 192.1 months at 50 years and 7 months."""
    cent = Decimal("0.01")
    balance = sum(
        register(world, "du", city, FactKind.ACCOUNT)["accounts"][0]["balance_fen"]
        for city in (FOSHAN, WUZHOU)
    )
    base = Decimal(base_fen) / 100
    basic = (base + base * Decimal(INDEX)) / 2 * Decimal("24.75") / 100
    account = Decimal(balance) / 100 / Decimal("192.1")
    parts = (part.quantize(cent, ROUND_HALF_UP) for part in (basic, account))
    return int(sum(parts) * 100)


def granted_provisionally(world: World) -> str:
    number = at_review(world)
    state_figures(world, number, 880_000, "last_year")
    do(world, number, CHEN, "retirement_claim.review", {**offered(number, CHEN, "review"), "note": "预核"})
    do(
        world,
        number,
        LIANG,
        "retirement_claim.grant_provisional",
        offered(number, LIANG, "grant_provisional"),
    )
    return number


def published(months_paid: int) -> dict[str, Any]:
    """What a reviewer states when the base has come out."""
    return {
        "months_paid": months_paid,
        "calculation_base_fen": 900_000,
        "calculation_base_source": "示例文件2号",
        "note": "基数已公布",
    }


@pytest.mark.row("L2", "conditions, contributions of all places and the amount in one review")
def test_months_of_both_cities_and_the_amount_from_what_was_stated(world: World) -> None:
    number = at_review(world)
    asked = [unknown["what"] for unknown in outcome(number, CHEN)["unknowns"]]
    assert len(asked) == 2 and "1998至2006年、2010至2026年" in asked[0] and "计发基数" in asked[1]
    review = offered(number, CHEN, "review")
    assert review["contribution_months"] == 105 + 192 and "monthly_amount_fen" not in review
    state_figures(world, number, 900_000, "this_year")
    review = offered(number, CHEN, "review")
    assert review["monthly_amount_fen"] == expected_fen(world, 900_000)
    assert outcome(number, CHEN)["unknowns"] == []

    other = {**review, "monthly_amount_fen": review["monthly_amount_fen"] + 1, "note": "改一分"}
    with pytest.raises(cases.Objected) as against:
        do(world, number, CHEN, "retirement_claim.review", other)
    assert [each.field for each in against.value.objections] == ["amount_reason"]
    do(world, number, CHEN, "retirement_claim.review", {**review, "note": "核对无误"})
    grant = offered(number, LIANG, "grant")
    assert str(grant["explanation"]).count("复核人录入") >= 2
    with pytest.raises(cases.Objected):
        changed = {**grant, "monthly_amount_fen": 1}
        do(world, number, LIANG, "retirement_claim.grant", changed)
    with pytest.raises(cases.Objected):
        do(world, number, LIANG, "retirement_claim.grant_provisional", grant)
    do(world, number, LIANG, "retirement_claim.grant", grant)
    (award,) = register(world, "du", FOSHAN, FactKind.ENTITLEMENTS)["entitlements"]
    assert (award["benefit"], award["amount_fen"]) == ("employee_pension", grant["monthly_amount_fen"])
    # A final determination is not determined again: only a provisional one is.
    with pytest.raises(cases.NotAllowed):
        do(world, number, CHEN, "retirement_claim.recheck", {"months_paid": 1, "note": "x"})


@pytest.mark.row(
    "L2",
    "provisional until the base is published; then the claim comes back by itself and the difference is paid",
)
def test_provisional_then_determined_again_and_the_difference_paid(world: World) -> None:
    number = at_review(world)
    state_figures(world, number, 880_000, "last_year")
    review = offered(number, CHEN, "review")
    assert review["provisional"] is True
    before = expected_fen(world, 880_000)
    assert review["monthly_amount_fen"] == before
    do(world, number, CHEN, "retirement_claim.review", {**review, "note": "基数公布后重核"})
    grant = offered(number, LIANG, "grant_provisional")
    do(world, number, LIANG, "retirement_claim.grant_provisional", grant)
    state = cases.read(number=number, actor=HE).copy.state
    assert (state.status, state.ending, state.step) == (Status.ENDED, "completed", "provisional")

    world.pass_time(days=90)
    do(world, number, CHEN, "retirement_claim.recheck", published(3))
    state = cases.read(number=number, actor=LIANG).copy.state
    assert (state.status, state.step) == (Status.OPEN, "recheck") and state.clock.running
    again = offered(number, LIANG, "redetermine")
    after = expected_fen(world, 900_000)
    assert (again["monthly_amount_fen"], again["arrears_fen"]) == (after, 3 * (after - before))
    with pytest.raises(cases.NotAllowed):
        do(world, number, CHEN, "retirement_claim.redetermine", again)
    with pytest.raises(cases.Objected):
        do(world, number, LIANG, "retirement_claim.redetermine", {**again, "arrears_fen": 1})
    do(world, number, LIANG, "retirement_claim.redetermine", again)
    (award,) = register(world, "du", FOSHAN, FactKind.ENTITLEMENTS)["entitlements"]
    assert (award["amount_fen"], award["from"]) == (after, "2026-12")
    (order,) = orders_of(agency=FOSHAN, case_number=number)
    assert order.amount_fen == 3 * (after - before)
    assert cases.read(number=number, actor=HE).copy.state.ending == "completed"


def test_what_the_register_holds_of_her_other_insurance_is_not_told(world: World) -> None:
    number = at_review(world)
    answers = [
        document.body
        for document in cases.read(number=number, actor=CHEN).copy.documents
        if document.name == "resume"
    ]
    assert len(answers) == 1 and answers[0] is not None
    record = answers[0]["result"]["answer"]["record"]
    assert set(record) == {"years", "spells", "accounts", "as_of"}
    assert "employer" not in str(record) and "unemployment" not in str(record)
