"""One piece of work on one copy: documents added, what follows from them, and one append at the end.

The loop is: add a document, ask the item what follows, write the drafts as documents of the engine, ask
again about those. All of it happens in memory; only the log of the facts that were read goes to the database.
Whoever finishes the work (``finishing``, ``arriving``) appends what :meth:`Work.addition` gives and then
carries out ``Work.caused``, the effects, in the same transaction.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shebaotong.cases import admin, catalogue, facts, parcels
from shebaotong.cases.append import Addition, IdempotencyKey, OutboxRow
from shebaotong.cases.compose import Desk, Particulars, compose
from shebaotong.cases.copy import Copy, shared
from shebaotong.cases.counted_again import counted_again, same_dates
from shebaotong.cases.projection import project
from shebaotong.cases.subject import Subject, of_copy
from shebaotong.kernel.api import (
    Actor,
    CaseState,
    ClockEntry,
    Document,
    DocumentType,
    Draft,
    Effect,
    Fact,
    FactQuery,
    FileRef,
    Item,
    Move,
    Outcome,
    Reach,
    Receipt,
    casenumber,
)
from shebaotong.rules import api as rules

_MOST_DRAFTS = 8
"""Documents that the engine may write in one go: an item that asks for more has a loop."""


Asking = Generator[Sequence[FactQuery], tuple[Fact, ...], None]
"""Gives what the item wants to know, and is sent the answers."""


class RunawayItem(RuntimeError):
    """An item's drafts keep causing drafts."""


@dataclass(frozen=True, slots=True)
class Caused:
    """An effect and the document that caused it: by this pair a repetition is known."""

    effect: Effect
    by: Document


