"""Reading a case: the whole copy with the actions allowed now, and the receipt that it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shebaotong.cases import admin, catalogue
from shebaotong.cases.actions import Action, actions, denial
from shebaotong.cases.again import again_where_late
from shebaotong.cases.append import StaleCopy
from shebaotong.cases.basis import load, read_basis
from shebaotong.cases.copy import Copy
from shebaotong.cases.delivery import signed_receipt
from shebaotong.cases.desk import desk_of
from shebaotong.cases.errors import UnknownCase
from shebaotong.cases.finishing import finish
from shebaotong.cases.subject import Subject, of_copy
from shebaotong.cases.voiding import voidable
from shebaotong.cases.work import Work
from shebaotong.kernel.api import Actor, Document, Item, Key, Reach, Role, Stage
from shebaotong.network import api as network
from shebaotong.store.api import agency_context


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as one actor may see it."""

    copy: Copy
    item: Item
    actions: tuple[Action, ...]
    subject: Subject | None
    """None where the opening body was erased."""

    @property
    def outcome(self) -> Document | None:
        """What the engine found last."""
        return self.copy.latest("outcome")

    def history(self) -> tuple[Document, ...]:
        """What the person may read: the shared documents, not what agencies write to each other."""
        return tuple(d for d in self.copy.documents if d.envelope.reach is Reach.PERSON)


def may_declare_void(*, reading: Reading, actor: Actor, key: Key) -> bool:
    """Whether this actor may declare this document void: his agency's own, but for the opening
    and for what is never void (``cases.voiding``)."""
    if key.internal:
        return False
    why = denial(
        state=reading.copy.state,
        declared=admin.document("invalidate"),
        actor=actor,
        subjects=reading.copy.subjects,
        prefix=admin.PREFIX,
        target=(key.agency, key.number),
        voidable=voidable(reading.copy),
    )
    return why is None


def read(*, number: str, actor: Actor) -> Reading:
    """The case in the actor's agency's copy.

    Raises UnknownCase, alike for what is elsewhere or nowhere, and for who has nothing to do with cases.
    """
    if not actor.sees_cases:
        raise UnknownCase(number)
    with agency_context(agency=actor.agency):
        copy = load(agency=actor.agency, number=number)
        if not copy.state.opened:
            raise UnknownCase(number)
        subject = of_copy(copy)
        if Role.PERSON in actor.roles and actor.person_token not in copy.subjects:
            raise UnknownCase(number)
        item = catalogue.item_of(copy.state)
        withheld = item.withheld(copy.latest)
        allowed = actions(
            state=copy.state,
            item=item,
            actor=actor,
            subjects=copy.subjects,
            withheld=withheld,
            voidable=voidable(copy),
        )
        return Reading(copy, item, allowed, subject)


def mark_opened(*, number: str, actor: Actor, now: datetime) -> bool:
    """Sign that this agency has opened the newest document of others; False where it had, and where others
    wrote to the case each time that it was read: who looks next signs."""
    try:
        return again_where_late(lambda: _sign_opened(number, actor, now))
    except StaleCopy:
        return False


def _sign_opened(number: str, actor: Actor, now: datetime) -> bool:
    """Raises StaleCopy."""
    with agency_context(agency=actor.agency):
        basis = read_basis(agency=actor.agency, numbers=[number])
        copy = basis.copies[number]
        if not copy.state.opened:
            raise UnknownCase(number)
        done = {r.document for r in copy.receipts if r.stage is Stage.OPENED and r.issuer == actor.agency}
        fresh = [
            d
            for d in copy.documents
            if d.key.agency != actor.agency and d.key in copy.state.applied and d.key not in done
        ]
        if not fresh:
            return False
        item = catalogue.item_of(copy.state)
        with network.as_of_revision(basis.network):
            desk = desk_of(agency=actor.agency, now=now)
            work = Work(copy=copy, desk=desk, item=item, actor=actor)
            for document in fresh:
                work.receive(signed_receipt(desk, document, Stage.OPENED))
            finish(work)
        return True
