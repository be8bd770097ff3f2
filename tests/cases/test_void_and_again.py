"""Decisions that are declared void or made again, and what one person alone cannot make of a pension."""

from __future__ import annotations

from typing import Any

import pytest

from cases.conftest import FOSHAN, World
from cases.people import register
from cases.test_pension_amount import (
    CHEN,
    HE,
    LIANG,
    at_review,
    do,
    expected_fen,
    granted_provisionally,
    offered,
    outcome,
    published,
)
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, FactKind, Key, Status
from support.examples import unhurried

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]

AGREE = {
    "opinion": "agree",
    "note": "条件符合",
    "payable_from": "2026-12",
    "monthly_amount_fen": 312_345,
    "contribution_months": 297,
    "amount_reason": "省里的核定系统算出，见核定单",
}
DISAGREE = {"opinion": "disagree", "ground": "conditions_not_met", "note": "年限不够"}
ALONE = {"payable_from": "2026-12", "monthly_amount_fen": 999_999, "contribution_months": 297}


def void(world: World, number: str, key: Key) -> None:
    body = {"agency": key.agency, "number": key.number, "reason": "写错了"}
    seen = cases.read(number=number, actor=LIANG).copy.revision
    writing = cases.Writing(number, "case.invalidate", body, revision=seen)
    cases.write(writing=writing, actor=LIANG, now=world.now)
    world.carry()


def key_of(number: str, name: str) -> Key:
    return [d.key for d in cases.read(number=number, actor=CHEN).copy.documents if d.name == name][-1]


def drawn(world: World) -> list[tuple[str, str, int, str]]:
    found = register(world, "du", FOSHAN, FactKind.ENTITLEMENTS)["entitlements"]
    return [(e["benefit"], e["from"], e["amount_fen"], e["status"]) for e in found]


def granted(world: World) -> str:
    number = at_review(world)
    do(world, number, CHEN, "retirement_claim.review", AGREE)
    do(world, number, LIANG, "retirement_claim.grant", offered(number, LIANG, "grant"))
    return number


def reviewed_again(world: World, number: str, review: dict[str, Any]) -> None:
    do(world, number, HE, "retirement_claim.skip_assistance", {"reason": "已经问过"})
    do(world, number, CHEN, "retirement_claim.review", review)


def test_the_application_cannot_be_declared_void(world: World) -> None:
    """The pension would be granted and told, and nobody would be paid."""
    number = at_review(world)
    with pytest.raises(cases.NotAllowed) as denied:
        void(world, number, Key(FOSHAN, 1))
    assert denied.value.denial is cases.Denial.NO_SUCH_TARGET


@pytest.mark.slow
def test_a_pension_of_nothing_is_not_agreed_to(world: World) -> None:
    """The approver could not have granted it, and would have read the register's own words."""
    number = at_review(world)
    with pytest.raises(cases.Objected) as against:
        do(world, number, CHEN, "retirement_claim.review", {**AGREE, "monthly_amount_fen": 0})
    assert [each.field for each in against.value.objections] == ["monthly_amount_fen"]


@pytest.mark.parametrize("review", [DISAGREE, *unhurried(AGREE)])
def test_nobody_grants_what_no_reviewer_has_agreed_to(world: World, review: dict[str, Any]) -> None:
    number = at_review(world)
    do(world, number, CHEN, "retirement_claim.review", review)
    if review is AGREE:
        void(world, number, key_of(number, "review"))
    for kind in ("grant", "grant_provisional"):
        with pytest.raises(cases.Objected):
            do(world, number, LIANG, f"retirement_claim.{kind}", ALONE)
    assert drawn(world) == []


def may(number: str, actor: Actor) -> dict[str, cases.Denial | None]:
    found = cases.read(number=number, actor=actor).actions
    return {action.declared.code: action.denial for action in found}


def test_against_the_review_nothing_is_offered_but_to_refuse_or_send_back(world: World) -> None:
    number = at_review(world)
    do(world, number, CHEN, "retirement_claim.review", DISAGREE)
    offers = may(number, LIANG)
    assert offers["refuse"] is None and offers["return_to_review"] is None
    assert {offers["grant"], offers["grant_provisional"]} == {cases.Denial.NOT_AGREED}
    do(world, number, LIANG, "retirement_claim.return_to_review", {"reason": "年限已补齐，请重新复核"})
    assert offered(number, CHEN, "review"), "computed anew for the reviewer"
    do(world, number, CHEN, "retirement_claim.review", AGREE)
    offers = may(number, LIANG)
    assert offers["grant"] is None and offers["grant_provisional"] is cases.Denial.NOT_AGREED
    do(world, number, LIANG, "retirement_claim.grant", offered(number, LIANG, "grant"))


@pytest.mark.parametrize("change", [{"payable_from": "2016-12"}, *unhurried({"contribution_months": 1})])
def test_the_approver_changes_neither_month_nor_months(world: World, change: dict[str, Any]) -> None:
    number = at_review(world)
    do(world, number, CHEN, "retirement_claim.review", AGREE)
    with pytest.raises(cases.Objected) as against:
        do(world, number, LIANG, "retirement_claim.grant", {**offered(number, LIANG, "grant"), **change})
    assert [each.field for each in against.value.objections] == list(change)


def test_a_void_grant_is_not_paid_and_the_new_one_takes_its_place(world: World) -> None:
    number = granted(world)
    assert drawn(world) == [("employee_pension", "2026-12", 312_345, "active")]
    void(world, number, key_of(number, "grant"))
    assert cases.read(number=number, actor=HE).copy.state.status is Status.OPEN
    assert drawn(world) == [("employee_pension", "2026-12", 312_345, "suspended")]
    reviewed_again(world, number, {**AGREE, "monthly_amount_fen": 300_000, "payable_from": "2027-01"})
    do(world, number, LIANG, "retirement_claim.grant", offered(number, LIANG, "grant"))
    assert sorted(drawn(world)) == [
        ("employee_pension", "2026-12", 312_345, "ended"),
        ("employee_pension", "2027-01", 300_000, "active"),
    ]


