"""Determining a provisional pension again once the calculation base is published (预核 → 重核).

The claim was finished on time with last year's base. It is reopened with the published one, decided anew by
two persons, and the difference for the months already paid is paid after. What was paid too much is agreed
on with the person (社会保险经办条例 第四十六条) and never deducted by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shebaotong.kernel.api import (
    SHANGHAI,
    Await,
    CaseView,
    Document,
    Explanation,
    Month,
    Notify,
    Objection,
    Outcome,
    Post,
    Proposal,
    Record,
    StopAwaiting,
    Text,
    Unknown,
    Withdraw,
    decided_before,
    place_of_agency,
    province_of,
    to_yuan,
)
from shebaotong.rules.api import Parameters, StatedFigures, explain_difference, stated_by_reviewer
from shebaotong.services.retirement.retirement_claim import wording
from shebaotong.services.retirement.retirement_claim.examining import Examined, examine
from shebaotong.services.retirement.retirement_claim.figures import stated_figures

_ARREARS = Text("养老金重核补差", "Difference after the pension was determined again")


def awaited(view: CaseView, application: Document, granted: Document, parameters: Parameters) -> Await:
    """What the provisional decision did without: the base of the paying province for the month it pays from.

    国发〔2005〕38号第六条: the base of a year is published late in it. Where nobody could tell the place of
    payment, the province of the city that decided stands in.
    """
    assert granted.body is not None
    answer = examine(view=view, application=application, parameters=parameters).answer
    region = province_of(place_of_agency(view.state.owner))
    if answer is not None and not isinstance(answer.place, Unknown):
        region = answer.place.province
    start = Month.parse(granted.body["payable_from"]).first_day
    return Await("pension.calculation_base", region, start, "recheck_due")


def called_up(view: CaseView) -> Outcome:
    """The base is published: the reviewer is offered the form with the months that have passed."""
    before = view.latest("grant_provisional")
    if not view.i_own or before is None or before.body is None:
        return Outcome()
    body = {
        "months_paid": _months_passed(before.body["payable_from"], view.now),
        "note": wording.PUBLISHED.zh,
    }
    return Outcome(proposals=(Proposal("recheck_called", body, wording.MONTHS_COUNTED),))


def _months_passed(since: str, now: datetime) -> int:
    """Whole months from the first paid one to the last before this one."""
    this, start = Month.of(now.astimezone(SHANGHAI).date()), Month.parse(since)
    return max(0, this - start)


def rechecked(view: CaseView, document: Document, parameters: Parameters) -> Outcome:
    """The claim computed again with the published base, beside what was granted provisionally."""
    application, before = view.latest("application"), view.latest("grant_provisional")
    if not view.i_own or document.body is None or application is None:
        return Outcome()
    if before is None or before.body is None:
        return Outcome()
    found = examine(
        view=view,
        application=application,
        parameters=parameters,
        stated=_with_published(stated_figures(view), document.body),
    )
    months = int(document.body["months_paid"])
    body: dict[str, Any] = {"payable_from": before.body["payable_from"], "months_paid": months}
    old, new = before.body["monthly_amount_fen"], _confirmed(document.body, found)
    remarks = found.remarks
    if new is not None:
        body |= {"monthly_amount_fen": new, "arrears_fen": (new - old) * months}
        trees = _explained(found, document.body, before.body)
        body["explanation"] = [tree.to_json() for tree in trees]
        remarks = (*remarks, wording.OVERPAID) if new < old else remarks
    why = wording.RECHECKED if new == _final(found) else wording.RECHECKED_BY_HAND
    return Outcome(
        proposals=(Proposal("redetermine", body, why),),
        explanation=found.explanation,
        unknowns=(*found.questions, *found.amount_questions),
        remarks=remarks,
    )


def _with_published(before: StatedFigures, body: Mapping[str, Any]) -> StatedFigures:
    """The figures of the claim, with the published base instead of last year's."""
    fen = body.get("calculation_base_fen")
    base = None
    if fen is not None:
        base = stated_by_reviewer("计发基数", to_yuan(fen), "元/月", source=body["calculation_base_source"])
    return replace(before, base=base, base_is_last_year=False)


def _confirmed(stated: Mapping[str, Any], found: Examined) -> int | None:
    """The amount that the reviewer answers for: what he entered, else what follows from his figures. None
    where neither gives a final one."""
    entered: int | None = stated.get("monthly_amount_fen")
    return _final(found) if entered is None else entered


def _final(found: Examined) -> int | None:
    return None if found.provisional else found.amount_fen


