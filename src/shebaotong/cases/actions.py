"""The actions allowed now: one answer for pages, API and engine; nobody draws a button from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from shebaotong.cases import admin
from shebaotong.kernel.api import (
    DECIDING,
    Actor,
    CaseState,
    DocumentType,
    Envelope,
    Flow,
    Item,
    Key,
    Move,
    Party,
    Role,
    Status,
    Stray,
    opening_of,
    refusal,
)


class Denial(StrEnum):
    """Why an actor may not write a document now. The pages hold the words."""

    NOT_YOUR_PART = "not_your_part"
    """The document is for another agency of the case, or the case is not this agency's."""
    NOT_YOUR_ROLE = "not_your_role"
    NOT_YOUR_CHANNEL = "not_your_channel"
    """The item is not offered there."""
    FOR_OFFICIALS = "for_officials"
    """Reviewing and deciding are for the agency's own people, whatever role a channel has been given."""
    FOUR_EYES = "four_eyes"
    """He wrote an earlier document that this one has to check."""
    OWN_CASE = "own_case"
    """Nobody handles his own case."""
    NOT_AGREED = "not_agreed"
    """Nobody has agreed to it who has to agree before."""
    NOT_NOW = "not_now"
    """Not in this step, or the case waits or has ended."""
    NO_SUCH_TARGET = "no_such_target"


@dataclass(frozen=True, slots=True)
class Action:
    """One document that an actor could write, with the reason where he may not."""

    type: str
    """Full type, e.g. ``retirement_claim.decision``."""
    declared: DocumentType
    denial: Denial | None

    @property
    def allowed(self) -> bool:
        return self.denial is None


_STAFF = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.LIAISON, Role.SUPERVISOR})
_PERSON_MAY = frozenset({"withdraw"})
_AT_THE_WINDOW = frozenset({"withdraw"})
"""A request belongs to the person: he withdraws it himself, or a clerk at his word where it was accepted."""
_WHILE_OPEN = frozenset({"attachment"})
"""Nobody would look at papers added to a case that has ended: it is reopened first. Those that were on their
way when it ended are still taken in."""


def actions(
    *,
    state: CaseState,
    item: Item,
    actor: Actor,
    subjects: frozenset[str],
    withheld: frozenset[str] = frozenset(),
    voidable: frozenset[Key] = frozenset(),
) -> tuple[Action, ...]:
    """Every document of the item and of the administration that this actor might write in ``state``.

    ``subjects``: tokens of the persons the case is about. ``withheld``: names of documents of the item that
    it would object to as the case stands, see ``kernel.api.Item``. ``voidable``: what may be declared void,
    see ``cases.voiding``. Denied ones are given with the reason, so that a page can say why; documents of the
    engine are left out.
    """
    found = []
    for prefix, declared in _declared(item):
        if declared.role is Role.ENGINE or declared.move is Move.OPEN:
            continue
        why = denial(
            state=state,
            declared=declared,
            actor=actor,
            subjects=subjects,
            prefix=prefix,
            voidable=voidable,
        )
        if why is None and prefix == item.code and declared.code in withheld:
            why = Denial.NOT_AGREED
        found.append(Action(f"{prefix}.{declared.code}", declared, why))
    return tuple(found)


def kept_apart(*, state: CaseState, item: Item, actor: Actor) -> bool:
    """Whether the step that the case is at is for another pair of eyes than this actor's: he has written what
    is checked in it."""
    checks = [
        declared
        for declared in item.documents
        if declared.apart_from
        and declared.role in actor.roles
        and _lawful(state, declared, actor, None, frozenset()) is None
    ]
    return bool(checks) and all(_checked_by_himself(state, each, actor, item.code) for each in checks)


def _declared(item: Item) -> Iterable[tuple[str, DocumentType]]:
    yield from ((item.code, declared) for declared in item.documents)
    yield from ((admin.PREFIX, declared) for declared in admin.DOCUMENTS)


