"""What follows in a lump-sum claim.

国务院关于渐进式延迟法定退休年龄的办法 第一条、第二条: age and minimum contributions decide whether a monthly
pension is due instead; 国办发〔2009〕66号 第三条: no refund before that age but on settling abroad, which
this item does not handle. 社会保险经办条例 第十八条: 20 working days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
    Notify,
    Objection,
    Outcome,
    Post,
    Proposal,
    Record,
    Text,
    Withdraw,
    agreed_review,
    decided_before,
    lacking,
    queries_about,
    recognised,
    recorded_facts,
    takes_back,
    uploaded,
    with_supplements,
)
from shebaotong.rules.api import Parameters
from shebaotong.services.retirement.lump_sum import checking, wording
from shebaotong.services.retirement.lump_sum.materials import MATERIALS

_SCHEME, _BENEFIT = "employee_pension", "employee_pension_lump_sum"
_PURPOSE = Text("审核一次性待遇申领", "To examine the lump-sum claim")
_READ = (
    FactKind.PERSON,
    FactKind.CONTRIBUTIONS,
    FactKind.ACCOUNT,
    FactKind.ENTITLEMENTS,
    FactKind.PLACES,
)

_EXAMINED = ("application", "forward", "supplement", "return_to_review")
"""Documents after which the record is examined, the first time or again."""


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The owner reads its register for the claim, and the account once more before anything is granted."""
    application = view.latest("application")
    if not view.i_own or application is None or application.body is None:
        return ()
    kinds: tuple[FactKind, ...] = _READ if document.name in _EXAMINED else ()
    if document.name == "review":
        kinds = (FactKind.ACCOUNT,)
    return queries_about(subject=application.body["subject"], kinds=kinds, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    notice = _NOTICES.get(document.name)
    notices = (notice,) if notice is not None and view.i_started else ()
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=notices)
    found = {fact.kind: fact for fact in facts}
    if document.name in _EXAMINED:
        return _examined(view, _complete(view, application.body), found, parameters, notices)
    if document.name == "review":
        known = {**recorded_facts(view), **found}
        return _reviewed(view, _complete(view, application.body), document.body, known, parameters)
    if document.name == "grant":
        again = decided_before(view, document)
        return Outcome(effects=(*_settled(application.body, document.body, again=again), *notices))
    if takes_back(view, document):
        return Outcome(effects=(*_taken_back(view, application.body), *notices))
    return Outcome(effects=notices)


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
    result = checking.examine(body=body, found=found, on=_today(view), parameters=parameters, owner=view.me)
    proposals = [Proposal("review", result.review, wording.COMPUTED)]
    if missing:
        listed = [each.to_json() for each in missing]
        proposals.insert(0, Proposal("supplement_notice", {"missing": listed}, wording.LACKING))
    starter = view.state.starter
    seen = {} if view.i_started else recognised(materials=MATERIALS, body=body, accepted_at=starter)
    titles = {material.code: material.title for material in MATERIALS}
    remarks = [wording.recognised(titles[code], source) for code, source in seen.items()]
    return Outcome(
        proposals=tuple(proposals),
        effects=notices,
        missing=missing,
        unknowns=result.unknowns,
        explanation=result.explanation,
        remarks=(*remarks, *result.remarks),
    )


def _complete(view: CaseView, application: dict[str, Any]) -> dict[str, Any]:
    """The application with the materials that were handed in later."""
    return with_supplements(application=application, documents=view.documents)


