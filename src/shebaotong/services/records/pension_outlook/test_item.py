"""Properties of gathering a person's records."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind, Open, Outcome
from shebaotong.rules.api import builtin
from shebaotong.services.records.pension_outlook.item import ITEM
from shebaotong.services.records.pension_record.purposes import PURPOSES
from support.items import NOT_HELD, check_drafts, fact, view

PARAMETERS = builtin()
HERE = "450400"
QUESTION: dict[str, Any] = {
    "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜示例"},
    "purpose": "consultation",
    "agreed": True,
    "asked_by": "林示例",
}
agencies = st.sets(st.from_regex(r"4[0-9]{5}", fullmatch=True), max_size=20)
_Papers = list[tuple[str, dict[str, Any]]]


def followed(papers: _Papers, places: dict[str, Any]) -> Outcome:
    seen = view(ITEM, me=HERE, starter=HERE, owner=HERE, papers=papers, step="gather")
    document = seen.documents[-1]
    told: dict[FactKind, Any] = {FactKind.PLACES: places}
    facts = [fact(query.kind, told.get(query.kind, NOT_HELD), seen) for query in ITEM.needs(seen, document)]
    outcome = ITEM.decide(seen, document, facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


@given(held=agencies, outside=agencies)
def test_every_city_that_may_be_asked_is_asked_once_and_no_other(held: set[str], outside: set[str]) -> None:
    places = {"agencies": sorted(held), "not_covered": sorted(outside - held)}
    papers: _Papers = [("question", QUESTION)]
    outcome = followed(papers, places)
    recorded = {"kind": "places", "known": True, "value": places, "source": HERE, "as_of": "2026-11-20"}
    papers.append(("case.outcome", {"facts": [recorded]}))
    asked: list[str] = []
    while outcome.drafts[0].type == "ask":
        for draft in outcome.drafts:
            papers.append((draft.type, draft.body))
            asked.append(draft.body["agency"])
            (child,) = followed(papers, places).effects
            assert isinstance(child, Open) and child.owner == asked[-1]
        papers.append(("case.resume", {"case": "4504002026000026", "result": {}}))
        outcome = followed(papers, places)
    (end,) = outcome.drafts
    assert asked == sorted(held - {HERE})
    assert end.body == {"asked": asked, "not_covered": sorted(outside - held)}


@given(
    purpose=st.sampled_from(sorted(PURPOSES)),
    name=st.text("林示例", min_size=1, max_size=60),
    abroad=st.booleans(),
)
def test_the_other_city_is_told_who_asks_and_why(purpose: str, name: str, abroad: bool) -> None:
    in_case: dict[str, Any] = {"case": "4504002026000018"} if purpose == "in_case" else {}
    question: dict[str, Any] = {**QUESTION, **in_case, "purpose": purpose, "asked_by": name}
    subject = {**question["subject"], **({"country": "CHN"} if abroad else {})}
    asking: _Papers = [("question", {**question, "subject": subject}), ("ask", {"agency": "440600"})]
    (child,) = followed(asking, {}).effects
    assert isinstance(child, Open) and child.item == "pension_record"
    assert child.body == {**question, "subject": subject, "for_item": ITEM.code}
    seen = view(ITEM, me=HERE, starter=HERE, owner=HERE, papers=asking[:1], step="gather")
    (why,) = {query.purpose for query in ITEM.needs(seen, seen.documents[-1])}
    assert name in why.zh and PURPOSES[purpose].zh in why.zh and name in why.en
    assert len(why.zh) <= 120 and len(why.en) <= 200


def test_the_locator_is_asked_for_what_may_be_asked_with_the_record() -> None:
    seen = view(ITEM, me=HERE, starter=HERE, owner=HERE, papers=[("question", QUESTION)], step="gather")
    details = {query.kind: query.details for query in ITEM.needs(seen, seen.documents[-1])}
    assert details[FactKind.PLACES] == {"for_item": "pension_record"} and details[FactKind.PERSON] == {}


def test_another_agency_reads_nothing() -> None:
    seen = view(ITEM, me="440600", starter=HERE, owner=HERE, papers=[("question", QUESTION)], step="gather")
    assert not ITEM.needs(seen, seen.documents[-1])
    assert ITEM.decide(seen, seen.documents[-1], [], PARAMETERS) == Outcome()
