"""What follows in a retirement claim.

国发〔2014〕8号、人社部发〔2014〕17号第八条：不得同时领取两份基本养老保险待遇。So before the claim is
reviewed every city that holds a record of the person is asked whether he draws a pension there.
社会保险经办条例第十八条：审核期限 20 个工作日。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Draft,
    Fact,
    FactKind,
    FactQuery,
    Month,
    Notify,
    Open,
    Outcome,
    Proposal,
    Record,
    Text,
    Unknown,
    queries_about,
)
from shebaotong.rules.api import Parameters, certification
from shebaotong.services.retirement.retirement_claim.conditions import (
    Conditions,
    as_recorded,
    examine,
    recorded_facts,
)

_PURPOSE = Text("审核退休待遇申领", "To examine the retirement claim")
_OWN = (FactKind.PERSON, FactKind.ENROLMENTS, FactKind.CONTRIBUTIONS, FactKind.ENTITLEMENTS)

QUESTION = "draws_pension"
"""What another city is asked: does this person draw a basic pension with you."""


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """On the application the owner reads its own register and asks the locator for other places."""
    if document.name != "application" or not view.i_own or document.body is None:
        return ()
    kinds = (*_OWN, FactKind.PLACES)
    return queries_about(subject=document.body["subject"], kinds=kinds, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    follow = _FOLLOW.get(document.name)
    if document.name == "grant":
        return _grant(view, document, parameters)
    outcome = Outcome() if follow is None else follow(view, document, facts)
    if not view.i_own or document.name not in ("application", "to_review"):
        return outcome
    application = view.latest("application")
    if application is None:
        return outcome
    recorded = as_recorded(facts) if document.name == "application" else recorded_facts(view)
    met = examine(view, application, recorded, parameters)
    proposals = outcome.proposals
    if document.name == "to_review":
        proposals = (_review_proposal(view, application, met),)
    return replace(
        outcome,
        proposals=proposals,
        explanation=met.explanation,
        unknowns=(*met.unknowns, *_amount_unknown(view, met, parameters)),
        remarks=(*outcome.remarks, *met.remarks),
    )


def _review_proposal(view: CaseView, application: Document, met: Conditions) -> Proposal:
    """What could be computed is filled in; the reviewer confirms it and enters the amount."""
    if _drawn_elsewhere(view):
        negative = {"opinion": "disagree", "ground": "draws_elsewhere"}
        return Proposal("review", negative, _DRAWS_ELSEWHERE)
    body: dict[str, Any] = {
        "opinion": "agree",
        "payable_from": (application.body or {}).get("wanted_from", ""),
        "explanation": [tree.to_json() for tree in met.explanation],
    }
    if met.months is not None:
        body["contribution_months"] = met.months
    why = Text(
        "年龄、最低年限、缴费月数和待遇领取地已按规定算出，数额请复核人录入",
        "Age, minimum months, months and place of payment are computed; the reviewer enters the amount",
    )
    return Proposal("review", body, why)


def _drawn_elsewhere(view: CaseView) -> bool:
    """A city that was asked has answered that it pays the person a pension."""
    return any(
        document.body["result"].get("answer", {}).get("status") == "draws_pension"
        for document in view.documents
        if document.name == "resume" and document.body is not None
    )


def _amount_unknown(view: CaseView, met: Conditions, parameters: Parameters) -> tuple[Unknown, ...]:
    """What the amount still needs: the index is never in the register, the base often not published."""
    if met.age is None:
        return ()
    index = Unknown("平均缴费指数（各年缴费基数和待遇领取地平均工资）", "待遇领取地社会保险经办机构")
    base = parameters.find("pension.calculation_base", on=met.age.month, region=view.me)
    return (index, base) if isinstance(base, Unknown) else (index,)


def _application(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    told = (Notify("accepted"),) if view.i_started else ()
    if not view.i_own:
        return Outcome(effects=told)
    found = {fact.kind: fact for fact in facts}
    located = set(found[FactKind.PLACES].value.get("agencies", ()))
    return _ask_or_go_on(view, document, located, told)


def _ask_or_go_on(
    view: CaseView, application: Document, located: set[str], effects: tuple[Notify, ...] = ()
) -> Outcome:
    """Ask every place that is stated or located and has not answered; none left: to review."""
    left = _places_left(view, application, located)
    if not left:
        return Outcome(drafts=(Draft("to_review", {}),), effects=effects)
    return Outcome(proposals=tuple(_proposal(place, located) for place in left), effects=effects)


def _places_left(view: CaseView, application: Document, located: set[str]) -> list[str]:
    body = application.body or {}
    stated = set(body.get("earlier_places", ()))
    asked = {d.body["agency"] for d in view.documents if d.name == "ask_assistance" and d.body is not None}
    return sorted((stated | located) - asked - {view.me})


def _proposal(place: str, located: set[str]) -> Proposal:
    if place in located:
        why = Text("定位系统显示该市有此人的参保记录", "The locator says that this city holds a record")
    else:
        why = Text("申请人自述曾在该市参保", "The applicant says he was insured there")
    return Proposal("ask_assistance", {"agency": place, "question": QUESTION}, why)


def _ask_assistance(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    """The request itself is a case of its own, in which only what is asked is told."""
    application = view.latest("application")
    asked = {"city": document.body["agency"]} if document.body is not None else {}
    told = (Notify("waiting_elsewhere", asked),) if view.i_started and asked else ()
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=told)
    subject: dict[str, Any] = dict(application.body["subject"])
    subject.pop("phone", None)
    child = Open(
        item="assistance",
        owner=document.body["agency"],
        body={"subject": subject, "question": document.body["question"], "for_item": "retirement_claim"},
        wait_reason="assistance",
    )
    return Outcome(effects=(child, *told))


def _resume(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    """The other city has answered."""
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None:
        return Outcome()
    answer = document.body["result"].get("answer", {})
    status = answer.get("status")
    if status == "draws_pension":
        return Outcome(drafts=(Draft("to_review", {}),), remarks=(_DRAWS_ELSEWHERE,))
    if status == "none":
        return _ask_or_go_on(view, application, _located_before(view))
    return _not_answered(view, application, status)


def _not_answered(view: CaseView, application: Document, status: str | None) -> Outcome:
    """Not their person, or closed without an answer: a person says where to ask next."""
    remark = _NOT_THEIRS if status == "not_our_person" else _NO_ANSWER
    left = _places_left(view, application, _located_before(view))
    return Outcome(
        proposals=tuple(_proposal(place, _located_before(view)) for place in left), remarks=(remark,)
    )


def _located_before(view: CaseView) -> set[str]:
    """What the locator said when the claim was accepted, from the recorded outcome."""
    for document in view.documents:
        if document.name == "outcome" and document.body is not None:
            for fact in document.body.get("facts", ()):
                if fact["kind"] == FactKind.PLACES.value:
                    return set(fact["value"].get("agencies", ()))
    return set()


def _review(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    """The reviewer's figures are offered to the approver; a negative opinion offers the refusal."""
    if not view.i_own or document.body is None:
        return Outcome()
    body = document.body
    if body["opinion"] == "agree":
        names = ("payable_from", "monthly_amount_fen", "contribution_months", "explanation")
        kept = {name: body[name] for name in names if name in body}
        why = Text(
            "复核同意，数额由复核人录入或确认", "The reviewer agrees; he entered or confirmed the amount"
        )
        return Outcome(proposals=(Proposal("grant", kept, why),))
    reason = {"reason": {"zh": body["note"], "en": body["note"]}, "remedy": _remedy(body["ground"])}
    why = Text("复核意见为不同意", "The reviewer does not agree")
    return Outcome(proposals=(Proposal("refuse", {"ground": body["ground"], **reason}, why),))


