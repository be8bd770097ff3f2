"""What follows in a retirement claim.

社会保险经办条例第十八条：审核期限 20 个工作日。Other cities are asked first (``asking``), then the law is
applied (``examining``), reviewed and decided by two persons (``reviewing``), and a provisional amount is
determined again later (``rechecking``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Effect,
    Fact,
    FactKind,
    FactQuery,
    Notify,
    Objection,
    Outcome,
    StopAwaiting,
    Text,
    Withdraw,
    may_change_award,
    queries_about,
    recorded_facts,
    suspend_or_end_award,
    takes_back,
)
from shebaotong.rules.api import Parameters
from shebaotong.services.retirement.retirement_claim import asking, rechecking, reviewing, wording
from shebaotong.services.retirement.retirement_claim.examining import examine

_PURPOSE = Text("审核退休待遇申领", "To examine the retirement claim")
_OWN = (
    FactKind.PERSON,
    FactKind.ENROLMENTS,
    FactKind.CONTRIBUTIONS,
    FactKind.ACCOUNT,
    FactKind.ENTITLEMENTS,
)
_TO_REVIEW = ("to_review", "skip_assistance")
"""Documents that bring the claim to its review; there the whole of it is computed."""
_EXAMINED = ("application", "forward", *_TO_REVIEW, "figures", "return_to_review")


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The owner reads its own register on the application, with the locator's word on other places; and
    again before the review, where time has passed since."""
    application = view.latest("application")
    if not view.i_own or application is None or application.body is None:
        return ()
    kinds: tuple[FactKind, ...] = ()
    if document.name in ("application", "forward"):
        kinds = (*_OWN, FactKind.PLACES)
    elif document.name in _TO_REVIEW and _waited(view):
        kinds = _OWN
    elif may_change_award(view, document):
        kinds = (FactKind.ENTITLEMENTS,)
    return queries_about(subject=application.body["subject"], kinds=kinds, purpose=_PURPOSE)


def _waited(view: CaseView) -> bool:
    return any(document.name in ("ask_assistance", "supplement_notice") for document in view.documents)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    outcome = _follows(view, document, facts, parameters)
    application = view.latest("application")
    if not view.i_own or document.name not in _EXAMINED or application is None:
        return outcome
    known = {**recorded_facts(view), **{fact.kind: fact for fact in facts}}
    found = examine(view=view, application=application, parameters=parameters, facts=known)
    if view.state.step == "check":
        # Other cities may still have to answer: the amount would only mislead.
        return replace(
            outcome,
            explanation=found.conditions,
            unknowns=found.questions,
            remarks=(*outcome.remarks, *found.remarks),
        )
    return replace(
        outcome,
        proposals=reviewing.proposals(view, application, found),
        explanation=found.explanation,
        unknowns=found.questions if found.refusable else (*found.questions, *found.amount_questions),
        remarks=(*outcome.remarks, *found.remarks),
    )


def _follows(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    """What the document leads to, whoever reads it."""
    match document.name:
        case "application" | "forward":
            return _taken_on(view, document, facts)
        case "ask_assistance":
            return asking.asked(view, document)
        case "resume":
            return asking.answered(view, document)
        case "supplement":
            return _supplemented(view)
        case "supplement_notice":
            return Outcome(effects=(Notify("supplement_needed"),) if view.i_started else ())
        case "review":
            return reviewing.reviewed(view, document, parameters)
        case "grant" | "grant_provisional":
            return reviewing.granted(view, document, parameters)
        case "recheck_due":
            return rechecking.called_up(view)
        case "recheck" | "recheck_called":
            return rechecking.rechecked(view, document, parameters)
        case "redetermine":
            return rechecking.redetermined(view, document)
        case "refuse":
            notices = (Notify("decided_refused", urgent=True),) if view.i_started else ()
            return Outcome(effects=(*_withdrawn(view, document, facts), *notices))
        case _:
            return Outcome(effects=_withdrawn(view, document, facts))


def _withdrawn(view: CaseView, document: Document, facts: Sequence[Fact]) -> tuple[Effect, ...]:
    """What an earlier grant of the case has awarded and this document takes back."""
    application = view.latest("application")
    if application is None or application.body is None or not may_change_award(view, document):
        return ()
    subject = application.body["subject"]
    changed = suspend_or_end_award(view, document, facts, benefit="employee_pension", subject=subject)
    ordered = (Withdraw("employee_pension", wording.TAKEN_BACK),) if takes_back(view, document) else ()
    return (*changed, *ordered, StopAwaiting())


def _taken_on(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    """Accepted, or forwarded here: the owner asks where else the person was insured."""
    notices = (Notify("accepted"),) if view.i_started and document.name == "application" else ()
    application = view.latest("application")
    if not view.i_own or application is None or application.body is None or view.state.step != "check":
        return Outcome(effects=notices)
    found = {fact.kind: fact for fact in facts}
    located = set(found[FactKind.PLACES].value.get("agencies", ()))
    return asking.ask_or_go_on(view, application, located, notices)


def _supplemented(view: CaseView) -> Outcome:
    application = view.latest("application")
    if not view.i_own or application is None:
        return Outcome()
    return asking.ask_or_go_on(view, application, asking.located_before(view))


def objections(
    view: CaseView, name: str, body: Mapping[str, Any], parameters: Parameters
) -> Sequence[Objection]:
    """What stands against figures, or an inquiry, that somebody is about to write."""
    match name:
        case "ask_assistance":
            return asking.against_asking(view, body)
        case "review":
            return reviewing.against_review(view, body, parameters)
        case "grant" | "grant_provisional":
            return reviewing.against_grant(view, name, body)
        case "recheck" | "recheck_called":
            return rechecking.against_recheck(view, body, parameters)
        case "redetermine":
            return rechecking.against_redetermination(view, body, parameters)
        case _:
            return ()
