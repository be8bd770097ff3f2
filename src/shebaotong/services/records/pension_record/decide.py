"""What follows when another city asks for a person's pension record.

社会保险经办条例第三十二条：用人单位和个人可以免费查询、核对其缴费和享受社会保险待遇记录 (in substance).
个人信息保护法第三十四条、第三十五条：an agency stays within its task, and the person is informed (in
substance): the answer holds what a pension is computed from and no more, and the reading stands in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Draft,
    Fact,
    FactKind,
    FactQuery,
    Outcome,
    bears_name,
    queries_about,
)
from shebaotong.rules.api import Parameters
from shebaotong.services.records.pension_record.purposes import purpose_of

ASKED = (
    FactKind.PERSON,
    FactKind.ENROLMENTS,
    FactKind.CONTRIBUTIONS,
    FactKind.ACCOUNT,
    FactKind.ENTITLEMENTS,
)
_SCHEMES = ("employee_pension", "resident_pension")
_Rows = Iterable[Mapping[str, Any]]


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The agency that is asked reads its own register."""
    if document.name != "request" or not view.i_own or document.body is None:
        return ()
    purpose = purpose_of(view=view, body=document.body)
    return queries_about(subject=document.body["subject"], kinds=ASKED, purpose=purpose)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    if document.name != "request" or not view.i_own or document.body is None:
        return Outcome()
    found = {fact.kind: fact for fact in facts}
    return Outcome(drafts=(Draft("answer", _answer(found, document.body["subject"]["name"])),))


def _answer(found: Mapping[FactKind, Fact], name: str) -> dict[str, Any]:
    person = found[FactKind.PERSON]
    told: dict[str, Any] = {"status": "held", "as_of": person.as_of.isoformat()}
    if not person.known:
        return told | {"status": "not_held"}
    if not bears_name(person.value, name):
        return told | {"status": "another_name"}
    return told | {
        "person": {
            **{field: person.value[field] for field in ("birth", "sex", "hukou_region")},
            "documents": [{"kind": each["kind"]} for each in person.value.get("documents", ())],
        },
        "enrolments": {"spells": _spells(found[FactKind.ENROLMENTS].value.get("spells", ()))},
        "contributions": _contributions(found[FactKind.CONTRIBUTIONS].value),
        "account": {"accounts": _accounts(found[FactKind.ACCOUNT].value.get("accounts", ()))},
        "entitlements": {"entitlements": _drawn(found[FactKind.ENTITLEMENTS].value.get("entitlements", ()))},
    }


def _spells(rows: _Rows) -> list[dict[str, Any]]:
    fields = ("kind", "start", "end", "status", "account_kind")
    return [{field: row[field] for field in fields} for row in rows if row["kind"] in _SCHEMES]


def _contributions(value: Mapping[str, Any]) -> dict[str, Any]:
    years = [
        {field: row[field] for field in ("kind", "year", "bases_fen", "paid")}
        for row in value.get("years", ())
        if row["kind"] in _SCHEMES
    ]
    months = {kind: n for kind, n in value.get("paid_months", {}).items() if kind in _SCHEMES}
    return {"years": years, "paid_months": months}


def _drawn(rows: _Rows) -> list[dict[str, Any]]:
    """That a pension is drawn, and since when; not how much."""
    return [
        {field: row[field] for field in ("benefit", "from", "status")}
        for row in rows
        if row["benefit"] in _SCHEMES and row["status"] != "ended"
    ]


def _accounts(rows: _Rows) -> list[dict[str, Any]]:
    fields = ("scheme", "kind", "balance_fen")
    return [{field: row[field] for field in fields} for row in rows if row["scheme"] in _SCHEMES]
