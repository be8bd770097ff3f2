"""What follows in a certification at a window.

社会保险经办条例 第二十六条: eligibility is verified by comparing data, by the person's own certification and
by other ways. 人社厅发〔2018〕107号: a proof holds for twelve months from the last success, and nobody is
required to come to a fixed place on a fixed day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from shebaotong.kernel.api import (
    SHANGHAI,
    CaseView,
    Document,
    Draft,
    Fact,
    FactKind,
    FactQuery,
    Notify,
    Outcome,
    Record,
    Text,
    Unknown,
    bears_name,
    queries_about,
)
from shebaotong.rules.api import Parameters, certification

_PURPOSE = Text("办理待遇资格认证", "To certify that the benefit goes on")
_ASKED = (FactKind.PERSON, FactKind.ENTITLEMENTS)
_METHOD = "window"


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The agency that pays reads its own register; the window reads nothing."""
    if document.name != "request" or not view.i_own or document.body is None:
        return ()
    return queries_about(subject=document.body["subject"], kinds=_ASKED, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    if document.body is None:
        return Outcome()
    if document.name == "request" and view.i_own:
        return _answer(view, document, {fact.kind: fact for fact in facts}, parameters)
    if document.name == "certified" and view.i_started:
        return Outcome(effects=(Notify("certified_until", {"until": document.body["valid_until"]}),))
    if document.name == "not_certified" and view.i_started:
        return Outcome(effects=(Notify("decided_refused"),))
    return Outcome()


def _answer(
    view: CaseView, document: Document, found: dict[FactKind, Fact], parameters: Parameters
) -> Outcome:
    if _another_name(document, found):
        reason, remedy = _ANOTHER_NAME
        told = {"ground": "unknown_person", "reason": reason.to_json(), "remedy": remedy.to_json()}
        return Outcome(drafts=(Draft("not_certified", told),))
    ground = _obstacle(found)
    if ground:
        return Outcome(drafts=(Draft("not_certified", _refusal(ground)),))
    on = _seen_on(view, document)
    until = certification(last_verified=on, benefit_start=None, on=on, as_of=on, parameters=parameters)
    if isinstance(until, Unknown):
        return Outcome(unknowns=(until,))
    held = {"method": _METHOD, "valid_until": until.due.isoformat()}
    return Outcome(
        drafts=(Draft("certified", {**held, "seen_on": on.isoformat(), "place": view.state.starter}),),
        effects=(_mark(view, document, {**held, "on": on.isoformat()}),),
        explanation=(until.explanation,),
    )


def _another_name(document: Document, found: dict[FactKind, Fact]) -> bool:
    """The number is somebody else's: nobody is certified by another person's coming."""
    person = found[FactKind.PERSON]
    return person.known and not bears_name(person.value, (document.body or {})["subject"]["name"])


def _obstacle(found: dict[FactKind, Fact]) -> str:
    """Why nothing can be certified here; empty where it can."""
    person = found[FactKind.PERSON]
    if not person.known:
        return "unknown_person"
    if person.value.get("deceased_on"):
        return "recorded_dead"
    drawn = found[FactKind.ENTITLEMENTS].value.get("entitlements", ())
    return "" if any(entry["status"] != "ended" for entry in drawn) else "no_benefit"


def _seen_on(view: CaseView, document: Document) -> date:
    """The day on which the window saw the person, as it signed; never later than today."""
    return min(document.envelope.claimed_at, view.now).astimezone(SHANGHAI).date()


def _mark(view: CaseView, document: Document, proof: dict[str, str]) -> Record:
    subject: dict[str, Any] = (document.body or {})["subject"]
    return Record(
        what="certification",
        identifier=subject["identifier"],
        identifier_kind=subject["identifier_kind"],
        data={**proof, "place_agency": view.state.starter, "by": _BY},
    )


def _refusal(ground: str) -> dict[str, Any]:
    reason, remedy = _GROUNDS[ground]
    return {"ground": ground, "reason": reason.to_json(), "remedy": remedy.to_json()}


_BY = "窗口工作人员"
"""Who saw the person: which of them is in the case's signed document, never in the pensioner's record."""

_ANOTHER_NAME = (
    Text(
        "您提供的姓名和这个证件号码登记的姓名不一样，不能认证。",
        "The name given is not the one that is registered under this document number; nothing was certified.",
    ),
    Text(
        "请对照证件核对号码和姓名再办一次。改过名字的，可以填从前的姓名，或请发放待遇的城市更正登记。",
        "Check number and name against the document and certify again. Who has changed his name may give "
        "the former one, or have the paying city mend its record.",
    ),
)

_GROUNDS = {
    "unknown_person": (
        Text(
            "按您提供的证件号码，这个城市没有您的记录。",
            "Under the document number given, this city holds no record of you.",
        ),
        Text(
            "请核对证件号码，或选发放您待遇的城市再办一次。对结果有异议的，可以拨打12333。",
            "Please check the number, or choose the city that pays your benefit. "
            "If you disagree, call 12333.",
        ),
    ),
    "no_benefit": (
        Text(
            "这个城市现在没有向您发放待遇，不用在这里认证。",
            "This city pays you no benefit at present, so there is nothing to certify here.",
        ),
        Text(
            "请选发放您待遇的城市再办一次。刚办退休的，等待遇核定后再认证。对结果有异议的，可以拨打12333。",
            "Choose the city that pays your benefit. If you have just retired, certify once the pension is "
            "determined. If you disagree, call 12333.",
        ),
    ),
    "recorded_dead": (
        Text(
            "登记系统里您的状态有误，系统不能直接认证。",
            "The register holds a mistaken status for you, so the system cannot certify by itself.",
        ),
        Text(
            "请窗口工作人员联系发放待遇的城市更正登记，更正后再认证，停发的待遇会全部补发。也可以拨打12333。",
            "Let the window ask the paying city to mend its record; certify afterwards and all that was "
            "withheld is paid. You may also call 12333.",
        ),
    ),
}
