"""What follows in an inquiry between agencies.

社会保险经办条例第二十六条、第二十七条：经办机构之间核验待遇资格，通过跨地区的公共平台办理。
国办发〔2009〕66号第七条：the years and wages of all places count for a pension, so that the city which
computes it may ask for them too. The engine proposes the answer that its register suggests; a clerk answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Fact,
    FactKind,
    FactQuery,
    Objection,
    Outcome,
    Proposal,
    Text,
    bears_name,
    queries_about,
)
from shebaotong.rules.api import Parameters

_PURPOSE = Text("答复其他城市的协查：是否领取养老待遇", "To answer another city's inquiry about a pension")
_PURPOSE_RECORD = Text(
    "答复其他城市的协查：是否领取养老待遇，以及计算养老金要用的缴费记录",
    "To answer another city's inquiry about a pension and the contributions that it is computed from",
)
_ASKED = (FactKind.PERSON, FactKind.ENROLMENTS, FactKind.CONTRIBUTIONS, FactKind.ENTITLEMENTS)
_SCHEME = "employee_pension"
WITH_RECORD = "pension_and_record"
"""The question that asks for the contribution record too; only then is it told."""
_PENSIONS = ("employee_pension", "resident_pension")


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The agency that is asked reads its own register."""
    if document.name != "request" or not view.i_own or document.body is None:
        return ()
    subject = document.body["subject"]
    if document.body["question"] == WITH_RECORD:
        kinds = (*_ASKED, FactKind.ACCOUNT)
        return queries_about(subject=subject, kinds=kinds, purpose=_PURPOSE_RECORD)
    return queries_about(subject=subject, kinds=_ASKED, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    if document.name != "request" or not view.i_own or document.body is None:
        return Outcome()
    body, why = _answer({fact.kind: fact for fact in facts}, document.body["subject"]["name"])
    return Outcome(proposals=(Proposal("answer", body, why),))


def objections(
    view: CaseView, name: str, body: Mapping[str, Any], parameters: Parameters
) -> Sequence[Objection]:
    """The answer “not our person” carries no record: the one found would be somebody else's."""
    if name != "answer" or body["status"] != "not_our_person":
        return ()
    return (Objection("status", _NOT_HIS),) if {"record", "insured_months"} & set(body) else ()


_NOT_HIS = Text(
    "不是本市参保人的，不能把缴费记录发出去：那是另一个人的。",
    "Where it is not our person no record is told: it is somebody else's.",
)


def _answer(found: dict[FactKind, Fact], name: str) -> tuple[dict[str, Any], Text]:
    person = found[FactKind.PERSON]
    if not person.known:
        return {"status": "not_our_person", "note": ""}, Text(
            "本市登记系统没有此人", "This city's register does not hold this person"
        )
    if not bears_name(person.value, name):
        return {"status": "not_our_person", "note": ""}, Text(
            "本市登记系统里这个号码是另一个姓名：先和对方核对，是同一个人再答复",
            "This city's register has the number under another name: check with the other city first",
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
    return {"status": "none", "note": "", **_months(found), **_record(found)}, Text(
        "本市没有向此人发放养老待遇", "This city pays the person no pension"
    )


def _months(found: dict[FactKind, Fact]) -> dict[str, int]:
    """Months insured here, where the register counts them: it spares the other city a question."""
    total = found[FactKind.CONTRIBUTIONS].value.get("paid_months", {}).get(_SCHEME)
    return {} if total is None else {"insured_months": total}


def _record(found: dict[FactKind, Fact]) -> dict[str, Any]:
    """What a pension is computed from, where it was asked for: no employer, no other insurance."""
    account = found.get(FactKind.ACCOUNT)
    if account is None:
        return {}
    years = [
        {name: year[name] for name in ("year", "bases_fen", "paid")}
        for year in found[FactKind.CONTRIBUTIONS].value.get("years", ())
        if year["kind"] == _SCHEME
    ]
    spells = [
        {name: spell[name] for name in ("start", "end", "status", "account_kind")}
        for spell in found[FactKind.ENROLMENTS].value.get("spells", ())
        if spell["kind"] == _SCHEME
    ]
    accounts = [
        {name: entry[name] for name in ("kind", "balance_fen")}
        for entry in account.value.get("accounts", ())
        if entry["scheme"] == _SCHEME
    ]
    return {
        "record": {
            "years": years,
            "spells": spells,
            "accounts": accounts,
            "as_of": account.as_of.isoformat(),
        }
    }
