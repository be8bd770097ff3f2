"""What follows in an inquiry between agencies.

社会保险经办条例第二十六条、第二十七条：经办机构之间核验待遇资格，通过跨地区的公共平台办理。
The engine proposes the answer that its register suggests; a clerk answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Fact,
    FactKind,
    FactQuery,
    Outcome,
    Proposal,
    Text,
    queries_about,
)
from shebaotong.rules.api import Parameters

_PURPOSE = Text("答复其他城市的协查：是否领取养老待遇", "To answer another city's inquiry about a pension")
_ASKED = (FactKind.PERSON, FactKind.ENROLMENTS, FactKind.CONTRIBUTIONS, FactKind.ENTITLEMENTS)
_PENSIONS = ("employee_pension", "resident_pension")


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The agency that is asked reads its own register."""
    if document.name != "request" or not view.i_own or document.body is None:
        return ()
    return queries_about(subject=document.body["subject"], kinds=_ASKED, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    if document.name != "request" or not view.i_own:
        return Outcome()
    body, why = _answer({fact.kind: fact for fact in facts})
    return Outcome(proposals=(Proposal("answer", body, why),))


def _answer(found: dict[FactKind, Fact]) -> tuple[dict[str, Any], Text]:
    if not found[FactKind.PERSON].known:
        return {"status": "not_our_person", "note": ""}, Text(
            "本市登记系统没有此人", "This city's register does not hold this person"
        )
    drawn = [
        entry
        for entry in found[FactKind.ENTITLEMENTS].value.get("entitlements", ())
        if entry["benefit"] in _PENSIONS and entry["status"] != "ended"
    ]
    if drawn:
        first = drawn[0]
        return {
            "status": "draws_pension",
            "benefit": first["benefit"],
            "since": first["from"],
            "note": "",
        }, Text("本市正在向此人发放养老待遇", "This city pays the person a pension")
    return {"status": "none", "note": "", **_months(found)}, Text(
        "本市没有向此人发放养老待遇", "This city pays the person no pension"
    )


def _months(found: dict[FactKind, Fact]) -> dict[str, int]:
    """Months insured here, where the register counts them: it spares the other city a question."""
    total = found[FactKind.CONTRIBUTIONS].value.get("paid_months", {}).get("employee_pension")
    return {} if total is None else {"insured_months": total}
