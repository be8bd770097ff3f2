"""Properties of a claim for unemployment benefit."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Outcome, Record
from shebaotong.rules.api import builtin
from shebaotong.services.unemployment.unemployment_claim.item import ITEM
from support.items import check_drafts, fact, view

PARAMETERS = builtin()
OWNER, STARTER = "442000", "430400"
CHECKED = ("identity", "end_of_employment", "bank_account")
FORM: dict[str, Any] = {
    "subject": {"identifier_kind": "travel_tw", "identifier": "01234567", "name": "林示例"},
    "left": "2026-09",
    "involuntary": True,
    "registered": True,
    "by_proxy": False,
    "materials": [{"code": code, "status": "seen"} for code in CHECKED],
}


def paid(months: int, *, first: int = 2000) -> dict[str, Any]:
    """So many months in a row from January of a year on, and a year of another insurance."""
    years = [
        {
            "kind": "unemployment",
            "year": first + at,
            "paid": [at * 12 + month < months for month in range(12)],
        }
        for at in range((months + 11) // 12)
    ]
    return {"years": [*years, {"kind": "employee_pension", "year": first, "paid": [True] * 12}]}


def after(*papers: tuple[str, dict[str, Any]], me: str = OWNER, months: int = 60, **told: Any) -> Outcome:
    seen = view(ITEM, me=me, starter=STARTER, owner=OWNER, papers=papers, step="review")
    held: dict[str, Any] = {
        "person": {},
        "contributions": paid(months),
        "entitlements": {"entitlements": told.get("drawn", [])},
        "places": {"agencies": told.get("places", [OWNER])},
    }
    queries = ITEM.needs(seen, seen.documents[-1])
    facts = [fact(query.kind, held[query.kind.value], seen) for query in queries]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


def proposed(outcome: Outcome) -> dict[str, Any]:
    return next(proposal.body for proposal in outcome.proposals if proposal.type == "review")


@given(months=st.integers(1, 300), involuntary=st.booleans(), registered=st.booleans())
def test_all_three_conditions_or_none(months: int, involuntary: bool, registered: bool) -> None:
    form = {**FORM, "involuntary": involuntary, "registered": registered}
    outcome = after(("application", form), months=months)
    review = proposed(outcome)
    agreed = months >= 12 and involuntary and registered
    assert any("不符合领取条件" in remark.zh for remark in outcome.remarks) is not agreed
    assert review["opinion"] == ("agree" if agreed else "disagree")
    if agreed:
        assert review["months"] == (12 if months < 60 else 18 if months < 120 else 24)


@given(months=st.integers(12, 300))
def test_the_amount_is_asked_and_never_invented(months: int) -> None:
    outcome = after(("application", FORM), months=months)
    assert "monthly_amount_fen" not in proposed(outcome)
    assert any(unknown.parameter == "unemployment.monthly_benefit" for unknown in outcome.unknowns)


@given(months=st.integers(1, 200), claimed=st.integers(0, 199))
def test_months_count_anew_after_the_last_claim(months: int, claimed: int) -> None:
    last = f"{2000 + claimed // 12}-{claimed % 12 + 1:02d}"
    drawn = [{"benefit": "unemployment", "from": last, "last_month": last, "status": "ended"}]
    review = proposed(after(("application", FORM), months=months, drawn=drawn))
    left = max(0, months - claimed - 1)
    assert review.get("opinion") == ("agree" if left >= 12 else None)


@given(over=st.booleans())
def test_what_was_granted_for_months_that_are_over_is_drawn_no_more(over: bool) -> None:
    last = "2010-01" if over else "2040-01"
    drawn = [{"benefit": "unemployment", "from": "2009-01", "last_month": last, "status": "active"}]
    review = proposed(after(("application", FORM), months=300, drawn=drawn))
    assert (review.get("ground") == "draws_already") is not over


@given(places=st.lists(st.sampled_from(["440600", "450400", OWNER]), unique=True))
def test_whoever_is_insured_elsewhere_is_sent_on(places: list[str]) -> None:
    outcome = after(("application", FORM), months=0, places=places)
    assert proposed(outcome) == {"opinion": "disagree", "ground": "not_insured_here"}
    first, *others = outcome.remarks
    assert "本市没有缴费记录" in first.zh
    assert bool(others) is bool(set(places) - {OWNER})


@given(shown=st.sets(st.sampled_from(CHECKED)))
def test_everything_missing_is_told_at_once(shown: set[str]) -> None:
    part = [{"code": code, "status": "seen"} for code in sorted(shown)]
    outcome = after(("application", {**FORM, "materials": part}))
    assert {missing.code for missing in outcome.missing} == set(CHECKED) - shown


@given(
    ground=st.sampled_from(
        ["too_few_months", "left_voluntarily", "not_registered", "draws_already", "not_insured_here"]
    )
)
def test_no_refusal_without_reason_and_remedy(ground: str) -> None:
    review = {"opinion": "disagree", "ground": ground, "note": "见记录"}
    (proposal,) = after(("application", FORM), ("review", review)).proposals
    assert proposal.type == "refuse" and proposal.body["reason"]["zh"]
    assert "行政复议" in proposal.body["remedy"]["zh"] and "行政诉讼" in proposal.body["remedy"]["zh"]


@given(amount=st.integers(1, 10**9))
def test_only_the_owner_records_the_benefit(amount: int) -> None:
    granted = ("grant", {"months": 12, "monthly_amount_fen": amount, "payable_from": "2026-10"})
    (award,) = after(("application", FORM), granted).effects
    assert isinstance(award, Record) and award.data["amount_fen"] == amount
    elsewhere = after(("application", FORM), granted, me=STARTER).effects
    assert not any(isinstance(effect, Record) for effect in elsewhere)


@given(months=st.integers(1, 24), source=st.sampled_from(["", "示例文件"]))
def test_a_standard_needs_its_source_and_no_more_months_than_the_law_has(months: int, source: str) -> None:
    """Sixty months paid: eighteen at the longest."""
    values: dict[str, Any] = {
        "person": {},
        "contributions": paid(60),
        "entitlements": {"entitlements": []},
        "places": {"agencies": [OWNER]},
    }
    read = [
        {"kind": kind, "known": True, "source": OWNER, "as_of": "2026-11-20", "value": value}
        for kind, value in values.items()
    ]
    papers = [("application", FORM), ("case.outcome", {"facts": read})]
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers)
    review = {"opinion": "agree", "note": "x", "months": months, "monthly_amount_fen": 171_000}
    against = ITEM.objections(seen, "review", {**review, "amount_source": source}, PARAMETERS)
    wanted = ["amount_source"] if not source else ["months"] if months > 18 else []
    assert [each.field for each in against] == wanted
