"""Properties of a pension record that another city asks for."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind
from shebaotong.rules.api import builtin
from shebaotong.services.records.pension_record.item import ITEM
from support.items import NOT_HELD, check_drafts, fact, view

PARAMETERS = builtin()
ASKING, ASKED = "450400", "440600"
NAMES = st.sampled_from(["杜示例", "杜 示例", "别的人", "阿依古丽·买买提"])
PERSON: dict[str, Any] = {
    "sex": "F",
    "birth": "1949-12-31",
    "hukou_region": "",
    "phone": "138****1826",
    "documents": [{"kind": "resident", "masked": "1101**"}],
}
KINDS = st.sampled_from(["employee_pension", "resident_pension", "unemployment", "work_injury"])
spells = st.lists(
    st.fixed_dictionaries(
        {
            "kind": KINDS,
            "employer": st.just({"uscc": "91350100M000100Y43", "name": "示例公司"}),
            "start": st.just("2001-01"),
            "end": st.sampled_from([None, "2005-12"]),
            "status": st.sampled_from(["normal", "transferred_out", "merged"]),
            "account_kind": st.sampled_from(["", "general", "temporary"]),
        }
    ),
    max_size=4,
)


def answered(told: dict[FactKind, Any], name: str, *, me: str = ASKED) -> Any:
    request = {
        "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": name},
        "purpose": "before_transfer",
        "agreed": True,
        "asked_by": "林示例",
        "for_item": "pension_outlook",
    }
    seen = view(ITEM, me=me, starter=ASKING, owner=ASKED, papers=[("request", request)], step="answer")
    queries = ITEM.needs(seen, seen.documents[-1])
    facts = [fact(query.kind, told.get(query.kind, {}), seen) for query in queries]
    outcome = ITEM.decide(seen, seen.documents[-1], facts, PARAMETERS)
    check_drafts(ITEM, outcome)
    return outcome


@given(held=NAMES, former=NAMES, typed=NAMES, insured=spells)
def test_only_under_the_persons_own_name_and_only_the_pension(
    held: str, former: str, typed: str, insured: list[dict[str, Any]]
) -> None:
    person = {**PERSON, "name": held, "former_names": [{"name": former, "until": "2001-01-01"}]}
    (draft,) = answered({FactKind.PERSON: person, FactKind.ENROLMENTS: {"spells": insured}}, typed).drafts
    hers = typed.replace(" ", "") in {held.replace(" ", ""), former.replace(" ", "")}
    assert draft.body["status"] == ("held" if hers else "another_name")
    assert hers or set(draft.body) == {"status", "as_of"}
    if hers:
        told = draft.body["enrolments"]["spells"]
        assert [each["kind"] for each in told] == [
            each["kind"] for each in insured if each["kind"].endswith("pension")
        ]
        said = str(draft.body)
        assert "示例公司" not in said and "138" not in said and "1101**" not in said


def test_nobody_of_that_number_is_all_that_is_said() -> None:
    nobody = dict.fromkeys(FactKind, NOT_HELD)
    (draft,) = answered(nobody, "杜示例").drafts
    assert draft.body == {"status": "not_held", "as_of": "2026-11-20"}


def test_who_asks_reads_nothing_by_it() -> None:
    outcome = answered({}, "杜示例", me=ASKING)
    assert not outcome.drafts and not outcome.effects
