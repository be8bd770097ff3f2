"""From the examined claim to the review, from the review to grant or refusal; what is said against figures.

社会保险经办条例 第三十七条: who checks is another than who accepted; the approver confirms what the reviewer
has confirmed and changes no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Explanation,
    Latest,
    Month,
    Notify,
    Objection,
    Outcome,
    Proposal,
    Record,
    StopAwaiting,
    Text,
    Unknown,
    agreed_review,
    to_yuan,
)
from shebaotong.rules.api import Parameters, certification
from shebaotong.services.retirement.retirement_claim import asking, wording
from shebaotong.services.retirement.retirement_claim.examining import Examined, examine
from shebaotong.services.retirement.retirement_claim.figures import form_for
from shebaotong.services.retirement.retirement_claim.rechecking import awaited

_GRANTED = ("payable_from", "monthly_amount_fen", "contribution_months")


def proposals(view: CaseView, application: Document, found: Examined) -> tuple[Proposal, ...]:
    """The review filled in as far as it could be computed, and the form for what is asked."""
    if asking.drawn_elsewhere(view):
        negative = {"opinion": "disagree", "ground": "draws_elsewhere"}
        return (Proposal("review", negative, wording.DRAWS_ELSEWHERE),)
    if found.refusable:
        note = _reason(found)
        negative = {"opinion": "disagree", "ground": "conditions_not_met", "note": note.zh}
        return (Proposal("review", negative, wording.REFUSABLE),)
    review = Proposal("review", _filled_in(application, found), _why(found))
    asked = (*found.questions, *found.amount_questions)
    if not asked:
        return (review,)
    return (Proposal("figures", form_for(view, asked), wording.ASK_FIGURES), review)


def _filled_in(application: Document, found: Examined) -> dict[str, Any]:
    body: dict[str, Any] = {"payable_from": (application.body or {}).get("wanted_from", "")}
    if found.answer is not None and not found.paid_elsewhere and found.answer.required.met:
        body["opinion"] = "agree"
    if found.answer is not None:
        body["contribution_months"] = found.answer.months.total
    if found.amount_fen is not None:
        body["monthly_amount_fen"] = found.amount_fen
        body["provisional"] = found.provisional
    return body


def _why(found: Examined) -> Text:
    return wording.PARTLY_COMPUTED if found.amount_fen is None else wording.COMPUTED


def _reason(found: Examined) -> Text:
    """Every condition that is not met, with what was found."""
    assert found.answer is not None
    months, least = found.answer.months.total, found.answer.required.minimum.months
    obstacles = found.answer.required.obstacles
    zh = "".join(each.zh for each in obstacles)
    en = " ".join(each.en for each in obstacles)
    return Text(
        f"{zh}已核到的缴费是{months}个月，最低要{least}个月。",
        f"{en} {months} months of contributions are confirmed; {least} are needed.",
    )


def reviewed(view: CaseView, document: Document, parameters: Parameters) -> Outcome:
    """The reviewer's figures are offered to the approver; a negative opinion offers the refusal."""
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None:
        return Outcome()
    found = examine(view=view, application=application, parameters=parameters)
    body = document.body
    if body["opinion"] == "agree":
        return Outcome(proposals=(_grant_proposal(body, found),))
    return Outcome(proposals=(_refuse_proposal(view, body, found),))


def _grant_proposal(body: Mapping[str, Any], found: Examined) -> Proposal:
    kept = {name: body[name] for name in _GRANTED}
    by_hand = body["monthly_amount_fen"] != found.amount_fen
    trees = _by_hand(body, found) if by_hand else found.explanation
    kept["explanation"] = [tree.to_json() for tree in trees]
    kind = "grant_provisional" if body.get("provisional") else "grant"
    return Proposal(kind, kept, wording.AGREED_BY_HAND if by_hand else wording.AGREED)


def _by_hand(body: Mapping[str, Any], found: Examined) -> tuple[Explanation, ...]:
    """An amount that no formula here gave says so, with the reviewer's reason."""
    entered = Explanation(
        name="月基本养老金",
        value=f"{to_yuan(body['monthly_amount_fen'])} 元",
        formula="由复核人录入",
        note=body.get("amount_reason") or wording.NO_EXPLANATION.zh,
    )
    return (*found.conditions, entered)


def _refuse_proposal(view: CaseView, body: Mapping[str, Any], found: Examined) -> Proposal:
    reason = Text(body["note"], body["note"])
    if body["ground"] == "conditions_not_met" and found.refusable:
        computed = _reason(found)
        reason = computed if body["note"] == computed.zh else reason
    drawn = asking.drawn_elsewhere(view) if body["ground"] == "draws_elsewhere" else ()
    refusal = {
        "ground": body["ground"],
        "reason": reason.to_json(),
        "remedy": wording.REMEDIES[body["ground"]].to_json(),
        "explanation": [tree.to_json() for tree in drawn or found.conditions],
    }
    return Proposal("refuse", refusal, wording.DISAGREED)


def granted(view: CaseView, document: Document, parameters: Parameters) -> Outcome:
    """The award; the first proof of entitlement runs from the start of the benefit."""
    notices = (Notify("decided_granted", urgent=True),) if view.i_started else ()
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=notices)
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
    if document.name == "grant_provisional":
        return Outcome(effects=(award, awaited(view, application, document, parameters), *notices))
    # Where an earlier decision of the case was provisional, nothing is awaited any more.
    before = any(each.name == "grant_provisional" for each in view.documents)
    return Outcome(effects=(award, *([StopAwaiting()] if before else []), *notices))


def withheld(latest: Latest) -> frozenset[str]:
    """Without a review that agrees nothing is granted; with one, what it has agreed to alone."""
    agreed = agreed_review(latest)
    if agreed is None:
        return frozenset({"grant", "grant_provisional"})
    return frozenset({"grant" if agreed.get("provisional") else "grant_provisional"})


def against_review(view: CaseView, body: Mapping[str, Any], parameters: Parameters) -> Sequence[Objection]:
    """An amount that was not computed so needs its reason."""
    application = view.latest("application")
    if body["opinion"] == "agree" and body["monthly_amount_fen"] == 0:
        return (Objection("monthly_amount_fen", wording.NOTHING_TO_PAY),)
    if body["opinion"] != "agree" or application is None or body.get("amount_reason"):
        return ()
    computed = examine(view=view, application=application, parameters=parameters).amount_fen
    if computed == body["monthly_amount_fen"]:
        return ()
    text = wording.AMOUNT_NOT_COMPUTED if computed is None else wording.amount_differs(computed)
    return (Objection("amount_reason", text),)


def against_grant(view: CaseView, name: str, body: Mapping[str, Any]) -> Sequence[Objection]:
    """The approver confirms what a reviewer has agreed to; whoever would change it sends the claim back."""
    agreed = agreed_review(view.latest)
    if agreed is None:
        return (Objection("", wording.NOT_AGREED),)
    found = [
        Objection(field, wording.CHANGED_AFTER_REVIEW)
        for field in _GRANTED
        if body.get(field) != agreed[field]
    ]
    provisional = bool(agreed.get("provisional"))
    if provisional is not (name == "grant_provisional"):
        found.append(Objection("", wording.IS_PROVISIONAL if provisional else wording.NOT_PROVISIONAL))
    return found
