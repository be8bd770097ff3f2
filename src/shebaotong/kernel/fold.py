"""The fold: from the documents and receipts of a case to its state.

Equal sets give equal state, in any order of arrival. The fold never calls an item, reads no
calendar, no body and no clock: an old case folds to the same state for ever. A document whose move
is not lawful where it stands in causal order changes nothing and is shown as a stray.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shebaotong.kernel.case import CaseState, ClockState, Decision, Status, Stray, Wait
from shebaotong.kernel.document import Envelope, Key, Reach, Receipt, Stage
from shebaotong.kernel.flow import ClockEntry, Flow, Move, Ticking
from shebaotong.kernel.order import causal_order, had_seen, stands_behind
from shebaotong.kernel.replacing import replacer

Deliveries = Mapping[tuple[Key, str], Receipt]
Changes = dict[str, Any]
"""Fields of the state, and what a move makes of them."""

_state = replacer(CaseState)
_clock = replacer(ClockState)


def fold(number: str, envelopes: Iterable[Envelope], receipts: Iterable[Receipt] = ()) -> CaseState:
    """State of case ``number`` from its shared envelopes (internal ones are passed over)."""
    shared = [envelope for envelope in envelopes if envelope.reach is not Reach.INTERNAL]
    ordered, pending = causal_order(shared)
    deliveries = _deliveries(receipts)
    state = CaseState(number)
    for envelope in ordered:
        state = _applied(state, envelope, deliveries)
    return _whole(state, ordered, pending)


def fold_on(
    state: CaseState, envelopes: Iterable[Envelope], added: Envelope, receipts: Iterable[Receipt]
) -> CaseState:
    """The fold of ``envelopes`` and one more, where ``state`` is the fold of ``envelopes``.

    It gives what :func:`fold` gives, and does not begin anew where the new one stands behind all others.
    """
    if added.reach is Reach.INTERNAL:
        return state
    if state.pending or not stands_behind(added, state.applied):
        return fold(state.number, (*envelopes, added), receipts)
    by_key = {envelope.key: envelope for envelope in envelopes}
    ordered = [by_key[key] for key in state.applied]
    return _whole(_applied(state, added, _deliveries(receipts)), [*ordered, added], ())


def starts_clock(envelopes: Iterable[Envelope], receipt: Receipt) -> bool:
    """Whether the fold depends on this receipt of one of ``envelopes``: it starts a clock."""
    if receipt.stage is not Stage.DELIVERED:
        return False
    clocks = (each.flow.clock for each in envelopes if each.key == receipt.document)
    return any(clock is not None and clock.ticking is Ticking.ON_DELIVERY for clock in clocks)


def _deliveries(receipts: Iterable[Receipt]) -> Deliveries:
    return {
        (receipt.document, receipt.issuer): receipt
        for receipt in receipts
        if receipt.stage is Stage.DELIVERED
    }


def _whole(state: CaseState, ordered: list[Envelope], pending: Iterable[Envelope]) -> CaseState:
    return _state(
        state,
        pending=tuple(envelope.key for envelope in pending),
        late=_late(state, ordered),
        hands=_hands(state, ordered),
    )


def _applied(state: CaseState, envelope: Envelope, deliveries: Deliveries) -> CaseState:
    why = refusal(state, envelope)
    applied = (*state.applied, envelope.key)
    if why is not None:
        return _state(state, applied=applied, strays=(*state.strays, (envelope.key, why)))
    moved = _state(state, applied=applied, **_MOVES[envelope.flow.move](state, envelope))
    clock = _tick(moved, envelope, deliveries)
    return moved if clock is moved.clock else _state(moved, clock=clock)


def refusal(state: CaseState, envelope: Envelope) -> Stray | None:
    """Why this document would change nothing in ``state``; None where its move is lawful."""
    flow = envelope.flow
    if flow.move is Move.OPEN:
        lawful = not state.opened and envelope.author == flow.starter and envelope.number == 1
        return None if lawful else Stray.OUT_OF_TURN
    if not state.opened:
        return Stray.OUT_OF_TURN
    if envelope.author not in state.participants or not _entitled(state, envelope):
        return Stray.NOT_ENTITLED
    if flow.move in _ANY_TIME:
        return None
    if flow.move is Move.REOPEN:
        fits = not flow.from_steps or state.step in flow.from_steps
        return None if state.status is Status.ENDED and fits else Stray.OUT_OF_TURN
    if state.status is Status.ENDED:
        return Stray.AFTER_END
    if flow.from_steps and state.step not in flow.from_steps:
        return Stray.OUT_OF_TURN
    return None if _fits_waiting(state, flow) else Stray.OUT_OF_TURN


def _fits_waiting(state: CaseState, flow: Flow) -> bool:
    """A waiting case resumes, ends, or waits for one thing more. It is not forwarded: the answer comes to the
    agency that asked, so that a new owner would wait for ever."""
    if flow.move is Move.RESUME:
        return any(wait.key == flow.wait for wait in state.waits)
    if flow.move is Move.SUSPEND:
        return all(wait.key != flow.wait for wait in state.waits)
    if state.status is Status.WAITING:
        return flow.move is Move.END
    return True


_ANY_TIME = frozenset({Move.NOTE, Move.ADMIT, Move.REMIND, Move.INVALIDATE, Move.ACKNOWLEDGE, Move.SETTLE})
_OWNER_ONLY = frozenset({Move.DECIDE, Move.FORWARD, Move.SUSPEND, Move.REOPEN, Move.ACKNOWLEDGE, Move.SETTLE})


def _entitled(state: CaseState, envelope: Envelope) -> bool:
    """The owner decides, suspends and forwards; who has the turn goes on; anyone may withdraw his
    own document, remind and write; a request is withdrawn where it was made."""
    author, move = envelope.author, envelope.flow.move
    if author == state.owner:
        return move is not Move.INVALIDATE or _own_target(state, envelope)
    if move in _OWNER_ONLY:
        return False
    if move in (Move.ADVANCE, Move.RESUME):
        return author == state.turn
    if move is Move.END:
        return (author == state.starter and envelope.flow.ending == "withdrawn") or author == state.turn
    if move is Move.INVALIDATE:
        return _own_target(state, envelope)
    return True


def _own_target(state: CaseState, envelope: Envelope) -> bool:
    """Whether the document to be declared void is the author's own. The opening never can be: without it
    nothing else in the case would hold. A request is withdrawn or closed instead."""
    target = envelope.flow.target
    return target is not None and target[0] == envelope.author and Key(*target) != opening_of(state)


def opening_of(state: CaseState) -> Key:
    """The document that opened the case."""
    return Key(state.starter, 1)


def _open(state: CaseState, envelope: Envelope) -> Changes:
    flow = envelope.flow
    return {
        "item": flow.item,
        "item_version": flow.item_version,
        "starter": flow.starter,
        "owner": flow.owner,
        "parent": flow.parent,
        "participants": tuple(dict.fromkeys((flow.starter, flow.owner))),
        "step": flow.step,
        "turn": flow.turn or flow.owner,
    }


def _advance(state: CaseState, envelope: Envelope) -> Changes:
    flow = envelope.flow
    return {"step": flow.step or state.step, "turn": flow.turn or state.turn}


def _suspend(state: CaseState, envelope: Envelope) -> Changes:
    flow = envelope.flow
    wait = Wait(flow.wait, flow.reason, envelope.key)
    return {**_advance(state, envelope), "status": Status.WAITING, "waits": (*state.waits, wait)}


def _resume(state: CaseState, envelope: Envelope) -> Changes:
    waits = tuple(wait for wait in state.waits if wait.key != envelope.flow.wait)
    status = Status.WAITING if waits else Status.OPEN
    return {**_advance(state, envelope), "waits": waits, "status": status}


def _decide(state: CaseState, envelope: Envelope) -> Changes:
    moved = _end(state, envelope) if envelope.flow.ending else _advance(state, envelope)
    return {**moved, "decision": Decision(envelope.key, envelope.flow.verdict)}


def _end(state: CaseState, envelope: Envelope) -> Changes:
    return {
        **_advance(state, envelope),
        "status": Status.ENDED,
        "ending": envelope.flow.ending,
        "joined": envelope.flow.joined,
        "waits": (),
    }


def _reopen(state: CaseState, envelope: Envelope) -> Changes:
    opened = {"status": Status.OPEN, "ending": "", "joined": "", "decision": None}
    return {**_advance(state, envelope), **opened}


def _forward(state: CaseState, envelope: Envelope) -> Changes:
    owner = envelope.flow.owner
    participants = tuple(dict.fromkeys((*state.participants, owner)))
    return {**_advance(state, envelope), "owner": owner, "turn": owner, "participants": participants}


def _admit(state: CaseState, envelope: Envelope) -> Changes:
    return {"participants": tuple(dict.fromkeys((*state.participants, envelope.flow.agency)))}


def _invalidate(state: CaseState, envelope: Envelope) -> Changes:
    target = _target(envelope)
    if target is None or target in state.void or target not in (*state.applied, envelope.key):
        return {}
    void = (*state.void, target)
    if state.decision is not None and state.decision.key == target:
        # A void decision takes its ending with it: the case is open again at the step named.
        opened = {"void": void, "decision": None, "status": Status.OPEN, "ending": ""}
        return {**_advance(state, envelope), **opened}
    return {"void": void}


def _remind(state: CaseState, envelope: Envelope) -> Changes:
    return {"reminders": (*state.reminders, envelope.key)}


def _note(state: CaseState, envelope: Envelope) -> Changes:
    return {}


_MOVES: Mapping[Move, Callable[[CaseState, Envelope], Changes]] = {
    Move.OPEN: _open,
    Move.ADVANCE: _advance,
    Move.SUSPEND: _suspend,
    Move.RESUME: _resume,
    Move.DECIDE: _decide,
    Move.END: _end,
    Move.REOPEN: _reopen,
    Move.FORWARD: _forward,
    Move.ADMIT: _admit,
    Move.INVALIDATE: _invalidate,
    Move.REMIND: _remind,
    Move.ACKNOWLEDGE: _note,
    Move.SETTLE: _note,
    Move.NOTE: _note,
}


def _target(envelope: Envelope) -> Key | None:
    target = envelope.flow.target
    return None if target is None else Key(*target)


def _tick(state: CaseState, envelope: Envelope, deliveries: Deliveries) -> ClockState:
    if state.status is Status.ENDED:
        return _stopped(state.clock)
    entry = envelope.flow.clock
    if entry is None:
        return state.clock
    if entry.ticking is Ticking.ON_DELIVERY:
        receipt = deliveries.get((envelope.key, state.turn))
        if receipt is None or receipt.clock is None:
            return _stopped(state.clock)
        entry = receipt.clock
    return _set(state.clock, entry)


def _stopped(clock: ClockState) -> ClockState:
    """Not running, and without what was left when it was last resumed: another limit begins, or none."""
    if not clock.running:
        return clock
    return _clock(clock, running=False, remaining_days=None, legal_remaining_days=None)


def _set(clock: ClockState, entry: ClockEntry) -> ClockState:
    if entry.ticking is Ticking.STOP:
        return _clock(
            clock,
            running=False,
            remaining_days=entry.remaining_days,
            legal_remaining_days=entry.legal_remaining_days,
            calendar=entry.calendar or clock.calendar,
        )
    return ClockState(
        running=True,
        due_at=entry.due_at,
        amber_at=entry.amber_at,
        legal_due_at=entry.legal_due_at,
        provisional=entry.provisional,
        remaining_days=entry.remaining_days,
        legal_remaining_days=entry.legal_remaining_days,
        calendar=entry.calendar,
    )


def _late(state: CaseState, ordered: list[Envelope]) -> tuple[Key, ...]:
    """Documents of others that the decision in force had not considered and that did not know it."""
    if state.decision is None:
        return ()
    by_key = {envelope.key: envelope for envelope in ordered}
    decision = by_key[state.decision.key]
    strays = {key for key, _ in state.strays}
    read = {
        _target(envelope)
        for envelope in ordered
        if envelope.flow.move is Move.ACKNOWLEDGE and envelope.key not in strays
    }
    return tuple(
        envelope.key
        for envelope in ordered
        if envelope.key != decision.key
        and not had_seen(decision, envelope.key)
        and not had_seen(envelope, decision.key)
        and envelope.flow.move is not Move.REMIND
        and envelope.key not in read
    )


def _hands(state: CaseState, ordered: list[Envelope]) -> dict[str, tuple[str, ...]]:
    """Who wrote what: strays do not count, what was declared void still does."""
    strays = {key for key, _ in state.strays}
    found: dict[str, tuple[str, ...]] = {}
    for envelope in ordered:
        if envelope.key not in strays:
            found[envelope.type] = tuple(dict.fromkeys((*found.get(envelope.type, ()), envelope.hand)))
    return found
