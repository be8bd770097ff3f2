"""Finishing a piece of work: ask the item, append, carry out the effects, and tell who waits.

All of it is one transaction. A child case that an effect opens, and a parent that a child's answer
lets go on, are finished here too, so that nothing is left for later that a row does not remember.
"""

from __future__ import annotations

from shebaotong.cases import catalogue
from shebaotong.cases.agreed import check_asked
from shebaotong.cases.append import IdempotencyKey, append
from shebaotong.cases.asking import ask_item
from shebaotong.cases.basis import load
from shebaotong.cases.compose import Particulars
from shebaotong.cases.effects import carry_out
from shebaotong.cases.opening import Opening, begin, check
from shebaotong.cases.work import Work
from shebaotong.kernel.api import Actor, Open, OwnerRule, Status


def finish(work: Work, idempotency: IdempotencyKey | None = None) -> None:
    """All that the module says. Raises StaleCopy, KeyUsed; then nothing was written."""
    ask_item(work)
    append(work.addition(idempotency))
    follow(work)


def follow(work: Work) -> None:
    """Carry out what the appended work causes, and tell who waits for it."""
    carry_out(work, work.caused, _open_child)
    _tell_parent(work)


def _open_child(work: Work, effect: Open, number: str) -> None:
    """Open the case that this case waits for, as the engine of the same agency."""
    item = catalogue.item(effect.item)
    if item.owner_rule is not OwnerRule.ASKED or item.joins:
        raise catalogue.UnknownItem(f"{effect.item} cannot be opened by another case")
    check_asked(work.copy.agency, effect.owner)
    opening = Opening(
        item=effect.item,
        owner=effect.owner,
        body=effect.body,
        parent=work.copy.number,
        number=number,
    )
    engine = Actor.engine(work.copy.agency)
    child = begin(
        opening=opening, checked=check(opening, engine, work.desk.now), actor=engine, now=work.desk.now
    )
    finish(child)


def _tell_parent(work: Work) -> None:
    """Resume the parent in the same agency's copy, in the same transaction, once."""
    state = work.copy.state
    if not state.parent or state.status is not Status.ENDED or state.starter != work.copy.agency:
        return
    parent = load(agency=work.copy.agency, number=state.parent)
    if not any(wait.key == work.copy.number for wait in parent.state.waits):
        return
    item = catalogue.item_of(parent.state)
    engine = Actor.engine(parent.agency)
    resumed = Work(copy=parent, desk=work.desk, item=item, actor=engine)
    body = {"case": work.copy.number, "result": _result(work)}
    resumed.write_admin("resume", body, Particulars(wait=work.copy.number))
    finish(resumed)


def _result(work: Work) -> dict[str, object]:
    """Body of the document that ended the child, with who wrote it; empty if it was erased."""
    state, ending = work.copy.state, work.copy.ending_document
    if ending is None:
        return {"ending": state.ending}
    return {
        "ending": state.ending,
        "item": state.item,
        "agency": ending.envelope.author,
        "type": ending.envelope.type,
        "answer": ending.body or {},
    }
