"""What must hold of every copy of every case, told from its documents and not as the engine tells it."""

from __future__ import annotations

from datetime import datetime

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Document, Move, Status, Ticking

_ENDS = (Move.END, Move.DECIDE)
_RESTARTS = (Move.OPEN, Move.FORWARD, Move.REOPEN)


def lawful(copy: cases.Copy) -> list[Document]:
    """The shared documents that changed the case, in causal order."""
    strays = {key for key, _ in copy.state.strays}
    found = [copy.document(key) for key in copy.state.applied if key not in strays]
    return [document for document in found if document is not None]


def never_two_ends(copy: cases.Copy) -> None:
    """An ended case ends no more until it is opened again, or the decision that ended it is void."""
    ended_by: Document | None = None
    for document in lawful(copy):
        flow = document.envelope.flow
        if flow.move in _ENDS and flow.ending:
            assert ended_by is None, f"{document.key} ends what {ended_by and ended_by.key} has ended"
            ended_by = document
        elif flow.move is Move.REOPEN:
            ended_by = None
        elif flow.move is Move.INVALIDATE and ended_by is not None:
            decided = ended_by.envelope.flow.move is Move.DECIDE
            if decided and flow.target == (ended_by.key.agency, ended_by.key.number):
                ended_by = None
    ended = copy.state.status is Status.ENDED
    assert ended == (ended_by is not None)


def the_clock_never_runs_backward(copy: cases.Copy, now: datetime) -> None:
    """What is left of a limit never grows while it is one limit, and no due time lies before its start."""
    left: int | None = None
    for document in lawful(copy):
        flow = document.envelope.flow
        restarts = flow.move in _RESTARTS or (flow.move is Move.INVALIDATE and flow.clock is not None)
        if restarts:
            left = None
        clock = flow.clock
        if clock is None:
            continue
        if clock.ticking is Ticking.STOP and clock.remaining_days is not None:
            assert left is None or clock.remaining_days <= left, f"{document.key} gives days back"
            left = clock.remaining_days
        if clock.ticking is Ticking.RUN and clock.due_at is not None:
            assert clock.due_at >= document.envelope.claimed_at, (
                f"{document.key} was due before it was written"
            )
            assert clock.amber_at is None or clock.amber_at <= clock.due_at
    for receipt in copy.receipts:
        if receipt.clock is not None and receipt.clock.due_at is not None:
            assert receipt.clock.due_at >= receipt.at
        assert receipt.at <= now
    delivered = [d.delivered_at for d in copy.documents if d.delivered_at is not None]
    assert all(at <= now for at in delivered)


def four_eyes(copy: cases.Copy, item_code: str) -> None:
    """Who checks has written nothing before of what he checks."""
    apart = {declared.code: declared.apart_from for declared in cases.item(item_code).documents}
    hands: dict[str, set[str]] = {}
    for document in lawful(copy):
        if not document.envelope.type.startswith(f"{item_code}."):
            continue
        hand = document.envelope.hand
        for earlier in apart.get(document.name, ()):
            assert hand == "engine" or hand not in hands.get(earlier, set()), (
                f"{hand}: {document.name}, {earlier}"
            )
        hands.setdefault(document.name, set()).add(hand)


def differences(one: cases.Copy, other: cases.Copy) -> dict[str, tuple[object, object]]:
    """The fields of the state in which two cities disagree."""
    fields = type(one.state).__dataclass_fields__
    pairs = {name: (getattr(one.state, name), getattr(other.state, name)) for name in fields}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