@pytest.mark.slow
def test_a_claim_that_was_opened_again_can_be_granted_again(world: World) -> None:
    number = granted(world)
    do(world, number, LIANG, "case.reopen", {"reason": "数额算错"})
    assert drawn(world) == [("employee_pension", "2026-12", 312_345, "active")]
    reviewed_again(world, number, {**AGREE, "monthly_amount_fen": 300_000})
    do(world, number, LIANG, "retirement_claim.grant", offered(number, LIANG, "grant"))
    assert drawn(world) == [("employee_pension", "2026-12", 300_000, "active")]


@pytest.mark.slow
def test_what_is_refused_after_a_grant_is_paid_no_more(world: World) -> None:
    number = granted(world)
    void(world, number, key_of(number, "grant"))
    reviewed_again(world, number, DISAGREE)
    do(world, number, LIANG, "retirement_claim.refuse", offered(number, LIANG, "refuse"))
    assert drawn(world) == [("employee_pension", "2026-12", 312_345, "ended")]


@pytest.mark.slow
@pytest.mark.parametrize(("declared_void", "left"), [(True, "ended"), (False, "active")])
def test_closed_without_a_new_decision(world: World, declared_void: bool, left: str) -> None:
    number = granted(world)
    if declared_void:
        void(world, number, key_of(number, "grant"))
    else:
        do(world, number, LIANG, "case.reopen", {"reason": "看一看"})
    do(world, number, CHEN, "case.close", {"reason": "看过了"})
    assert [status for *_, status in drawn(world)] == [left]


@pytest.mark.slow
def test_the_approver_does_not_change_what_is_determined_again(world: World) -> None:
    number = granted_provisionally(world)
    world.pass_time(days=90)
    do(world, number, CHEN, "retirement_claim.recheck", published(30))
    again = offered(number, LIANG, "redetermine")
    difference = expected_fen(world, 900_000) - expected_fen(world, 880_000)
    assert again["arrears_fen"] == 30 * difference
    for change in (
        {"months_paid": 3, "arrears_fen": 3 * difference},
        {
            "monthly_amount_fen": again["monthly_amount_fen"] + 100,
            "arrears_fen": 30 * (difference + 100),
        },
        {"payable_from": "2016-12"},
    ):
        with pytest.raises(cases.Objected):
            do(world, number, LIANG, "retirement_claim.redetermine", {**again, **change})
    # The reviewer had mistyped the months: he states them anew.
    do(world, number, CHEN, "retirement_claim.recheck_called", published(3))
    again = offered(number, LIANG, "redetermine")
    do(world, number, LIANG, "retirement_claim.redetermine", again)
    assert (again["months_paid"], again["arrears_fen"]) == (3, 3 * difference)


@pytest.mark.slow
def test_what_cannot_be_computed_again_is_stated_by_the_reviewer(world: World) -> None:
    number = granted_provisionally(world)
    world.pass_time(days=90)
    silent = {"months_paid": 3, "note": "省里算出了数额"}
    with pytest.raises(cases.Objected) as against:
        do(world, number, CHEN, "retirement_claim.recheck", silent)
    assert [each.field for each in against.value.objections] == ["monthly_amount_fen"]
    with pytest.raises(cases.Objected) as against:
        do(world, number, CHEN, "retirement_claim.recheck", {**silent, "monthly_amount_fen": 333_300})
    assert [each.field for each in against.value.objections] == ["amount_reason"]
    why = "省核定系统算出，见核定单3号"
    stated = {**silent, "monthly_amount_fen": 333_300, "amount_reason": why}
    do(world, number, CHEN, "retirement_claim.recheck", stated)
    again = offered(number, LIANG, "redetermine")
    difference = 333_300 - expected_fen(world, 880_000)
    assert (again["monthly_amount_fen"], again["arrears_fen"]) == (333_300, 3 * difference)
    assert why in str(again["explanation"]), "the decision prints who entered it and why"
    assert "由复核人录入" in str(outcome(number, LIANG)["proposals"][0]["why"])
    other = {**again, "monthly_amount_fen": 999_900, "arrears_fen": again["arrears_fen"] + 3 * 666_600}
    with pytest.raises(cases.Objected) as against:
        do(world, number, LIANG, "retirement_claim.redetermine", other)
    assert [each.field for each in against.value.objections] == ["monthly_amount_fen"]
    assert drawn(world) == [("employee_pension", "2026-12", expected_fen(world, 880_000), "active")]
    do(world, number, LIANG, "retirement_claim.redetermine", again)
    assert drawn(world) == [("employee_pension", "2026-12", 333_300, "active")]


@pytest.mark.slow
def test_another_amount_than_the_computed_one_needs_its_reason_again(world: World) -> None:
    number = granted_provisionally(world)
    world.pass_time(days=90)
    other = {**published(3), "monthly_amount_fen": expected_fen(world, 900_000) + 100}
    with pytest.raises(cases.Objected) as against:
        do(world, number, CHEN, "retirement_claim.recheck", other)
    assert [each.field for each in against.value.objections] == ["amount_reason"]
    do(world, number, CHEN, "retirement_claim.recheck", {**other, "amount_reason": "补发的一元，见核定单"})
    assert offered(number, LIANG, "redetermine")["monthly_amount_fen"] == other["monthly_amount_fen"]
