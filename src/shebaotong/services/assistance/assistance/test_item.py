"""Properties of an inquiry between agencies."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind, Outcome
from shebaotong.rules.api import builtin
from shebaotong.services.assistance.assistance.item import ITEM
from support.items import NOT_HELD, check_drafts, fact, view

PARAMETERS = builtin()
ASKED, ASKING = "450400", "440600"
REQUEST: dict[str, Any] = {
    "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜示例"},
    "question": "draws_pension",
    "for_item": "retirement_claim",
}
entitlements = st.lists(
    st.fixed_dictionaries(
        {
            "benefit": st.sampled_from(["employee_pension", "resident_pension", "unemployment"]),
            "from": st.just("2025-03"),
            "status": st.sampled_from(["active", "suspended", "ended"]),
        }
    ),
    max_size=4,
)


def answered(me: str, drawn: list[dict[str, Any]], *, known: bool = True) -> Outcome:
    seen = view(ITEM, me=me, starter=ASKING, owner=ASKED, papers=[("request", REQUEST)], step="answer")
    told: dict[FactKind, Any] = {
        FactKind.PERSON: {"name": REQUEST["subject"]["name"]},
        FactKind.ENTITLEMENTS: {"entitlements": drawn},
    }
    facts = [
        fact(query.kind, told.get(query.kind, {}) if known else NOT_HELD, seen)
        for query in ITEM.needs(seen, seen.documents[-1])
    ]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


@given(drawn=entitlements)
def test_a_pension_that_has_not_ended_is_drawn_and_nothing_else_is(drawn: list[dict[str, Any]]) -> None:
    running = [
        entry
        for entry in drawn
        if entry["status"] != "ended" and entry["benefit"] in ("employee_pension", "resident_pension")
    ]
    (proposal,) = answered(ASKED, drawn).proposals
    assert proposal.body["status"] == ("draws_pension" if running else "none")


@given(drawn=entitlements, known=st.booleans())
def test_the_engine_only_proposes_and_the_asking_agency_reads_nothing(
    drawn: list[dict[str, Any]], known: bool
) -> None:
    outcome = answered(ASKED, drawn, known=known)
    assert not outcome.drafts and not outcome.effects
    assert answered(ASKING, drawn, known=known) == Outcome()


def test_nothing_about_another_persons_number_is_claimed() -> None:
    (proposal,) = answered(ASKED, [], known=False).proposals
    assert proposal.body == {"status": "not_our_person", "note": ""}


def test_of_another_person_no_record_is_told() -> None:
    seen = view(ITEM, me=ASKED, starter=ASKING, owner=ASKED, papers=[("request", REQUEST)], step="answer")
    other = {"status": "not_our_person", "note": ""}
    assert ITEM.objections(seen, "answer", other, PARAMETERS) == ()
    both: tuple[dict[str, Any], ...] = ({"insured_months": 12}, {"record": {}})
    for told in both:
        assert ITEM.objections(seen, "answer", {**other, **told}, PARAMETERS)