def _reviewed(
    view: CaseView,
    application: dict[str, Any],
    body: dict[str, Any],
    found: dict[FactKind, Fact],
    parameters: Parameters,
) -> Outcome:
    """The decision filled in, with why; the account is looked at once more."""
    result = checking.Examined({})
    if FactKind.PERSON in found:
        result = checking.examine(
            body=application, found=found, on=_today(view), parameters=parameters, owner=view.me
        )
    if body["opinion"] == "disagree":
        reason, remedy = wording.GROUNDS[body["ground"]]
        refusal = {
            "ground": body["ground"],
            "reason": reason.to_json(),
            "remedy": remedy.to_json(),
            **_why(_conditions(result.explanation)),
        }
        return Outcome(proposals=(Proposal("refuse", refusal, wording.DISAGREED),))
    balance = checking.balance_fen(found[FactKind.ACCOUNT])
    same = balance == body["amount_fen"]
    trees = result.explanation
    if not same:
        reason_given = body.get("amount_reason", wording.NO_REASON)
        trees = (*_conditions(trees), checking.entered(body["amount_fen"], reason_given))
    granted = {
        "amount_fen": body["amount_fen"],
        "payable_from": _today(view).isoformat(),
        **_why(trees),
    }
    remarks = () if same else (wording.differs(body["amount_fen"], balance),)
    return Outcome(proposals=(Proposal("grant", granted, wording.AGREED),), remarks=remarks)


def _why(trees: Sequence[Explanation]) -> dict[str, Any]:
    return {"explanation": [tree.to_json() for tree in trees]} if trees else {}


def _conditions(trees: Sequence[Explanation]) -> tuple[Explanation, ...]:
    return tuple(tree for tree in trees if tree.name != "一次性待遇")


def withheld(latest: Latest) -> frozenset[str]:
    return frozenset() if agreed_review(latest) else frozenset({"grant"})


def objections(
    view: CaseView, name: str, body: Mapping[str, Any], parameters: Parameters
) -> Sequence[Objection]:
    """An amount that is not the account's balance needs its reason; the approver changes none."""
    if name == "review" and body["opinion"] == "agree" and not body.get("amount_reason"):
        account = recorded_facts(view).get(FactKind.ACCOUNT)
        balance = 0 if account is None else checking.balance_fen(account)
        if body["amount_fen"] != balance:
            return (Objection("amount_reason", wording.needs_reason(balance)),)
    if name != "grant":
        return ()
    agreed = agreed_review(view.latest)
    if agreed is None:
        return (Objection("", wording.NOT_AGREED),)
    if body["amount_fen"] == agreed.get("amount_fen"):
        return ()
    return (Objection("amount_fen", wording.CHANGED_AFTER_REVIEW),)


def _settled(
    application: dict[str, Any], granted: dict[str, Any], *, again: bool
) -> tuple[Record | Post | Withdraw, ...]:
    """The accounts are closed and the payment is ordered by one decision; another amount than was granted
    before takes the place of the former order."""
    subject = application["subject"]
    who = {"identifier": subject["identifier"], "identifier_kind": subject["identifier_kind"]}
    former = Withdraw(_BENEFIT, wording.DECIDED_AGAIN, keep_fen=granted["amount_fen"])
    return (
        *((former,) if again else ()),
        Record("lump_sum_settled", **who, data={"scheme": _SCHEME, "on": granted["payable_from"]}),
        Post(
            **who,
            benefit=_BENEFIT,
            amount_fen=granted["amount_fen"],
            payable_from=date.fromisoformat(granted["payable_from"]),
            reason=wording.PAYMENT,
        ),
    )


def _taken_back(view: CaseView, application: dict[str, Any]) -> tuple[Record, Withdraw]:
    """The account is what it was before the decision, and nothing is paid by it any more."""
    subject = application["subject"]
    reversed_ = Record(
        "lump_sum_reversed",
        identifier=subject["identifier"],
        identifier_kind=subject["identifier_kind"],
        data={"scheme": _SCHEME, "on": _today(view).isoformat()},
    )
    return reversed_, Withdraw(_BENEFIT, wording.TAKEN_BACK)


def _today(view: CaseView) -> date:
    return view.now.astimezone(SHANGHAI).date()


_NOTICES = {
    "application": Notify("accepted"),
    "supplement_notice": Notify("supplement_needed"),
    "grant": Notify("decided_granted", urgent=True),
    "refuse": Notify("decided_refused", urgent=True),
}