def _explained(
    found: Examined, stated: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[Explanation, ...]:
    """Computed with its tree; an amount that no formula here gave says so, with the reviewer's reason."""
    months = int(stated["months_paid"])
    old, new = to_yuan(before["monthly_amount_fen"]), _confirmed(stated, found)
    assert new is not None
    provisional = Explanation("预核金额", f"{old} 元")
    since = Month.parse(before["payable_from"])
    if new == _final(found):
        assert found.answer is not None and found.answer.determination is not None
        amount = found.answer.determination.amount
        after = Explanation("重核金额", f"{to_yuan(new)} 元", inputs=(amount.explanation,))
    else:
        note = stated.get("amount_reason") or wording.NO_EXPLANATION.zh
        after = Explanation("重核金额", f"{to_yuan(new)} 元", formula="由复核人录入", note=note)
    difference = to_yuan(new) - old
    return (
        explain_difference(
            after=after, before=provisional, difference=difference, months=months, since=since
        ),
    )


def redetermined(view: CaseView, document: Document) -> Outcome:
    """The new amount holds from now on; what is owed for the months paid is ordered at once."""
    notices = (Notify("decided_granted", urgent=True),) if view.i_started else ()
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=notices)
    subject, body = application.body["subject"], document.body
    person = {"identifier": subject["identifier"], "identifier_kind": subject["identifier_kind"]}
    changed = Record(
        what="benefit_amount",
        data={"benefit": "employee_pension", "amount_fen": body["monthly_amount_fen"]},
        **person,
    )
    former = Withdraw("employee_pension", wording.DETERMINED_AGAIN, keep_fen=body["arrears_fen"])
    taken_back = (former,) if decided_before(view, document) else ()
    if body["arrears_fen"] <= 0:
        return Outcome(effects=(changed, *taken_back, StopAwaiting(), *notices))
    owed = Post(
        benefit="employee_pension",
        amount_fen=body["arrears_fen"],
        payable_from=view.now.astimezone(SHANGHAI).date(),
        reason=_ARREARS,
        **person,
    )
    return Outcome(effects=(changed, *taken_back, owed, StopAwaiting(), *notices))


def against_recheck(view: CaseView, body: Mapping[str, Any], parameters: Parameters) -> Sequence[Objection]:
    """The reviewer is the first of two: without his amount the approver would be the only one who enters it.
    One that was not computed so needs its reason, as at the review."""
    computed = _computed(view, body, parameters)
    entered = body.get("monthly_amount_fen")
    if entered is None:
        return (
            () if computed is not None else (Objection("monthly_amount_fen", wording.RECHECK_NOT_COMPUTED),)
        )
    if entered == computed or body.get("amount_reason"):
        return ()
    text = wording.AMOUNT_NOT_COMPUTED if computed is None else wording.amount_differs(computed)
    return (Objection("amount_reason", text),)


def against_redetermination(
    view: CaseView, body: Mapping[str, Any], parameters: Parameters
) -> Sequence[Objection]:
    """The approver confirms what the reviewer has stated and the system computed from it; the difference is
    what the two amounts and the months make it. Other months are stated by the reviewer anew."""
    before, stated = view.latest("grant_provisional"), _stated(view)
    if before is None or before.body is None:
        return ()
    if stated is None or stated.body is None:
        return (Objection("", wording.NOT_STATED_AGAIN),)
    entered = stated.body.get("monthly_amount_fen")
    confirmed = {
        "payable_from": before.body["payable_from"],
        "months_paid": stated.body["months_paid"],
        "monthly_amount_fen": _computed(view, stated.body, parameters) if entered is None else entered,
    }
    found = [
        Objection(name, wording.NOT_STATED_AGAIN if value is None else wording.CHANGED_AFTER_RECHECK)
        for name, value in confirmed.items()
        if body[name] != value
    ]
    due = (body["monthly_amount_fen"] - before.body["monthly_amount_fen"]) * body["months_paid"]
    if body["arrears_fen"] != due:
        found.append(Objection("arrears_fen", wording.arrears_wrong(due)))
    return tuple(found)


def _stated(view: CaseView) -> Document | None:
    """What the reviewer stated last for the new determination."""
    stated = [
        document
        for document in view.documents
        if document.name in ("recheck", "recheck_called") and document.key not in view.state.void
    ]
    return stated[-1] if stated else None


def _computed(view: CaseView, stated: Mapping[str, Any], parameters: Parameters) -> int | None:
    """The final amount with the published base; None where the system cannot tell it."""
    application = view.latest("application")
    if application is None:
        return None
    figures = _with_published(stated_figures(view), stated)
    return _final(examine(view=view, application=application, parameters=parameters, stated=figures))