def denial(
    *,
    state: CaseState,
    declared: DocumentType,
    actor: Actor,
    subjects: frozenset[str],
    prefix: str,
    target: tuple[str, int] | None = None,
    voidable: frozenset[Key] = frozenset(),
) -> Denial | None:
    """Why ``actor`` may not write this document now; None where he may."""
    if state.opened and not _is_part(state, declared.party, actor.agency):
        return Denial.NOT_YOUR_PART
    if Role.ENGINE not in actor.roles:
        if _for_officials(declared, actor):
            return Denial.FOR_OFFICIALS
        if not _has_role(declared, actor, prefix):
            return Denial.NOT_YOUR_ROLE
        if (Role.PERSON in actor.roles) != (actor.person_token in subjects):
            return Denial.OWN_CASE
    if _checked_by_himself(state, declared, actor, prefix):
        return Denial.FOUR_EYES
    if prefix == admin.PREFIX and declared.code in _WHILE_OPEN and state.status is Status.ENDED:
        return Denial.NOT_NOW
    return _lawful(state, declared, actor, target, voidable)


def _is_part(state: CaseState, party: Party, agency: str) -> bool:
    if agency not in state.participants:
        return False
    parts = {Party.OWNER: state.owner, Party.STARTER: state.starter, Party.ANY: agency}
    return parts[party] == agency


def _for_officials(declared: DocumentType, actor: Actor) -> bool:
    return actor.is_channel and declared.role in DECIDING


def _has_role(declared: DocumentType, actor: Actor, prefix: str) -> bool:
    if Role.PERSON in actor.roles:
        by_person = declared.role is Role.PERSON or declared.move is Move.OPEN
        return by_person or (prefix == admin.PREFIX and declared.code in _PERSON_MAY)
    if declared.role is Role.PERSON:
        # What the person may do online, a clerk does for him at the window.
        return Role.CLERK in actor.roles
    if prefix == admin.PREFIX and declared.role is Role.CLERK and declared.code not in _AT_THE_WINDOW:
        return bool(actor.roles & _STAFF)
    return declared.role in actor.roles


def _checked_by_himself(state: CaseState, declared: DocumentType, actor: Actor, prefix: str) -> bool:
    return any(actor.hand in state.hands.get(f"{prefix}.{earlier}", ()) for earlier in declared.apart_from)


def _lawful(
    state: CaseState,
    declared: DocumentType,
    actor: Actor,
    target: tuple[str, int] | None,
    voidable: frozenset[Key],
) -> Denial | None:
    """Asks the fold itself, so that what is offered is exactly what it would apply."""
    if declared.move is Move.INVALIDATE:
        mine = [
            key
            for key in state.applied
            if key.agency == actor.agency
            and key in voidable
            and key not in state.void
            and key != opening_of(state)
        ]
        if not mine or (target is not None and Key(*target) not in mine):
            return Denial.NO_SUCH_TARGET
        target = target or (actor.agency, mine[-1].number)
    if declared.move is Move.REMIND and (state.status is Status.ENDED or state.turn == actor.agency):
        # Who has the ball himself reminds nobody; what he waits for is reminded in that case.
        return Denial.NOT_NOW
    if declared.move is Move.ACKNOWLEDGE:
        if not state.late or (target is not None and Key(*target) not in state.late):
            return Denial.NO_SUCH_TARGET
        target = target or (state.late[0].agency, state.late[0].number)
    probe = Envelope(
        case=state.number,
        type="probe",
        version=1,
        author=actor.agency,
        number=state.heads.get(actor.agency, 0) + 1,
        reach=declared.reach,
        hand=actor.hand,
        heads=state.heads,
        claimed_at=_NO_TIME,
        flow=Flow(
            move=declared.move,
            from_steps=declared.steps,
            wait=_wait_key(state, declared),
            ending=declared.ending,
            starter=actor.agency,
            target=target,
        ),
        body_digest="",
    )
    why = refusal(state, probe)
    if why is None:
        return None
    return Denial.NOT_YOUR_PART if why is Stray.NOT_ENTITLED else Denial.NOT_NOW


# The fold reads no clock; a probe needs a value of the type.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def _wait_key(state: CaseState, declared: DocumentType) -> str:
    """A wait that an item names (``person``); a wait for a child case is the child's number."""
    if declared.wait or declared.move is not Move.RESUME:
        return declared.wait or "probe"
    return state.waits[0].key if state.waits else ""
