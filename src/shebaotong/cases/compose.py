"""From a declared document type and a body to a signed envelope of one agency."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.cases.clockwork import entry_for
from shebaotong.kernel.api import (
    Calendar,
    CaseState,
    ClockEntry,
    Document,
    DocumentType,
    Envelope,
    FileRef,
    Flow,
    Item,
    Move,
    Party,
    PrivateKey,
    Reach,
    body_digest,
    canonical,
    sign,
)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What one document says of its flow beyond what its type declares. The fields are those of ``Flow``."""

    step: str = ""
    wait: str = ""
    starter: str = ""
    owner: str = ""
    parent: str = ""
    agency: str = ""
    joined: str = ""
    target: tuple[str, int] | None = None
    clock: ClockEntry | None = None
    """Only where a due date is settled; else the move says what becomes of the clock."""


@dataclass(frozen=True)
class Desk:
    """What an agency needs to write documents at a given moment. (The pages' desk is another thing: where its
    people work.)"""

    agency: str
    key: PrivateKey
    calendar: Calendar
    now: datetime


def compose(
    *,
    desk: Desk,
    state: CaseState,
    item: Item,
    prefix: str,
    declared: DocumentType,
    body: Mapping[str, Any],
    hand: str,
    number: int,
    particulars: Particulars,
    files: Sequence[FileRef] = (),
) -> Document:
    """A signed document. ``number``: the author's next in its series; ``body`` is valid already."""
    flow = _flow(desk, state, item, declared, particulars)
    salt = secrets.token_urlsafe(16)
    envelope = Envelope(
        case=state.number,
        type=f"{prefix}.{declared.code}",
        version=declared.version,
        author=desk.agency,
        number=number,
        reach=declared.reach,
        hand=hand,
        heads={} if declared.reach is Reach.INTERNAL else state.heads,
        claimed_at=desk.now,
        flow=flow,
        body_digest=body_digest(salt, body),
        files=tuple(files),
    )
    signed = canonical(envelope.to_json())
    return Document(envelope, sign(desk.key, signed), dict(body), salt, desk.now, signed)


def _flow(desk: Desk, state: CaseState, item: Item, declared: DocumentType, particulars: Particulars) -> Flow:
    """What the document does to its case: what its type declares, with the particulars of this one."""
    opening = declared.move is Move.OPEN
    owner = particulars.owner or state.owner
    starter = particulars.starter or state.starter
    turn = _turn(declared, starter=starter, owner=owner)
    step = particulars.step or declared.to
    reopens = _reopens(state, declared, particulars)
    if reopens:
        step = step or item.steps[0].code
        turn = turn or owner
    clock = particulars.clock or entry_for(
        move=Move.REOPEN if reopens else declared.move,
        state=state,
        author=desk.agency,
        next_turn=turn or state.turn,
        limits=item.limits,
        calendar=desk.calendar,
        now=desk.now,
    )
    return Flow(
        move=declared.move,
        from_steps=declared.steps,
        step=step,
        turn=turn,
        wait=particulars.wait or declared.wait,
        reason=declared.reason,
        verdict=declared.verdict,
        ending=declared.ending,
        item=item.code if opening else "",
        item_version=item.version if opening else 0,
        starter=starter if opening else "",
        owner=owner if opening or declared.move is Move.FORWARD else "",
        parent=particulars.parent,
        agency=particulars.agency,
        joined=particulars.joined,
        target=particulars.target,
        clock=clock,
    )


def _turn(declared: DocumentType, *, starter: str, owner: str) -> str:
    """The agency that must act afterwards; empty: unchanged."""
    if declared.move is Move.FORWARD:
        return owner
    if declared.turn is None:
        return owner if declared.move is Move.OPEN else ""
    return owner if declared.turn is Party.OWNER else starter


def _reopens(state: CaseState, declared: DocumentType, particulars: Particulars) -> bool:
    """Whether the case goes back to its first step: it is reopened, or its decision is declared void."""
    if declared.move is Move.REOPEN:
        return True
    return (
        declared.move is Move.INVALIDATE
        and state.decision is not None
        and particulars.target == (state.decision.key.agency, state.decision.key.number)
    )
