"""What becomes of a running benefit once the decision that awarded it no longer stands.

A decision that is declared void suspends what it awarded until the case is decided again; a refusal in its
place, or an end without a decision, ends it. What was paid meanwhile is for people to see to. What it had
ordered to be paid once is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.calendar import SHANGHAI
from shebaotong.kernel.document import Document
from shebaotong.kernel.facts import Fact, FactKind
from shebaotong.kernel.flow import Flow, Move
from shebaotong.kernel.item import CaseView
from shebaotong.kernel.months import Month
from shebaotong.kernel.outcome import Record

_UNDER_CHECK = "under_check"
_LOST_RIGHT = "lost_right"


def may_change_award(view: CaseView, document: Document) -> bool:
    """Whether the document may end or suspend a benefit that an earlier decision of this case has awarded.

    It does where the benefit still runs, which the register knows: see :func:`suspend_or_end_award`.
    """
    flow = document.envelope.flow
    awarded = any(_grants(each.envelope.flow) and each.key != document.key for each in view.documents)
    return view.i_own and awarded and (_voids(view, flow) or _refuses(flow) or flow.move is Move.END)


def takes_back(view: CaseView, document: Document) -> bool:
    """Whether the document takes a decision of this agency back, with what was ordered to be paid by it."""
    flow = document.envelope.flow
    return may_change_award(view, document) and (_voids(view, flow) or _refuses(flow))


def decided_before(view: CaseView, document: Document) -> bool:
    """Whether an earlier grant of the case is neither this one nor void: the case was opened again."""
    return any(
        _grants(each.envelope.flow) and each.key != document.key and each.key not in view.state.void
        for each in view.documents
    )


def suspend_or_end_award(
    view: CaseView, document: Document, facts: Sequence[Fact], *, benefit: str, subject: Mapping[str, Any]
) -> tuple[Record, ...]:
    """What to write into the register for such a document; nothing where no benefit runs.

    ``facts``: what was read, the register's ``ENTITLEMENTS`` among it; ``subject``: of the application.
    """
    paid = next((fact for fact in facts if fact.kind is FactKind.ENTITLEMENTS), None)
    if paid is None or not may_change_award(view, document):
        return ()
    entries = paid.value.get("entitlements", ())
    running = next((e for e in entries if e["benefit"] == benefit and e["status"] != "ended"), None)
    if running is None:
        return ()
    flow, under_check = document.envelope.flow, running["status_reason"] == _UNDER_CHECK
    who = {"identifier": subject["identifier"], "identifier_kind": subject["identifier_kind"]}
    if _voids(view, flow):
        suspended = {"benefit": benefit, "reason": _UNDER_CHECK}
        return () if under_check else (Record(what="benefit_suspend", data=suspended, **who),)
    if flow.move is Move.END and not under_check:
        # Opened again and closed without a new decision: the old one had not been declared void.
        return ()
    this, first = Month.of(view.now.astimezone(SHANGHAI).date()), Month.parse(running["from"])
    last = str(this if first <= this else first + -1)
    ended = {"benefit": benefit, "last_month": last, "reason": _LOST_RIGHT}
    return (Record(what="benefit_end", data=ended, **who),)


def _grants(flow: Flow) -> bool:
    return flow.move is Move.DECIDE and flow.verdict == "granted"


def _refuses(flow: Flow) -> bool:
    return flow.move is Move.DECIDE and flow.verdict == "refused"


def _voids(view: CaseView, flow: Flow) -> bool:
    """Whether the document has declared the decision in force void, and that was a grant."""
    target = next((each for each in view.documents if tuple(each.key[:2]) == flow.target), None)
    granted = target is not None and _grants(target.envelope.flow)
    return flow.move is Move.INVALIDATE and granted and view.state.decision is None
