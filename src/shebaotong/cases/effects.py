"""Doing what an outcome says, in the transaction of the document that caused it.

Each effect carries the case and the document that caused it, so that the folder that does it can
know a repetition: effects happen once, however often the work is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from shebaotong.cases.awaited import drop_awaited, note_awaited
from shebaotong.cases.clockwork import running
from shebaotong.cases.errors import Refused
from shebaotong.cases.work import Caused, Work
from shebaotong.kernel.api import (
    SHANGHAI,
    Await,
    Move,
    Notify,
    Open,
    Post,
    Record,
    StopAwaiting,
    Text,
    Withdraw,
)
from shebaotong.messages import api as messages
from shebaotong.network import api as network
from shebaotong.registry import api as registry


@contextmanager
def refusals_told() -> Iterator[None]:
    """What register and network refuse inside, as a refusal of the case's."""
    try:
        yield
    except registry.RegistryRefused as refused:
        raise Refused(refused.code, refused.text) from refused
    except network.LocatorRefused as refused:
        raise Refused(refused.code, refused.reason) from refused
    except network.UnknownAgency as unknown:
        text = Text("没有这个机构代码，请重新选择城市。", "No agency has this code: choose the city again.")
        raise Refused("unknown_agency", text) from unknown


OpenChild = Callable[[Work, Open, str], None]


def carry_out(work: Work, caused: Iterable[Caused], open_child: OpenChild) -> None:
    """Carry out effects of one copy's work. ``open_child`` opens the case that an Open asks for."""
    for each in caused:
        effect = each.effect
        if isinstance(effect, Record):
            registry.record(
                agency=work.copy.agency,
                effect=effect,
                case_number=work.copy.number,
                document_ref=str(each.by.key),
                now=work.desk.now,
            )
        elif isinstance(effect, Post):
            registry.order_payment(
                agency=work.copy.agency,
                effect=effect,
                case_number=work.copy.number,
                now=work.desk.now,
            )
        elif isinstance(effect, Withdraw):
            registry.withdraw_order(
                agency=work.copy.agency,
                effect=effect,
                document_ref=str(each.by.key),
                case_number=work.copy.number,
                now=work.desk.now,
            )
        elif isinstance(effect, Notify):
            _notify(work, effect, str(each.by.key))
        elif isinstance(effect, Await):
            note_awaited(
                agency=work.copy.agency,
                number=work.copy.number,
                item=work.item.code,
                effect=effect,
                now=work.desk.now,
            )
        elif isinstance(effect, StopAwaiting):
            drop_awaited(agency=work.copy.agency, number=work.copy.number)
        else:
            open_child(work, effect, each.by.envelope.flow.wait)


def _notify(work: Work, effect: Notify, occasion: str) -> None:
    """Only one city speaks to the person, the one where he asked; others stay silent."""
    subject = work.subject
    if subject is None or work.copy.agency != work.copy.state.starter:
        return
    messages.notify(
        agency=work.copy.agency,
        person_token=subject.token,
        phone=subject.phone,
        effect=replace(effect, values=_values(work, effect)),
        case_number=work.copy.number,
        now=work.desk.now,
        occasion=occasion,
    )


def _values(work: Work, effect: Notify) -> dict[str, str]:
    """What every item would say alike, where the template asks for it and the item is silent."""
    wanted = messages.templates()[effect.template].values
    asked = [name for name in wanted if name in _KNOWN and name not in effect.values]
    return {**{name: _KNOWN[name](work) for name in asked}, **effect.values}


def _due(work: Work) -> datetime:
    """When the person may expect an answer: the clock's word, or where it stands or another city's
    receipt is still to set it, what the owner's calendar makes of the time that is left."""
    clock = work.copy.state.clock
    if clock.running and clock.due_at is not None:
        return clock.due_at
    entry = running(
        move=Move.OPEN if clock.remaining_days is None else Move.RESUME,
        clock=clock,
        limits=work.item.limits,
        calendar=network.calendar_for(agency=work.copy.state.owner),
        now=work.desk.now,
    )
    return entry.due_at or work.desk.now


def _day(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).date().isoformat()


_KNOWN: Mapping[str, Callable[[Work], str]] = {
    "city": lambda work: work.copy.state.owner,
    "due": lambda work: _day(_due(work)),
    "decided": lambda work: _day(work.desk.now),
}
