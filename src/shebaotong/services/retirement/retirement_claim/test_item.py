"""Properties of a retirement claim."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind, Outcome, Post, Record
from shebaotong.rules.api import builtin
from shebaotong.services.retirement.retirement_claim.item import ITEM
from support.items import check_drafts, fact, view

PARAMETERS = builtin()
OWNER, STARTER = "440600", "450900"
APPLICATION: dict[str, Any] = {
    "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜示例"},
    "category": "female50",
    "wanted_from": "2026-12",
    "earlier_places": [],
    "deemed_years": False,
    "by_proxy": False,
    "materials": [],
}
places = st.lists(st.from_regex(r"[1-9][0-9]{5}", fullmatch=True), max_size=4, unique=True)


def after(
    papers: list[tuple[str, dict[str, Any]]], *, me: str = OWNER, located: list[str] | None = None
) -> Outcome:
    seen = view(ITEM, me=me, starter=STARTER, owner=OWNER, papers=papers, step="check")
    told: dict[FactKind, Any] = {FactKind.PLACES: {"agencies": located or []}}
    queries = ITEM.needs(seen, seen.documents[-1])
    facts = [fact(query.kind, told.get(query.kind, {}), seen) for query in queries]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


@given(stated=places, located=places)
def test_every_other_place_is_offered_once_and_only_none_goes_to_review(
    stated: list[str], located: list[str]
) -> None:
    outcome = after([("application", {**APPLICATION, "earlier_places": stated})], located=located)
    others = sorted({*stated, *located} - {OWNER})
    assert [proposal.body["agency"] for proposal in outcome.proposals] == others
    assert [draft.type for draft in outcome.drafts] == ([] if others else ["to_review"])


@given(stated=places.filter(bool))
def test_who_was_asked_is_not_offered_again(stated: list[str]) -> None:
    asked = [("ask_assistance", {"agency": place, "question": "draws_pension"}) for place in stated]
    answered = ("case.resume", {"case": "", "result": {"answer": {"status": "none"}}})
    outcome = after([("application", {**APPLICATION, "earlier_places": stated}), *asked, answered])
    assert not outcome.proposals and [draft.type for draft in outcome.drafts] == ["to_review"]


@given(amount=st.integers(0, 10**9), months=st.integers(0, 900))
def test_what_is_granted_is_what_is_recorded_and_only_by_the_owner(amount: int, months: int) -> None:
    grant = {"payable_from": "2026-12", "monthly_amount_fen": amount, "contribution_months": months}
    papers = [("application", APPLICATION), ("grant", grant)]
    (award,) = after(papers).effects
    assert isinstance(award, Record) and award.data["amount_fen"] == amount
    assert not any(isinstance(effect, Record) for effect in after(papers, me=STARTER).effects)


@given(
    ground=st.sampled_from(["draws_elsewhere", "conditions_not_met"]), note=st.text(min_size=1, max_size=50)
)
def test_no_refusal_without_reason_and_remedy(ground: str, note: str) -> None:
    review = {"opinion": "disagree", "ground": ground, "note": note}
    (proposal,) = after([("application", APPLICATION), ("review", review)]).proposals
    assert proposal.type == "refuse" and proposal.body["reason"]["zh"] == note
    assert "行政复议" in proposal.body["remedy"]["zh"] and "行政诉讼" in proposal.body["remedy"]["zh"]


@given(amount=st.integers(0, 10**9), reason=st.text(max_size=20))
def test_an_amount_that_nothing_computed_needs_its_reason(amount: int, reason: str) -> None:
    review = {
        "opinion": "agree",
        "note": "x",
        "payable_from": "2026-12",
        "monthly_amount_fen": amount,
        "contribution_months": 192,
        "amount_reason": reason,
    }
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=[("application", APPLICATION)])
    against = ITEM.objections(seen, "review", review, PARAMETERS)
    wanted = [] if reason else ["amount_reason"]
    # No reason makes a pension of nothing a pension.
    assert [each.field for each in against] == (wanted if amount else ["monthly_amount_fen"])


@given(reviewed=st.integers(0, 10**6), granted=st.integers(0, 10**6), provisional=st.booleans())
def test_the_approver_changes_no_figure(reviewed: int, granted: int, provisional: bool) -> None:
    figures = {"payable_from": "2026-12", "contribution_months": 192}
    review = {"opinion": "agree", "note": "x", "monthly_amount_fen": reviewed, "provisional": provisional}
    papers = [("application", APPLICATION), ("review", {**figures, **review})]
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers)
    for kind, is_provisional in (("grant", False), ("grant_provisional", True)):
        body = {**figures, "monthly_amount_fen": granted}
        against = ITEM.objections(seen, kind, body, PARAMETERS)
        assert bool(against) is (reviewed != granted or provisional is not is_provisional)


@given(before=st.integers(1, 10**6), after_=st.integers(1, 10**6), months=st.integers(0, 60))
def test_the_difference_is_paid_and_what_was_paid_too_much_is_never_deducted(
    before: int, after_: int, months: int
) -> None:
    granted = {"payable_from": "2026-12", "monthly_amount_fen": before, "contribution_months": 192}
    arrears = (after_ - before) * months
    final = {
        "payable_from": "2026-12",
        "monthly_amount_fen": after_,
        "months_paid": months,
        "arrears_fen": arrears,
    }
    stated = {"months_paid": months, "monthly_amount_fen": after_, "amount_reason": "x", "note": "x"}
    papers = [("application", APPLICATION), ("grant_provisional", granted)]
    alone = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers)
    assert ITEM.objections(alone, "redetermine", final, PARAMETERS), "the approver enters nothing alone"
    papers.append(("recheck", stated))
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers)
    assert ITEM.objections(seen, "redetermine", final, PARAMETERS) == ()
    assert ITEM.objections(seen, "redetermine", {**final, "arrears_fen": arrears + 1}, PARAMETERS)
    effects = after([*papers, ("redetermine", final)]).effects
    assert [effect.amount_fen for effect in effects if isinstance(effect, Post)] == [arrears] * (arrears > 0)
    assert [effect.data["amount_fen"] for effect in effects if isinstance(effect, Record)] == [after_]
