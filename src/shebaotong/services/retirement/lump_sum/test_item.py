"""Properties of a lump-sum claim."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Outcome, Post, Record
from shebaotong.rules.api import builtin
from shebaotong.services.retirement.lump_sum.item import ITEM
from support.items import check_drafts, fact, view

PARAMETERS = builtin()
OWNER, STARTER = "442000", "450400"
CHECKED = ("identity", "written_request", "bank_account")
FORM: dict[str, Any] = {
    "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "邓示例"},
    "category": "male",
    "choices": "told",
    "by_proxy": False,
    "materials": [{"code": code, "status": "seen"} for code in CHECKED],
}
REVIEW = {"opinion": "agree", "amount_fen": 1, "note": "同意"}


def after(*papers: tuple[str, dict[str, Any]], me: str = OWNER, **told: Any) -> Outcome:
    seen = view(ITEM, me=me, starter=STARTER, owner=OWNER, papers=papers, step="review")
    held: dict[str, Any] = {
        "person": {"birth": told.get("birth", date(1959, 6, 18)).isoformat()},
        "contributions": {"paid_months": {"employee_pension": told.get("months", 87)}},
        "account": {
            "accounts": [
                {"scheme": "employee_pension", "kind": "general", "balance_fen": told.get("balance", 100)}
            ]
        },
        "entitlements": {"entitlements": told.get("drawn", [])},
        "places": {"agencies": [OWNER]},
    }
    queries = ITEM.needs(seen, seen.documents[-1])
    facts = [fact(query.kind, held[query.kind.value], seen) for query in queries]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


def proposed(outcome: Outcome) -> dict[str, Any]:
    return next(proposal.body for proposal in outcome.proposals if proposal.type == "review")


@given(birth=st.dates(date(1940, 1, 1), date(2000, 1, 1)), months=st.integers(0, 500))
def test_only_who_is_old_enough_without_a_monthly_pension_is_proposed(birth: date, months: int) -> None:
    review = proposed(after(("application", FORM), birth=birth, months=months))
    if months >= 240:
        assert review["opinion"] == "disagree"
    if birth >= date(1966, 11, 21):
        assert review == {"opinion": "disagree", "ground": "age_not_reached"}
    if birth < date(1966, 1, 1) and months < 180:
        assert review == {"opinion": "agree", "amount_fen": 100}


@given(balance=st.integers(-(10**6), 0))
def test_an_account_without_money_is_asked_about_and_never_invented(balance: int) -> None:
    outcome = after(("application", FORM), balance=balance)
    assert proposed(outcome) == {"opinion": "agree"} and len(outcome.unknowns) == 1


@given(shown=st.sets(st.sampled_from(CHECKED)))
def test_everything_missing_is_told_at_once_and_never_after_it_came(shown: set[str]) -> None:
    part = [{"code": code, "status": "seen"} for code in sorted(shown)]
    rest = [{"code": code, "status": "seen"} for code in CHECKED if code not in shown]
    outcome = after(("application", {**FORM, "materials": part}))
    assert {missing.code for missing in outcome.missing} == set(CHECKED) - shown
    assert (
        after(("application", {**FORM, "materials": part}), ("supplement", {"materials": rest})).missing == ()
    )


@given(amount=st.integers(1, 10**9))
def test_what_is_paid_is_what_was_granted_once_and_only_by_the_owner(amount: int) -> None:
    papers = (("application", FORM), ("review", REVIEW))
    granted = ("grant", {"amount_fen": amount, "payable_from": "2026-11-24"})
    settled, ordered = after(*papers, granted).effects
    assert isinstance(settled, Record) and isinstance(ordered, Post)
    assert (ordered.benefit, ordered.amount_fen) == ("employee_pension_lump_sum", amount)
    elsewhere = after(*papers, granted, me=STARTER).effects
    assert not any(isinstance(effect, Record | Post) for effect in elsewhere)


@given(reviewed=st.integers(1, 10**6), balance=st.integers(0, 10**6))
def test_an_amount_that_is_not_the_balance_is_pointed_out(reviewed: int, balance: int) -> None:
    outcome = after(("application", FORM), ("review", {**REVIEW, "amount_fen": reviewed}), balance=balance)
    assert bool(outcome.remarks) is (reviewed != balance)


@given(amount=st.integers(1, 1000), balance=st.integers(1, 1000), reason=st.sampled_from(["", "补记"]))
def test_an_amount_that_is_not_the_accounts_needs_its_reason(amount: int, balance: int, reason: str) -> None:
    account = {"accounts": [{"scheme": "employee_pension", "kind": "general", "balance_fen": balance}]}
    read = {"kind": "account", "known": True, "source": OWNER, "as_of": "2026-11-20", "value": account}
    papers = [("application", FORM), ("case.outcome", {"facts": [read]})]
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers)
    review = {**REVIEW, "amount_fen": amount, "amount_reason": reason}
    assert bool(ITEM.objections(seen, "review", review, PARAMETERS)) is (amount != balance and not reason)
