"""Properties of a retirement claim."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind, Outcome, Record
from shebaotong.rules.api import builtin
from shebaotong.services.retirement.retirement_claim.item import ITEM
from support.items import check_drafts, fact, view

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
    outcome = ITEM.decide(seen, seen.documents[-1], facts, builtin())
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
