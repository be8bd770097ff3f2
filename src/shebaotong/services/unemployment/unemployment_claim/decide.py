"""What follows in a claim for unemployment benefit.

社会保险法 第四十五条、第四十六条: who may draw it and for how long; 社会保险经办条例 第二十四条: 10 working
days. The monthly amount is set by the province (失业保险条例 第十八条): where unknown, it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.api import (
    SHANGHAI,
    CaseView,
    Document,
    Explanation,
    Fact,
    FactKind,
    FactQuery,
    Latest,
    Month,
    Notify,
    Objection,
    Outcome,
    Proposal,
    Record,
    Text,
    agreed_review,
    lacking,
    may_change_award,
    queries_about,
    recorded_facts,
    suspend_or_end_award,
    uploaded,
    with_supplements,
)
from shebaotong.rules.api import Parameters
from shebaotong.services.unemployment.unemployment_claim import checking, wording
from shebaotong.services.unemployment.unemployment_claim.materials import MATERIALS

_PURPOSE = Text("审核失业保险金申领", "To examine the claim for unemployment benefit")
_READ = (FactKind.PERSON, FactKind.CONTRIBUTIONS, FactKind.ENTITLEMENTS, FactKind.PLACES)
_EXAMINED = ("application", "forward", "supplement", "return_to_review")
"""Documents after which the record is examined, the first time or again."""
_GRANTED = ("months", "monthly_amount_fen", "payable_from")


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The owner reads its register, and asks the locator whether the person belongs elsewhere."""
    application = view.latest("application")
    if not view.i_own or application is None or application.body is None:
        return ()
    kinds: tuple[FactKind, ...] = _READ if document.name in _EXAMINED else ()
    if may_change_award(view, document):
        kinds = (FactKind.ENTITLEMENTS,)
    return queries_about(subject=application.body["subject"], kinds=kinds, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    notice = _NOTICES.get(document.name)
    notices = (notice,) if notice is not None and view.i_started else ()
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=notices)
    if document.name in _EXAMINED:
        body = _complete(view, application.body)
        return _examined(view, body, {fact.kind: fact for fact in facts}, parameters, notices)
    if document.name == "review":
        return Outcome(proposals=(_decision(view, application.body, document.body, parameters),))
    if document.name == "grant":
        return Outcome(effects=(_award(application.body["subject"], document.body), *notices))
    subject = application.body["subject"]
    changed = suspend_or_end_award(view, document, facts, benefit="unemployment", subject=subject)
    return Outcome(effects=(*changed, *notices))


def _complete(view: CaseView, application: dict[str, Any]) -> dict[str, Any]:
    """The application with the materials that were handed in later."""
    return with_supplements(application=application, documents=view.documents)


def _examined(
    view: CaseView,
    body: dict[str, Any],
    found: dict[FactKind, Fact],
    parameters: Parameters,
    notices: tuple[Notify, ...],
) -> Outcome:
    """What is missing, what the record gives, and the review filled in as far as it could be computed."""
    missing = lacking(
        materials=MATERIALS, body=body, handed_in=uploaded(view.documents, void=view.state.void)
    )
    today = view.now.astimezone(SHANGHAI).date()
    result = checking.examine(body=body, found=found, on=today, owner=view.me, parameters=parameters)
    proposals = [Proposal("review", result.review, wording.COMPUTED)]
    if missing:
        listed = [each.to_json() for each in missing]
        proposals.insert(0, Proposal("supplement_notice", {"missing": listed}, wording.LACKING))
    return Outcome(
        proposals=tuple(proposals),
        effects=notices,
        missing=missing,
        unknowns=result.unknowns,
        explanation=result.explanation,
        remarks=result.remarks,
    )


def _decision(
    view: CaseView, application: dict[str, Any], review: dict[str, Any], parameters: Parameters
) -> Proposal:
    """The decision filled in, with why."""
    result = _recorded(view, application, parameters)
    if review["opinion"] == "agree":
        trees = checking.explained(review=review, result=result)
        body = {**{name: review[name] for name in _GRANTED}, **_why(trees)}
        return Proposal("grant", body, wording.AGREED)
    reason, remedy = wording.GROUNDS[review["ground"]]
    refusal = {"ground": review["ground"], "reason": reason.to_json(), "remedy": remedy.to_json()}
    return Proposal("refuse", {**refusal, **_why(result.explanation)}, wording.DISAGREED)


def _recorded(view: CaseView, application: dict[str, Any], parameters: Parameters) -> checking.Examined:
    """What the recorded facts give; nothing where none stand in this copy."""
    found = recorded_facts(view)
    if FactKind.CONTRIBUTIONS not in found:
        return checking.Examined({})
    return checking.examine(
        body=_complete(view, application),
        found=found,
        on=view.now.astimezone(SHANGHAI).date(),
        owner=view.me,
        parameters=parameters,
    )


def _why(trees: Sequence[Explanation]) -> dict[str, Any]:
    return {"explanation": [tree.to_json() for tree in trees]} if trees else {}


def withheld(latest: Latest) -> frozenset[str]:
    return frozenset() if agreed_review(latest) else frozenset({"grant"})


def objections(
    view: CaseView, name: str, body: Mapping[str, Any], parameters: Parameters
) -> Sequence[Objection]:
    """A monthly amount that no parameter gives needs its source; no more months than the law allows."""
    application = view.latest("application")
    if name == "review" and body["opinion"] == "agree" and application is not None and application.body:
        known = _recorded(view, application.body, parameters).review
        if known.get("monthly_amount_fen") != body["monthly_amount_fen"] and not body.get("amount_source"):
            return (Objection("amount_source", wording.AMOUNT_NEEDS_SOURCE),)
        if body["months"] > known.get("months", body["months"]):
            return (Objection("months", wording.more_than(known["months"])),)
    if name == "grant":
        agreed = agreed_review(view.latest)
        if agreed is None:
            return (Objection("", wording.NOT_AGREED),)
        return [
            Objection(field, wording.CHANGED_AFTER_REVIEW)
            for field in _GRANTED
            if body[field] != agreed.get(field)
        ]
    return ()


def _award(subject: dict[str, Any], granted: dict[str, Any]) -> Record:
    """For as many months as were granted, and no longer (社会保险法 第四十六条)."""
    last = Month.parse(granted["payable_from"]) + (granted["months"] - 1)
    return Record(
        what="benefit_award",
        identifier=subject["identifier"],
        identifier_kind=subject["identifier_kind"],
        data={
            "benefit": "unemployment",
            "from": granted["payable_from"],
            "amount_fen": granted["monthly_amount_fen"],
            "last_month": str(last),
        },
    )


_NOTICES = {
    "application": Notify("accepted"),
    "supplement_notice": Notify("supplement_needed"),
    "grant": Notify("decided_granted", urgent=True),
    "refuse": Notify("decided_refused", urgent=True),
}
