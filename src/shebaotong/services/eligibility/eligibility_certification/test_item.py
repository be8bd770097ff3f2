"""Properties of a certification at a window."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind, Outcome, Record
from shebaotong.rules.api import builtin
from shebaotong.services.eligibility.eligibility_certification.item import ITEM
from support.items import NOT_HELD, check_drafts, fact, view

PARAMETERS = builtin()
OWNER, STARTER = "442000", "360700"
REQUEST: dict[str, Any] = {
    "subject": {"identifier_kind": "travel_tw", "identifier": "01234567", "name": "黄示例"},
    "confirmed": "in_person",
}
DEAD = {"name": REQUEST["subject"]["name"], "deceased_on": "2020-01-01"}
ANOTHER = {"name": "张示例", "deceased_on": None}
days = st.dates(date(2019, 1, 1), date(2099, 12, 31))


def answered(statuses: list[str], *, on: date, me: str = OWNER, person: Any = None) -> Outcome:
    seen = view(
        ITEM, me=me, starter=STARTER, owner=OWNER, papers=[("request", REQUEST)], step="answer", on=on
    )
    drawn = [{"benefit": "employee_pension", "status": status} for status in statuses]
    held = {"name": REQUEST["subject"]["name"], "deceased_on": None}
    told = {FactKind.PERSON: person or held, FactKind.ENTITLEMENTS: {"entitlements": drawn}}
    facts = [fact(query.kind, told[query.kind], seen) for query in ITEM.needs(seen, seen.documents[-1])]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


@given(on=days, status=st.sampled_from(["active", "suspended"]))
def test_a_proof_holds_for_a_year_and_the_record_says_what_the_answer_says(on: date, status: str) -> None:
    outcome = answered([status], on=on)
    (draft,), (effect,) = outcome.drafts, outcome.effects
    until = date.fromisoformat(draft.body["valid_until"])
    assert draft.body["seen_on"] == on.isoformat()
    assert timedelta(365) - timedelta(1) <= until - on <= timedelta(366)
    assert isinstance(effect, Record) and effect.what == "certification"
    assert (effect.data["on"], effect.data["valid_until"]) == (on.isoformat(), until.isoformat())
    assert effect.data["place_agency"] == STARTER
    assert not outcome.explanation[0].verified


@given(statuses=st.lists(st.sampled_from(["active", "suspended", "ended"]), max_size=4), on=days)
def test_it_is_always_answered_once_and_only_a_running_benefit_is_marked(
    statuses: list[str], on: date
) -> None:
    outcome = answered(statuses, on=on)
    runs = any(status != "ended" for status in statuses)
    assert [draft.type for draft in outcome.drafts] == ["certified" if runs else "not_certified"]
    assert bool(outcome.effects) is runs


@given(person=st.sampled_from([NOT_HELD, DEAD, ANOTHER]), on=days)
def test_the_unknown_those_recorded_dead_and_other_people_are_never_marked(person: Any, on: date) -> None:
    outcome = answered(["active"], on=on, person=person)
    assert not outcome.effects
    assert outcome.drafts[0].body["reason"]["zh"] and outcome.drafts[0].body["remedy"]["zh"]


@given(on=days)
def test_the_window_reads_nothing_and_marks_nothing(on: date) -> None:
    assert answered(["active"], on=on, me=STARTER) == Outcome()
