"""From a folded copy to the row that lists and boards read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shebaotong.cases.copy import Copy
from shebaotong.kernel.api import CaseState, ClockState, Item, Status

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Where a case without a running clock stands in a list: last. A column with nulls makes no keyset."""

PERSON_WAIT = "person"
"""What a case waits for when the person has to bring something (补正)."""


def project(copy: Copy, item: Item, subject: Mapping[str, Any]) -> dict[str, Any]:
    """The projection of a copy. ``item``: the declaration of its item. ``subject``: name, masked number and
    token of the person, or empty where the opening body was erased. A pure function of documents and
    receipts."""
    state = copy.state
    where = bucket(state, copy.agency)
    opened = _first_delivery(copy)
    clock = state.clock
    running = clock.running
    return {
        "agency": copy.agency,
        "number": copy.number,
        "revision": _revision(copy),
        "item": state.item,
        "item_version": state.item_version,
        "starter": state.starter,
        "owner": state.owner,
        "parent": state.parent,
        "status": state.status.value,
        "step": state.step,
        "turn": state.turn,
        "bucket": where,
        "duty": _duty(item, state) if where == "act" else "",
        "ending": state.ending,
        "verdict": state.decision.verdict if state.decision else "",
        "opened_at": opened.isoformat(),
        "ended_at": _ended(copy),
        "due_at": _text(clock.due_at) if running else None,
        "amber_at": _text(clock.amber_at) if running else None,
        "legal_due_at": _text(clock.legal_due_at) if running else None,
        "sort_at": _ended(copy) or _text(clock.due_at if running else None) or NEVER.isoformat(),
        "provisional": clock.provisional,
        "subject_name": subject.get("name", ""),
        "subject_masked": subject.get("masked", ""),
        "person_token": subject.get("token", ""),
        "state": _rest(state, clock),
    }


def bucket(state: CaseState, agency: str) -> str:
    """The list in which this agency finds the case."""
    if state.status is Status.ENDED:
        return "act" if state.late and state.owner == agency else "ended"
    if any(wait.key == PERSON_WAIT for wait in state.waits):
        return "supplement"
    if state.status is Status.WAITING or state.turn != agency:
        return "wait"
    return "act"


def _duty(item: Item, state: CaseState) -> str:
    """Whose work it is here; empty where that is for anybody to see to, as a document that came too late."""
    role = None if state.status is Status.ENDED else item.duty(state.step)
    return "" if role is None else role.value


def _rest(state: CaseState, clock: ClockState) -> dict[str, Any]:
    return {
        "waits": [{"key": w.key, "reason": w.reason} for w in state.waits],
        "late": [str(key) for key in state.late],
        "strays": [{"key": str(key), "why": why.value} for key, why in state.strays],
        "pending": [str(key) for key in state.pending],
        "reminders": len(state.reminders),
        "joined": state.joined,
        "remaining_days": clock.remaining_days,
        "calendar": clock.calendar,
        "participants": list(state.participants),
    }


def _revision(copy: Copy) -> int:
    """Grows with everything that a copy takes in, and with every body that an order takes out of it."""
    erased = sum(document.body is None for document in copy.documents)
    return len(copy.documents) + len(copy.receipts) + erased


def _first_delivery(copy: Copy) -> datetime:
    return min(d.delivered_at or d.envelope.claimed_at for d in copy.documents)


def _ended(copy: Copy) -> str | None:
    """When this copy learnt of the end: the delivery of the document that ended the case."""
    ending = copy.ending_document
    return None if ending is None else _text(ending.delivered_at)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
