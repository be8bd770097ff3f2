"""Commands of people and machines: open a case, write a document into it.

Each is one transaction in the actor's agency: checked against the actions allowed now, validated,
signed, folded, decided, appended, and carried out. The same Idempotency-Key again gives the same
answer; a copy that changed underneath is read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shebaotong.cases import attachments, catalogue, parcels
from shebaotong.cases.actions import Denial, denial
from shebaotong.cases.again import again_where_late
from shebaotong.cases.append import IdempotencyKey, KeyUsed, StaleCopy, keep_key
from shebaotong.cases.basis import Basis, DoneBefore, hold_persons, load, read_basis
from shebaotong.cases.compose import Particulars
from shebaotong.cases.copy import Copy
from shebaotong.cases.desk import desk_of
from shebaotong.cases.effects import refusals_told
from shebaotong.cases.errors import KeyReused, NotAllowed, Objected, StaleEdit, UnknownCase
from shebaotong.cases.finishing import finish
from shebaotong.cases.opencases import same_name
from shebaotong.cases.opening import Opening, another_name, begin, check, check_forward
from shebaotong.cases.plain import check_plain
from shebaotong.cases.schema import FieldError, InvalidBody
from shebaotong.cases.voiding import check_looked_at, voidable
from shebaotong.cases.work import Work, waited_case
from shebaotong.kernel.api import (
    Actor,
    Document,
    DocumentType,
    Move,
    NotCanonical,
    canonical,
)
from shebaotong.network import api as network
from shebaotong.rules import api as rules
from shebaotong.store.api import agency_context

_HAND = 16
"""Characters that stand for who has drawn a key; with them it still has its place in the table."""


@dataclass(frozen=True, slots=True)
class Written:
    """The answer to a command."""

    case_number: str
    document_number: int
    """Of the document that was written. Where a request joined an open case: of the document that brought its
    files, and 0 where it had none."""
    joined: bool = False
    repeated: bool = False
    """The same command had been done before under this key."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is needed to write a document into a case."""

    case_number: str
    type: str
    """Full type, e.g. ``retirement_claim.decision`` or ``case.message``."""
    body: Mapping[str, Any]
    attaching: attachments.Attaching = attachments.NO_FILES
    """Files that come along, in a document of their own; ``case.attachment`` is written by them alone."""
    revision: int | None = None
    """The revision that the actor had seen; another one now is a stale edit. Needed to declare void."""


def open_case(*, opening: Opening, actor: Actor, now: datetime, key: str = "") -> Written:
    """Open a case at the actor's agency, or join the open one of the same person and item.

    Raises NotAccepted, NotAllowed, InvalidBody, UnknownItem, KeyReused, FilesGone, Refused.
    """
    check_plain(opening.body)
    checked = check(opening, actor, now)
    digest = _digest("open", opening.item, opening.owner, opening.body, *opening.attaching.digest())

    def command(basis: Basis, keyed: Keyed) -> Written:
        network.find_agency(code=opening.owner)
        if earlier := checked.earlier(basis.open_cases):
            if not same_name(agency=actor.agency, number=earlier, name=checked.subject.name):
                raise another_name()
            return _into_open(earlier, opening, actor, now, keyed)
        work = begin(opening=opening, checked=checked, actor=actor, now=now)
        finish(work, keyed(1))
        return Written(work.copy.number, 1)

    written = _once(actor, _Command(key, digest, persons=checked.persons), command)
    # The first document of a case is its opening: another number is that of files brought into an open one.
    return replace(written, joined=True) if written.document_number != 1 else written


def _into_open(number: str, opening: Opening, actor: Actor, now: datetime, keyed: Keyed) -> Written:
    """The request is open already: what was handed in with it goes there, so that no scan is lost."""
    if not opening.attaching.files:
        # Repeated when the open case has ended, it would open another one.
        if key := keyed(0):
            keep_key(agency=actor.agency, number=number, key=key, now=now)
        return Written(number, 0, joined=True)
    writing = Writing(number, attachments.TYPE, {}, attaching=opening.attaching)
    return _write(load(agency=actor.agency, number=number), writing, actor, now, keyed)


def write(*, writing: Writing, actor: Actor, now: datetime, key: str = "") -> Written:
    """Write a document into a case of the actor's agency.

    Raises UnknownCase, NotAllowed, StaleEdit, InvalidBody, Objected, UnknownItem, KeyReused, FilesGone,
    NotAccepted, Refused.
    """
    check_plain(writing.body)
    digest = _digest(writing.case_number, writing.type, writing.body, *writing.attaching.digest())

    def command(basis: Basis, keyed: Keyed) -> Written:
        return _write(basis.copies[writing.case_number], writing, actor, now, keyed)

    return _once(actor, _Command(key, digest, numbers=(writing.case_number,)), command)


