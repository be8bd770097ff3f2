"""What comes from another agency: verified, receipted, folded and acted on, exactly once in effect."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shebaotong.cases import catalogue, parcels
from shebaotong.cases.agreed import WINDOW, check_agreement, day_of_acceptance
from shebaotong.cases.attachments import take_in
from shebaotong.cases.basis import load
from shebaotong.cases.clockwork import running
from shebaotong.cases.compose import Desk, Particulars
from shebaotong.cases.copy import Copy
from shebaotong.cases.declared import check_declared
from shebaotong.cases.desk import desk_of
from shebaotong.cases.errors import NotAccepted
from shebaotong.cases.finishing import finish
from shebaotong.cases.work import Work
from shebaotong.exchange.api import DOCUMENT, FILE, RECEIPT, Arrival, CarryFailure, Parcel
from shebaotong.kernel.api import (
    Actor,
    CaseState,
    ClockEntry,
    Document,
    Item,
    Move,
    PublicKey,
    Receipt,
    Stage,
    Status,
    Ticking,
    canonical,
    replacer,
    sign,
)
from shebaotong.network import api as network

_log = logging.getLogger(__name__)
_desk = replacer(Desk)


def take(found: Copy | Work, arrival: Arrival) -> Work | None:
    """The receiver's work on the case with what has arrived in it; None where it was there before.

    ``found``: the receiver's copy, or work on it that is not appended yet. Needs the receiver's context.
    Raises CarryFailure; then ``found`` is as it was.
    """
    parcel = arrival.parcel
    if parcel.kind == DOCUMENT:
        return _document(found, arrival)
    if parcel.kind == RECEIPT:
        return _receipt(found, arrival)
    if parcel.kind == FILE:
        # It belongs to no work: the document that names it is here.
        take_in(parcel, _copy_of(found), arrival.at)
        return None
    raise CarryFailure(f"unknown kind of parcel {parcel.kind!r}", permanent=True)


def _copy_of(found: Copy | Work) -> Copy:
    return found.copy if isinstance(found, Work) else found


def _work(found: Copy | Work, item: Item, at: datetime) -> Work:
    """The work to go on with, at the time of this arrival."""
    if isinstance(found, Work):
        found.desk = _desk(found.desk, now=at)
        return found
    desk = desk_of(agency=found.agency, now=at)
    return Work(copy=found, desk=desk, item=item, actor=Actor.engine(found.agency))


def _document(found: Copy | Work, arrival: Arrival) -> Work | None:
    parcel, copy = arrival.parcel, _copy_of(found)
    document = parcels.read_document(parcel, keys_of, arrival.at)
    held = copy.document(document.key)
    if held is not None:
        _same_again(held, document)
        return None
    _check_sender(parcel, copy, document)
    item = _item_of(copy, document)
    _check_accepted(item, document, copy, arrival.at)
    parcels.check_body(document, item.code)
    check_declared(copy, document, item)
    work = _work(found, item, arrival.at)
    work.add(document)
    work.receive(_delivered(work, document, item))
    return work


def keys_of(agency: str) -> Mapping[str, PublicKey]:
    return network.public_keys(agency=agency)


def _same_again(held: Document, document: Document) -> None:
    """The same document twice is one; another one under its number is a lie, and is refused."""
    if canonical(held.envelope.to_json()) != canonical(document.envelope.to_json()):
        _log.error("two different documents %s in case %s", held.key, held.envelope.case)
        raise CarryFailure(f"another document {held.key} is here already", permanent=True)


def _check_sender(parcel: Parcel, copy: Copy, document: Document) -> None:
    """Whether the sender may send us this document. Raises CarryFailure.

    Into a case that we hold and take part in, only its participants send. A case that is opened with us comes
    from the agency that accepted it or from the one that owns it. Where we are let into an older case, the
    sender brings documents that others have signed, and we learn his part in it only by reading them; until
    then he is let through.
    """
    flow, me = document.envelope.flow, copy.agency
    if copy.state.opened:
        entitled = parcel.sender in copy.state.participants or me not in copy.state.participants
    else:
        named = flow.move is Move.OPEN and me in (flow.starter, flow.owner)
        entitled = not named or parcel.sender in (flow.starter, flow.owner)
    if not entitled:
        raise CarryFailure(f"{parcel.sender} has no part in this case", permanent=True)


def _check_accepted(item: Item, document: Document, copy: Copy, arrived_at: datetime) -> None:
    """We own what we are asked to own only under an agreement in force; the author's engine has
    asked the same, but its word is not ours."""
    flow = document.envelope.flow
    if flow.move not in (Move.OPEN, Move.FORWARD) or flow.owner != copy.agency:
        return
    moments = (arrived_at, day_of_acceptance(document, copy, arrived_at))
    refusals = []
    for moment in dict.fromkeys(moments):
        try:
            check_agreement(item, flow.starter or copy.state.starter, copy.agency, WINDOW, moment)
        except NotAccepted as refused:
            refusals.append(refused)
        else:
            return
    raise CarryFailure(f"no agreement covers this: {refusals[-1]}", permanent=True) from refusals[-1]


def _item_of(copy: Copy, document: Document) -> Item:
    """The item in its version. An opening names it; what comes before the opening has to wait."""
    flow = document.envelope.flow
    code, version = copy.state.item, copy.state.item_version
    if flow.move is Move.OPEN:
        code, version = flow.item, flow.item_version
    if not code:
        raise CarryFailure("the opening document has not arrived yet", permanent=False)
    try:
        return catalogue.item(code, version)
    except catalogue.UnknownItem as error:
        raise CarryFailure(str(error), permanent=True) from error


def _delivered(work: Work, document: Document, item: Item) -> Receipt:
    """Our signed word that we have it; with the clock, where it hands the turn to us."""
    state = work.copy.state
    return signed_receipt(
        work.desk,
        document,
        Stage.DELIVERED,
        clock=_clock(state, document, work, item),
    )


def _clock(state: CaseState, document: Document, work: Work, item: Item) -> ClockEntry | None:
    flow = document.envelope.flow
    if flow.clock is None or flow.clock.ticking is not Ticking.ON_DELIVERY:
        return None
    if (flow.turn or state.turn) != work.copy.agency:
        return None
    return running(
        move=flow.move,
        clock=state.clock,
        limits=item.limits,
        calendar=work.desk.calendar,
        now=document.delivered_at or work.desk.now,
    )


def signed_receipt(desk: Desk, document: Document, stage: Stage, clock: ClockEntry | None = None) -> Receipt:
    """A receipt of the desk's agency about a document of its copy."""
    unsigned = Receipt(document.envelope.case, document.key, desk.agency, stage, desk.now, clock)
    signed = canonical(unsigned.to_json())
    return replace(unsigned, signature=sign(desk.key, signed), signed=signed)


