"""What comes from another agency: verified, receipted, folded and acted on, exactly once in effect."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from shebaotong.cases import admin, catalogue, parcels
from shebaotong.cases.append import StaleCopy
from shebaotong.cases.attachments import take_in
from shebaotong.cases.clockwork import running
from shebaotong.cases.compose import Desk, Ends
from shebaotong.cases.copy import Copy, load
from shebaotong.cases.desk import desk_of
from shebaotong.cases.errors import NotAccepted
from shebaotong.cases.finishing import finish
from shebaotong.cases.opening import WINDOW, check_agreement, open_case_of
from shebaotong.cases.work import Work
from shebaotong.exchange.api import DOCUMENT, FILE, RECEIPT, CarryFailure, Parcel
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
    sign,
)
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

_log = logging.getLogger(__name__)


def deliver(parcel: Parcel, arrived_at: datetime) -> None:
    """Work one parcel into the receiver's copy. Raises CarryFailure; see ``exchange.api.work_in``.

    ``arrived_at`` is the delivery that counts in law, however long the parcel then lay.
    """
    with agency_context(agency=parcel.receiver):
        try:
            if parcel.kind == DOCUMENT:
                _document(parcel, arrived_at)
            elif parcel.kind == RECEIPT:
                _receipt(parcel, arrived_at)
            elif parcel.kind == FILE:
                take_in(parcel, load(agency=parcel.receiver, number=parcel.case_number), arrived_at)
            else:
                raise CarryFailure(f"unknown kind of parcel {parcel.kind!r}", permanent=True)
        except StaleCopy as stale:
            raise CarryFailure("the copy changed underneath", permanent=False) from stale


def _document(parcel: Parcel, arrived_at: datetime) -> None:
    document = parcels.read_document(parcel, _keys_of, arrived_at)
    copy = load(agency=parcel.receiver, number=parcel.case_number)
    held = copy.document(document.key)
    if held is not None:
        _same_again(held, document)
        return
    _check_sender(parcel, copy, document)
    item = _item_of(copy, document)
    _check_accepted(item, document, parcel.receiver, arrived_at)
    parcels.check_body(document, item.code)
    desk = desk_of(agency=parcel.receiver, now=arrived_at)
    work = Work(copy=copy, desk=desk, item=item, actor=Actor.engine(parcel.receiver))
    work.add(document)
    work.receive(_delivered(work, document, item))
    if document.envelope.flow.move is Move.OPEN:
        _join_earlier(work)
    finish(work)


def _keys_of(agency: str) -> Mapping[str, PublicKey]:
    return network.public_keys(agency=agency)


def _same_again(held: Document, document: Document) -> None:
    """The same document twice is one; another one under its number is a lie, and is refused."""
    if canonical(held.envelope.to_json()) != canonical(document.envelope.to_json()):
        _log.error("two different documents %s in case %s", held.key, held.envelope.case)
        raise CarryFailure(f"another document {held.key} is here already", permanent=True)


def _check_sender(parcel: Parcel, copy: Copy, document: Document) -> None:
    """Into a case that is known only its participants write; a new one begins with its opening, sent
    by the agency that accepted it or by the one that owns it and lets us in."""
    flow = document.envelope.flow
    if copy.state.opened:
        entitled = parcel.sender in copy.state.participants
    else:
        entitled = flow.move is not Move.OPEN or parcel.sender in (flow.starter, flow.owner)
    if not entitled:
        raise CarryFailure(f"{parcel.sender} has no part in this case", permanent=True)


def _check_accepted(item: Item, document: Document, receiver: str, arrived_at: datetime) -> None:
    """We own what we are asked to own only under an agreement in force; the starter's engine has
    asked the same, but its word is not ours."""
    flow = document.envelope.flow
    if flow.move is not Move.OPEN or flow.owner != receiver:
        return
    try:
        check_agreement(item, flow.starter, receiver, WINDOW, arrived_at)
    except NotAccepted as refused:
        raise CarryFailure(f"no agreement covers this: {refused}", permanent=True) from refused


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
    bare = Receipt(document.envelope.case, document.key, desk.agency, stage, desk.now, clock)
    signature = sign(desk.key, canonical(bare.to_json()))
    return Receipt(bare.case, bare.document, bare.issuer, bare.stage, bare.at, bare.clock, signature)


def _join_earlier(work: Work) -> None:
    """The same claim made at two windows: the later case ends into the earlier, whose window is
    let in, so that the person is told the same at both."""
    state, agency = work.copy.state, work.copy.agency
    subject = work.subject
    if state.owner != agency or subject is None or not work.item.joins:
        return
    earlier = open_case_of(item=work.item, token=subject.token, agency=agency)
    if not earlier or earlier == work.copy.number or state.status is Status.ENDED:
        return
    _admit(earlier, state.starter, work)
    declared = admin.find("joined")
    assert declared is not None
    work.write(
        prefix=admin.PREFIX,
        declared=declared,
        body={"case": earlier},
        hand="engine",
        ends=Ends(joined=earlier),
    )


def _admit(number: str, newcomer: str, later: Work) -> None:
    copy = load(agency=later.copy.agency, number=number)
    if newcomer in copy.state.participants:
        return
    work = Work(copy=copy, desk=later.desk, item=later.item, actor=later.actor)
    declared = admin.find("admit")
    assert declared is not None
    work.write(
        prefix=admin.PREFIX,
        declared=declared,
        body={"agency": newcomer, "case": later.copy.number},
        hand="engine",
        ends=Ends(agency=newcomer),
    )
    finish(work)


def _receipt(parcel: Parcel, arrived_at: datetime) -> None:
    receipt = parcels.read_receipt(parcel, _keys_of)
    copy = load(agency=parcel.receiver, number=parcel.case_number)
    if any(
        held.document == receipt.document and held.issuer == receipt.issuer and held.stage is receipt.stage
        for held in copy.receipts
    ):
        return
    if not copy.state.opened:
        raise CarryFailure("the opening document has not arrived yet", permanent=False)
    item = catalogue.item(copy.state.item, copy.state.item_version)
    desk = desk_of(agency=parcel.receiver, now=arrived_at)
    work = Work(copy=copy, desk=desk, item=item, actor=Actor.engine(parcel.receiver))
    work.receive(receipt)
    finish(work)
