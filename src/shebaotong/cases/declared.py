"""What another city's document may claim of itself: what its type declares, and nothing besides.

The fold reads the move in the envelope and no declaration, so that an old case folds for ever. What may come
in is another matter: an item acts on a document for its name, and a grant that called itself a note was acted
upon though nobody may decide but the owner.
"""

from __future__ import annotations

from shebaotong.cases import attachments, catalogue
from shebaotong.cases.copy import Copy
from shebaotong.cases.retold import check_retold
from shebaotong.exchange.api import CarryFailure
from shebaotong.kernel.api import Document, DocumentType, Envelope, Flow, Item, Move, Party, Role, Ticking

_STEP_BY_WHAT_WAS = frozenset({Move.REOPEN, Move.INVALIDATE})
"""Moves that lead back into the case: the step depends on it."""


def check_declared(copy: Copy, document: Document, item: Item) -> None:
    """Refuse a document whose envelope is not of its type, or whose author has not that part in the case.

    Its body is valid by its schema; an administrative one may not contradict the envelope either. Needs the
    copy's context. Raises CarryFailure: permanent, but where what would tell the author's part has not come.
    """
    envelope = document.envelope
    declared = catalogue.declaration(item, envelope.type)
    if declared is None:
        raise CarryFailure(f"{envelope.type} is not a document of item {item.code}", permanent=True)
    if not _as_declared(envelope, declared):
        raise CarryFailure(f"{envelope.type} does not do what its type declares", permanent=True)
    check_retold(copy, document)
    told = _all_seen_is_here(copy, envelope)
    if not _ball_and_clock(copy, envelope, item):
        raise CarryFailure(f"{envelope.type} moves turn, step or clock as it may not", permanent=told)
    if not _has_part(copy, envelope, declared.party):
        raise CarryFailure(f"{envelope.author} may not write {envelope.type} here", permanent=told)


def _as_declared(envelope: Envelope, declared: DocumentType) -> bool:
    flow = envelope.flow
    free_step = declared.role is Role.ENGINE or declared.move in _STEP_BY_WHAT_WAS
    return (
        (flow.move, flow.from_steps, flow.verdict, flow.ending, flow.reason, envelope.reach)
        == (
            declared.move,
            tuple(declared.steps),
            declared.verdict,
            declared.ending,
            declared.reason,
            declared.reach,
        )
        and (free_step or flow.step == declared.to)
        and (not declared.wait or flow.wait == declared.wait)
        and (not envelope.files or envelope.type == attachments.TYPE)
    )


_TIMED = frozenset(
    {Move.OPEN, Move.FORWARD, Move.REOPEN, Move.SUSPEND, Move.RESUME, Move.SETTLE, Move.INVALIDATE}
)
"""Moves that may say something of the clock."""


def _ball_and_clock(copy: Copy, envelope: Envelope, item: Item) -> bool:
    """The turn goes to somebody who takes part, the step is one of the item's, and the clock is the owner's:
    another city may only leave it to his receipt. A newcomer does not know yet who took part."""
    flow, newcomer = envelope.flow, copy.agency not in copy.state.participants
    named = {flow.starter, flow.owner} if flow.move in _NAMING else set()
    clock = flow.clock
    return (
        (newcomer or flow.turn in {"", *named, *copy.state.participants})
        and flow.step in {"", *(step.code for step in item.steps)}
        and (clock is None or flow.move in _TIMED)
        and (newcomer or clock is None or clock.ticking is Ticking.ON_DELIVERY or _owned(copy, envelope))
    )


def _has_part(copy: Copy, envelope: Envelope, party: Party) -> bool:
    """Whether the author had that part at some time: what he may do with it now, the fold says."""
    started = any(flow.starter == envelope.author for flow in _naming(copy, envelope))
    if envelope.flow.move is Move.ADMIT:
        # The window that accepted it may own the later claim that meets it: then it lets that window in.
        return started or _owned(copy, envelope)
    return party is Party.ANY or (started if party is Party.STARTER else _owned(copy, envelope))


def _owned(copy: Copy, envelope: Envelope) -> bool:
    return any(flow.owner == envelope.author for flow in _naming(copy, envelope))


_NAMING = frozenset({Move.OPEN, Move.FORWARD})


def _naming(copy: Copy, envelope: Envelope) -> list[Flow]:
    """What says whose the case is and was, this document among it."""
    flows = [envelope.flow, *(document.envelope.flow for document in copy.documents)]
    return [flow for flow in flows if flow.move in _NAMING]


def _all_seen_is_here(copy: Copy, envelope: Envelope) -> bool:
    """Whether the copy holds everything that the author had seen of the others."""
    held = {(d.key.agency, d.key.number) for d in copy.documents if not d.key.internal}
    heads = {**envelope.heads, envelope.author: envelope.number - 1}
    return all((agency, at) in held for agency, last in heads.items() for at in range(1, last + 1))