def _remedy(ground: str) -> dict[str, str]:
    text = _REMEDIES[ground]
    return {"zh": text.zh, "en": text.en}


def _grant(view: CaseView, document: Document, parameters: Parameters) -> Outcome:
    """The award; the first proof of entitlement runs from the start of the benefit."""
    told = (Notify("decided_granted", urgent=True),) if view.i_started else ()
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=told)
    subject = application.body["subject"]
    start = Month.parse(document.body["payable_from"]).first_day
    proof = certification(
        last_verified=None, benefit_start=start, on=start, as_of=start, parameters=parameters
    )
    until = {} if isinstance(proof, Unknown) else {"certified_until": proof.due.isoformat()}
    award = Record(
        what="benefit_award",
        identifier=subject["identifier"],
        identifier_kind=subject["identifier_kind"],
        data={
            "benefit": "employee_pension",
            "from": document.body["payable_from"],
            "amount_fen": document.body["monthly_amount_fen"],
            **until,
        },
    )
    return Outcome(effects=(award, *told))


def _refuse(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    return Outcome(effects=(Notify("decided_refused", urgent=True),) if view.i_started else ())


def _supplement_notice(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    return Outcome(effects=(Notify("supplement_needed"),) if view.i_started else ())


def _supplement(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    application = view.latest("application")
    if not view.i_own or application is None:
        return Outcome()
    return _ask_or_go_on(view, application, _located_before(view))


_DRAWS_ELSEWHERE = Text(
    "对方城市答复：此人已在该市领取养老待遇。不能同时领取两份，请在复核时提出不予批准或请其选择保留一份。",
    "The other city answers that the person draws a pension there. Two cannot be drawn at once: "
    "refuse at review, or let the person choose which to keep.",
)
_NOT_THEIRS = Text(
    "对方城市答复：不是该市的参保人。请向申请人问清参保地，再向别的城市发协查。",
    "The other city answers that this is not its person. Ask the applicant again and inquire elsewhere.",
)
_NO_ANSWER = Text(
    "协查没有得到答复就结束了。请再次发出协查，或说明无需协查的理由后送复核。",
    "The inquiry ended without an answer. Send it again, or say why none is needed.",
)
_REMEDIES = {
    "draws_elsewhere": Text(
        "您可以选择保留一份待遇：到现在领取的城市停发后，再来申请，不用重新交材料。"
        "不服本决定，可在六十日内申请行政复议，或在六个月内提起行政诉讼。",
        "You may choose which benefit to keep: have the other one stopped and apply again without handing "
        "anything in anew. Against this decision you may ask for administrative reconsideration within "
        "60 days or go to court within six months.",
    ),
    "conditions_not_met": Text(
        "年限不够的，可以继续缴费后再申请，也可以申请转为城乡居民养老保险。"
        "不服本决定，可在六十日内申请行政复议，或在六个月内提起行政诉讼。",
        "You may go on contributing and apply again, or change to the residents' scheme. Against this "
        "decision you may ask for administrative reconsideration within 60 days or go to court within six "
        "months.",
    ),
}

_FOLLOW = {
    "application": _application,
    "ask_assistance": _ask_assistance,
    "resume": _resume,
    "review": _review,
    "refuse": _refuse,
    "supplement_notice": _supplement_notice,
    "supplement": _supplement,
}
