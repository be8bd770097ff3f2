"""An agency's own copy of a case, read whole: it is small, and the fold wants all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shebaotong.kernel.api import (
    CaseState,
    CaseView,
    Document,
    Key,
    Move,
    Reach,
    Receipt,
    Status,
    fold,
    fold_on,
    had_seen,
    newest,
    replacer,
    starts_clock,
)


@dataclass(frozen=True)
class Copy:
    """What one agency holds of a case."""

    agency: str
    number: str
    documents: tuple[Document, ...] = ()
    """In causal order, internal ones last among those they could see."""
    receipts: tuple[Receipt, ...] = ()
    revision: int = 0
    person_token: str = ""
    state: CaseState = field(default_factory=lambda: CaseState(""))

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset({self.person_token} if self.person_token else ())

    def view(self, now: datetime) -> CaseView:
        return CaseView(self.state, self.agency, self.documents, now)

    def latest(self, name: str) -> Document | None:
        """The newest document of that name (without the item's) that is not void, or None."""
        return newest(self.documents, name, void=self.state.void)

    def next_number(self, *, internal: bool) -> int:
        """The agency's next number in one of its two series."""
        mine = [
            d.key.number for d in self.documents if d.key.agency == self.agency and d.key.internal is internal
        ]
        return max(mine, default=0) + 1

    def stands_for_person(self, document: Document) -> bool:
        """It is for the person, has its contents still, and is not void: paper of it would be good."""
        for_person = document.envelope.reach is Reach.PERSON and document.body is not None
        return for_person and document.key not in self.state.void

    @property
    def ending_document(self) -> Document | None:
        """The document with which the case ended; None while it has not, or where nobody wrote one."""
        if self.state.status is not Status.ENDED:
            return None
        return next((d for d in reversed(self.documents) if _ends(d, self.state.ending)), None)

    def document(self, key: Key) -> Document | None:
        return next((d for d in self.documents if d.key == key), None)

    def before_handed_on(self, document: Document) -> Copy:
        """The copy in whose state a document is answered: this one, but where somebody who knew the document
        has handed the case on since, as it stood with the document.

        A new owner may get what the former one has decided after the case itself, all at once: it is not his
        to carry out.
        """
        strays = {key for key, _ in self.state.strays}
        handed_on = (
            d.envelope
            for d in self.documents
            if d.envelope.flow.move is Move.FORWARD and d.key in self.state.applied and d.key not in strays
        )
        if not any(had_seen(each, document.key) for each in handed_on if each.key != document.key):
            return self
        until = self.state.applied.index(document.key)
        then = frozenset(self.state.applied[: until + 1])
        kept = tuple(d for d in self.documents if d.key.internal or d.key in then)
        return _folded(_copy(self, documents=kept))

    @classmethod
    def folded(
        cls,
        *,
        agency: str,
        number: str,
        documents: tuple[Document, ...] = (),
        receipts: tuple[Receipt, ...] = (),
        revision: int = 0,
        person_token: str = "",
    ) -> Copy:
        """A copy of these documents and receipts, in any order."""
        return _folded(cls(agency, number, documents, receipts, revision, person_token))

    def having(self, documents: tuple[Document, ...] = (), receipts: tuple[Receipt, ...] = ()) -> Copy:
        """The copy with more in it, folded on."""
        state, known = self.state, [d.envelope for d in self.documents]
        all_receipts = (*self.receipts, *receipts)
        if any(starts_clock(known, receipt) for receipt in receipts):
            state = fold(self.number, known, all_receipts)
        for document in documents:
            state = fold_on(state, known, document.envelope, all_receipts)
            known.append(document.envelope)
        joined = (*self.documents, *documents)
        ordered = _ordered(state, joined) if documents else self.documents
        return _copy(self, documents=ordered, receipts=all_receipts, state=state)


_copy = replacer(Copy)


def _folded(copy: Copy) -> Copy:
    state = fold(copy.number, (d.envelope for d in copy.documents), copy.receipts)
    return _copy(copy, state=state, documents=_ordered(state, copy.documents))


def _ordered(state: CaseState, documents: Iterable[Document]) -> tuple[Document, ...]:
    rank = {key: at for at, key in enumerate(state.applied)}
    last = len(rank)

    def place(document: Document) -> tuple[int, datetime, Key]:
        envelope = document.envelope
        return rank.get(envelope.key, last), document.delivered_at or envelope.claimed_at, envelope.key

    return tuple(sorted(documents, key=place))


def _ends(document: Document, ending: str) -> bool:
    flow = document.envelope.flow
    return flow.move in (Move.END, Move.DECIDE) and flow.ending == ending


def shared(copy: Copy) -> tuple[Document, ...]:
    """What may leave the agency."""
    return tuple(d for d in copy.documents if d.envelope.reach is not Reach.INTERNAL)