Keyed = Callable[[int], IdempotencyKey | None]
"""From the number of the document that a command writes to what is kept under the command's key."""


@dataclass(frozen=True, slots=True)
class _Command:
    """What makes a command the same as an earlier one, and what has to be read for it."""

    key: str
    """The caller's Idempotency-Key; empty: the command is never taken for a repetition."""
    digest: str
    """Of what the command says: the same key with another digest is refused."""
    numbers: tuple[str, ...] = ()
    """Of the cases that it concerns."""
    persons: tuple[str, ...] = ()
    """Tokens of the persons whose open cases it may join."""


def _once(actor: Actor, given: _Command, command: Callable[[Basis, Keyed], Written]) -> Written:
    """Run a command in the agency's context, again where the copy was stale, never twice by key."""

    key = _own_key(actor, given.key)

    def keyed(document_number: int) -> IdempotencyKey | None:
        return IdempotencyKey(key, given.digest, document_number) if key else None

    def tried() -> Written:
        with refusals_told(), agency_context(agency=actor.agency):
            hold_persons(agency=actor.agency, persons=given.persons)
            basis = read_basis(agency=actor.agency, numbers=given.numbers, key=key, persons=given.persons)
            if basis.done is not None:
                return _done_before(basis.done, given)
            with network.as_of_revision(basis.network):
                return command(basis, keyed)

    try:
        return again_where_late(tried)
    except (StaleCopy, KeyUsed):
        raise StaleEdit from None


def _own_key(actor: Actor, key: str) -> str:
    """Everybody draws his keys for himself: nobody is answered, or kept from writing, by another's."""
    return f"{hashlib.sha256(actor.hand.encode()).hexdigest()[:_HAND]}:{key}" if key else ""


def _done_before(done: DoneBefore, given: _Command) -> Written:
    if done.digest != given.digest:
        raise KeyReused(given.key)
    return Written(done.case_number, done.document_number, repeated=True)


def _digest(*parts: object) -> str:
    """Of what a command says. Raises InvalidBody for what no document may hold, such as 1.5."""
    try:
        return hashlib.sha256(canonical(list(parts))).hexdigest()
    except NotCanonical as error:
        raise InvalidBody((FieldError("", "canonical", str(error)),)) from error


def _write(copy: Copy, writing: Writing, actor: Actor, now: datetime, keyed: Keyed) -> Written:
    if not copy.state.opened:
        raise UnknownCase(writing.case_number)
    if writing.revision is not None and writing.revision != copy.revision:
        raise StaleEdit
    item = catalogue.item_of(copy.state)
    prefix, declared = catalogue.named(item, writing.type)
    by_files = writing.type == attachments.TYPE
    if not by_files:
        parcels.schema_of(f"{prefix}.{declared.code}", declared.version, item.code).check(writing.body)
    why = denial(
        state=copy.state,
        declared=declared,
        actor=actor,
        subjects=copy.subjects,
        prefix=prefix,
        target=_target(declared, writing),
        voidable=voidable(copy),
    )
    if why is not None or declared.move is Move.OPEN or (by_files and not writing.attaching.files):
        raise NotAllowed(why or Denial.NOT_NOW)
    if prefix == item.code:
        against = item.objections(copy.view(now), declared.code, writing.body, rules.builtin())
        if against:
            raise Objected(against)
    if declared.move is Move.INVALIDATE:
        check_looked_at(copy, writing.revision)
    if declared.move is Move.FORWARD:
        check_forward(item, copy.state, str(writing.body["agency"]), now)
    work = Work(copy=copy, desk=desk_of(agency=actor.agency, now=now), item=item, actor=actor)
    document = None if by_files else _compose(work, prefix, declared, writing)
    attached = attachments.attach(work, writing.attaching, hand=actor.hand)
    written = document or attached
    assert written is not None
    finish(work, keyed(written.key.number))
    return Written(copy.number, written.key.number)


def _compose(work: Work, prefix: str, declared: DocumentType, writing: Writing) -> Document:
    return work.write(
        prefix=prefix,
        declared=declared,
        body=writing.body,
        hand=work.actor.hand,
        particulars=_particulars(declared, writing, work.actor.agency),
    )


def _particulars(declared: DocumentType, writing: Writing, agency: str) -> Particulars:
    owner = str(writing.body["agency"]) if declared.move is Move.FORWARD else ""
    return Particulars(wait=waited_case(declared, agency), owner=owner, target=_target(declared, writing))


def _target(declared: DocumentType, writing: Writing) -> tuple[str, int] | None:
    """The document that an invalidation or acknowledgement is about; its schema has checked both."""
    if declared.move not in (Move.INVALIDATE, Move.ACKNOWLEDGE):
        return None
    return str(writing.body["agency"]), int(writing.body["number"])
