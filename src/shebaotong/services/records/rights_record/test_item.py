"""Properties of a rights record."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind
from shebaotong.rules.api import builtin
from shebaotong.services.records.rights_record.item import ITEM
from support.items import NOT_HELD, check_drafts, fact, view

PARAMETERS = builtin()
OWNER, STARTER = "442000", "450400"
REQUEST: dict[str, Any] = {
    "subject": {"identifier_kind": "travel_tw", "identifier": "01234567", "name": "林示例"},
    "scope": "all",
}
HELD = {"name": "林示例", "former_names": [{"name": "林旧名", "until": "2001-01-01"}]}
records = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3)


@given(told=st.fixed_dictionaries(dict.fromkeys(("enrolments", "contributions", "account"), records)))
def test_the_record_says_exactly_what_the_register_says(told: dict[str, Any]) -> None:
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=[("request", REQUEST)], step="answer")
    queries = ITEM.needs(seen, seen.documents[-1])
    held = {"person": HELD, **told}
    facts = [fact(query.kind, held.get(query.kind.value, {}), seen) for query in queries]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    (draft,) = outcome.drafts
    assert draft.type == "record"
    assert {name: draft.body[name] for name in told} == told


@given(me=st.sampled_from([OWNER, STARTER]), known=st.booleans())
def test_only_the_owner_reads_and_it_always_answers_once(me: str, known: bool) -> None:
    seen = view(ITEM, me=me, starter=STARTER, owner=OWNER, papers=[("request", REQUEST)], step="answer")
    queries = ITEM.needs(seen, seen.documents[-1])
    assert bool(queries) is (me == OWNER)
    facts = [fact(query.kind, HELD if known else NOT_HELD, seen) for query in queries]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    answer = "record" if known else "unknown_person"
    assert [draft.type for draft in outcome.drafts] == ([answer] if me == OWNER else [])


@given(number=st.from_regex(r"[0-9A-Z]{5,18}", fullmatch=True))
def test_the_register_is_asked_for_the_number_as_it_was_given(number: str) -> None:
    subject = {"identifier_kind": "passport", "identifier": number, "name": "林示例"}
    papers = [("request", {**REQUEST, "subject": subject})]
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers, step="answer")
    queries = ITEM.needs(seen, seen.documents[-1])
    assert {(query.identifier_kind, query.identifier) for query in queries} == {("passport", number)}
    assert FactKind.PLACES not in {query.kind for query in queries}


@given(typed=st.sampled_from(["林示例", "林旧名", "林 示例", "林示", "张示例", "示例林"]))
def test_a_number_without_its_name_opens_nobodys_record(typed: str) -> None:
    papers = [("request", {**REQUEST, "subject": {**REQUEST["subject"], "name": typed}})]
    seen = view(ITEM, me=OWNER, starter=STARTER, owner=OWNER, papers=papers, step="answer")
    facts = [fact(query.kind, HELD, seen) for query in ITEM.needs(seen, seen.documents[-1])]
    (draft,) = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS).drafts
    his = typed.replace(" ", "") in {"林示例", "林旧名"}
    assert draft.type == ("record" if his else "unknown_person")
    assert his or "林" not in str(draft.body)