def opened_request(work: Work) -> tuple[str, str] | None:
    """Item and person's token of a request that has just come to its owner; None where it joins no other: its
    item may say so, or it may be another city's to decide."""
    state, subject = work.copy.state, work.subject
    if state.owner != work.copy.agency or subject is None or not work.item.joins:
        return None
    return None if state.status is Status.ENDED else (state.item, subject.token)


def join(work: Work, earlier: str) -> None:
    """The same claim made at two windows: the later case ends into the earlier, whose window is
    let in, so that the person is told the same at both. Raises StaleCopy."""
    _admit(earlier, work.copy.state.starter, work)
    work.write_admin("joined", {"case": earlier}, Particulars(joined=earlier))


def _admit(number: str, newcomer: str, later: Work) -> None:
    copy = load(agency=later.copy.agency, number=number)
    if newcomer in copy.state.participants:
        return
    work = Work(copy=copy, desk=later.desk, item=later.item, actor=later.actor)
    body = {"agency": newcomer, "case": later.copy.number}
    work.write_admin("admit", body, Particulars(agency=newcomer))
    finish(work)


def _receipt(found: Copy | Work, arrival: Arrival) -> Work | None:
    copy = _copy_of(found)
    receipt = parcels.read_receipt(arrival.parcel, keys_of)
    if any(
        held.document == receipt.document and held.issuer == receipt.issuer and held.stage is receipt.stage
        for held in copy.receipts
    ):
        return None
    if not copy.state.opened:
        raise CarryFailure("the opening document has not arrived yet", permanent=False)
    if receipt.issuer not in copy.state.participants:
        # What lets him in may still be on its way.
        raise CarryFailure(f"{receipt.issuer} has no part in this case", permanent=False)
    item = catalogue.item_of(copy.state)
    work = _work(found, item, arrival.at)
    work.receive(receipt)
    return work
