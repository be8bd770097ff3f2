"""What follows in a claim for unemployment benefit.

社会保险法 第四十五条、第四十六条: who may draw it and for how long; 社会保险经办条例 第二十四条: 10 working
days. The monthly amount is set by the province (失业保险条例 第十八条): where unknown, it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shebaotong.kernel.api import (
    SHANGHAI,
    CaseView,
    Document,
    Fact,
    FactKind,
    FactQuery,
    Notify,
    Outcome,
    Proposal,
    Record,
    Text,
    lacking,
    queries_about,
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
    if document.name not in _EXAMINED:
        return ()
    return queries_about(subject=application.body["subject"], kinds=_READ, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    told = _NOTICES.get(document.name)
    notices = (told,) if told is not None and view.i_started else ()
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=notices)
    if document.name in _EXAMINED:
        body = _told(view, application.body)
        return _examined(view, body, {fact.kind: fact for fact in facts}, parameters, notices)
    if document.name == "review":
        return Outcome(proposals=(_decision(document.body),))
    if document.name == "grant":
        return Outcome(effects=(_award(application.body["subject"], document.body), *notices))
    return Outcome(effects=notices)


def _told(view: CaseView, application: dict[str, Any]) -> dict[str, Any]:
    """The application with the materials that were handed in later."""
    later = [
        entry
        for document in view.documents
        if document.name == "supplement" and document.body is not None
        for entry in document.body["materials"]
    ]
    return {**application, "materials": [*application["materials"], *later]}


def _examined(
    view: CaseView,
    body: dict[str, Any],
    found: dict[FactKind, Fact],
    parameters: Parameters,
    notices: tuple[Notify, ...],
) -> Outcome:
    """What is missing, what the record gives, and the review filled in as far as it could be computed."""
    missing = lacking(materials=MATERIALS, body=body)
    today = view.now.astimezone(SHANGHAI).date()
    result = checking.examine(body=body, found=found, on=today, owner=view.me, parameters=parameters)
    proposals = [Proposal("review", result.review, wording.COMPUTED)]
    if missing:
        listed = [{"code": m.code, "title": m.title.to_json(), "how": m.how.to_json()} for m in missing]
        proposals.insert(0, Proposal("supplement_notice", {"missing": listed}, wording.LACKING))
    return Outcome(
        proposals=tuple(proposals),
        effects=notices,
        missing=missing,
        unknowns=result.unknowns,
        explanation=result.explanation,
        remarks=result.remarks,
    )


def _decision(review: dict[str, Any]) -> Proposal:
    if review["opinion"] == "agree":
        return Proposal("grant", {name: review[name] for name in _GRANTED}, wording.AGREED)
    reason, remedy = wording.GROUNDS[review["ground"]]
    refusal = {"ground": review["ground"], "reason": reason.to_json(), "remedy": remedy.to_json()}
    return Proposal("refuse", refusal, wording.DISAGREED)


def _award(subject: dict[str, Any], granted: dict[str, Any]) -> Record:
    return Record(
        what="benefit_award",
        identifier=subject["identifier"],
        identifier_kind=subject["identifier_kind"],
        data={
            "benefit": "unemployment",
            "from": granted["payable_from"],
            "amount_fen": granted["monthly_amount_fen"],
        },
    )


_NOTICES = {
    "application": Notify("accepted"),
    "supplement_notice": Notify("supplement_needed"),
    "grant": Notify("decided_granted", urgent=True),
    "refuse": Notify("decided_refused", urgent=True),
}