class Work:
    """See the module. ``copy`` is the agency's copy with what has been added so far; ``actor`` is who caused
    the work: a person, or the agency's engine."""

    def __init__(self, *, copy: Copy, desk: Desk, item: Item, actor: Actor) -> None:
        self.copy = copy
        self.desk = desk
        self.item = item
        self.actor = actor
        self.caused: list[Caused] = []
        self._start = copy
        self._documents: list[Document] = []
        self._receipts: list[Receipt] = []
        self._queue: deque[Document] = deque()
        self._drafts = 0
        self._subject: Subject | None = None

    @property
    def state(self) -> CaseState:
        return self.copy.state

    def write(
        self,
        *,
        prefix: str,
        declared: DocumentType,
        body: Mapping[str, Any],
        hand: str,
        particulars: Particulars | None = None,
        files: Sequence[FileRef] = (),
    ) -> Document:
        """Compose a document of this agency and add it. The body must be valid already."""
        if declared.move is Move.SUSPEND:
            self._count_before_it_stops()
        internal = declared.reach is Reach.INTERNAL
        document = compose(
            desk=self.desk,
            state=self.copy.state,
            item=self.item,
            prefix=prefix,
            declared=declared,
            body=body,
            hand=hand,
            number=self.copy.next_number(internal=internal),
            particulars=particulars or Particulars(),
            files=files,
        )
        self.add(document)
        return document

    def write_admin(
        self, name: str, body: Mapping[str, Any], particulars: Particulars | None = None
    ) -> Document:
        """Write an administrative document (``case.<name>``) by the engine's own hand."""
        return self.write(
            prefix=admin.PREFIX,
            declared=admin.document(name),
            body=body,
            hand="engine",
            particulars=particulars,
        )

    def settle(self, entry: ClockEntry) -> None:
        """Say in a document what counting again on the present calendar has given."""
        self.write_admin("settle", {"calendar": self.desk.calendar.version}, Particulars(clock=entry))

    def _count_before_it_stops(self) -> None:
        """What is left when a clock stops are the days to its due date: both are counted on one calendar.

        Days that a new edition has made free would be taken off the limit otherwise, and nobody counts a
        clock again that stands.
        """
        state, calendar = self.copy.state, self.desk.calendar
        if (
            not state.clock.running
            or state.clock.calendar == calendar.version
            or state.turn != self.desk.agency
        ):
            return
        entry = counted_again(self.copy, self.item, calendar)
        if entry is not None and not same_dates(entry, state.clock):
            self.settle(entry)

    def add(self, *documents: Document) -> None:
        """Take documents into the copy, and queue for ``ask_item`` those that now change the case.

        Among these may be earlier arrivals that have waited for one of the new ones.
        """
        before = set(self.copy.state.applied)
        self.copy = self.copy.having(documents=documents)
        self._documents.extend(documents)
        strays = {key for key, _ in self.copy.state.strays}
        for key in self.copy.state.applied:
            if key not in before and key not in strays:
                document = self.copy.document(key)
                if document is not None:
                    self._queue.append(document)

    def receive(self, receipt: Receipt) -> None:
        """Take a receipt into the copy, another agency's or one of our own; it may start the clock."""
        self.copy = self.copy.having(receipts=(receipt,))
        self._receipts.append(receipt)

    def asking(self) -> Asking:
        """Ask the item about every queued document until nothing more follows (see ``asking``)."""
        while self._queue:
            document = self._queue.popleft()
            outcome, found = yield from self._decide(document)
            self.caused.extend(Caused(effect, document) for effect in outcome.effects)
            if _worth_recording(outcome, found):
                self._record(document, outcome, found)
            for draft in outcome.drafts:
                self._draft(draft)

    def _decide(
        self, document: Document
    ) -> Generator[Sequence[FactQuery], tuple[Fact, ...], tuple[Outcome, tuple[Fact, ...]]]:
        if document.body is None:
            # Erased before it came here: nothing can follow from what nobody may know.
            return Outcome(), ()
        view = self.copy.before_handed_on(document).view(self.desk.now)
        found: tuple[Fact, ...] = ()
        queries = self.item.needs(view, document)
        if queries:
            found = yield queries
        return self.item.decide(view, document, found, rules.builtin()), found

    def _record(self, document: Document, outcome: Outcome, found: tuple[Fact, ...]) -> None:
        """What the engine found, kept in the own copy: facts, explanation and proposals."""
        self.write_admin("outcome", facts.outcome_body(document.key, outcome, found))

    def _draft(self, draft: Draft) -> None:
        self._drafts += 1
        if self._drafts > _MOST_DRAFTS:
            raise RunawayItem(f"{self.item.code} wrote more than {_MOST_DRAFTS} documents at once")
        prefix, declared = catalogue.named(self.item, draft.type)
        parcels.schema_of(f"{prefix}.{declared.code}", declared.version, self.item.code).check(draft.body)
        self.write(
            prefix=prefix,
            declared=declared,
            body=draft.body,
            hand="engine",
            particulars=Particulars(step=draft.step or "", wait=waited_case(declared, self.copy.agency)),
        )

    @property
    def subject(self) -> Subject | None:
        """The person whom the case is about; None where the opening body was erased or is not here yet."""
        if self._subject is None:
            self._subject = of_copy(self.copy)
        return self._subject

    def addition(self, idempotency: IdempotencyKey | None = None) -> Addition:
        """All that is to be appended; call ``ask_item`` first."""
        subject = self.subject
        fresh = self._start.revision == 0
        return Addition(
            agency=self.copy.agency,
            number=self.copy.number,
            expected=self._start.revision,
            documents=self._documents,
            receipts=self._receipts,
            case=project(self.copy, self.item, {} if subject is None else subject.projected()),
            tokens=subject.search_tokens() if fresh and subject is not None else (),
            outbox=self._outbox(),
            now=self.desk.now,
            idempotency=idempotency,
        )

    def _outbox(self) -> list[OutboxRow]:
        """New documents and receipts of this agency to every other; the history to a newcomer."""
        me = self.copy.agency
        # Of a case that begins here nobody is a newcomer: all get the same, the opening.
        known = self._start.state.participants or self.copy.state.participants
        rows = {}
        for receiver in self.copy.state.participants:
            if receiver == me:
                continue
            documents, receipts = self._sent_to(receiver, newcomer=receiver not in known)
            for document in documents:
                for row in (
                    parcels.document_parcel(document, receiver),
                    *parcels.file_parcels(document, receiver),
                ):
                    rows[receiver, row.reference] = row
            for receipt in receipts:
                row = parcels.receipt_parcel(receipt, receiver)
                rows[receiver, row.reference] = row
        return list(rows.values())

    def _sent_to(self, receiver: str, *, newcomer: bool) -> tuple[list[Document], list[Receipt]]:
        me = self.copy.agency
        mine = [d for d in self._documents if d.key.agency == me and not d.key.internal]
        own = [r for r in self._receipts if r.issuer == me]
        if not newcomer:
            return mine, own
        let_in = [d for d in self.copy.documents if _lets_in(d, receiver)]
        if any(d in mine for d in let_in):
            # Who makes a newcomer a part of the case sends him all that was before.
            return list(shared(self.copy)), list(self.copy.receipts)
        # Another agency has let him in and sent what it had seen. What we wrote meanwhile only we can send.
        seen = max((d.envelope.heads.get(me, 0) for d in let_in), default=0)
        unknown = [d for d in shared(self.copy) if d.key.agency == me and d.key.number > seen]
        return unknown, [r for r in self.copy.receipts if r.issuer == me]


def _lets_in(document: Document, newcomer: str) -> bool:
    flow = document.envelope.flow
    return (flow.move is Move.ADMIT and flow.agency == newcomer) or (
        flow.move is Move.FORWARD and flow.owner == newcomer
    )


def waited_case(declared: DocumentType, agency: str) -> str:
    """Number of the case that a suspension waits for and its item will open, drawn here so that the
    suspension can name it and the child carry it; empty where it waits for nothing of the kind."""
    opens = declared.move is Move.SUSPEND and not declared.wait
    return casenumber.new(agency, secrets.randbelow) if opens else ""


def _worth_recording(outcome: Outcome, found: Sequence[Fact]) -> bool:
    return bool(
        found
        or outcome.proposals
        or outcome.missing
        or outcome.unknowns
        or outcome.explanation
        or outcome.remarks
    )
