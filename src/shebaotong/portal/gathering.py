"""What all cities hold of a person, gathered once by a case, for as many what-if questions as he has.

The case is of the item that declares ``gathers_life``: it reads the own register and asks, under an
agreement, the cities that the locator names. Which city answered what stands in its documents; no register is
read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import (
    Actor,
    BadCaseNumber,
    Fact,
    FactKind,
    Move,
    Status,
    bears_name,
    casenumber,
    recorded_facts,
)
from shebaotong.portal.carrying import carry_to_the_end
from shebaotong.portal.life_facts import KINDS, Register

_HELD, _ANOTHER = "held", "another_name"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one case has brought together; cities by their codes."""

    number: str
    registers: tuple[Register, ...]
    """The own city's first, where it holds the person under the name that was typed."""
    another_name: tuple[str, ...]
    """They hold the number under another name, and so told nothing."""
    without: tuple[str, ...]
    """They answered that they hold nobody of that number."""
    waiting: tuple[str, ...]
    """They were asked and have not answered yet."""
    not_covered: tuple[str, ...]
    """The locator names them, and no agreement lets this be asked of them."""


def gathering() -> cases.Entry:
    """The item that gathers, with its form."""
    return next(cases.entry(item.code) for item in cases.items() if item.gathers_life)


def gather(
    *, actor: Actor, subject: Mapping[str, Any], question: Mapping[str, Any], now: datetime, key: str
) -> str:
    """Open the case and wait for the answers that come at once; its number.

    Raises what ``cases.open_case`` raises; then nothing was read.
    """
    told = {name: value for name, value in subject.items() if name != "phone"}
    body = {**question, "subject": told, "asked_by": actor.display_name}
    opening = cases.Opening(item=gathering().item.code, owner=actor.agency, body=body)
    number = cases.open_case(opening=opening, actor=actor, now=now, key=key).case_number
    carry_to_the_end(actor, number)
    return number


def gathered(*, actor: Actor, number: str, subject: Mapping[str, Any], now: datetime) -> Gathered | None:
    """What the actor's own case of today about this person has brought; None where it is not that.

    A colleague's, or yesterday's, was asked for with other words: it is asked anew.
    """
    try:
        reading = cases.read(number=number, actor=actor)
    except cases.UnknownCase:
        return None
    opened = next(d for d in reading.copy.documents if d.envelope.flow.move is Move.OPEN)
    known = reading.subject
    mine = opened.envelope.hand == actor.hand and _day(opened.envelope.claimed_at) == _day(now)
    if not (mine and reading.item.gathers_life and known is not None):
        return None
    if (known.identifier, known.name) != (subject["identifier"], subject["name"]):
        return None
    facts = recorded_facts(reading.copy.view(now))
    # Erased by a lawful order: what is gone is asked for anew.
    return _of(reading, facts, known.name) if {*KINDS, FactKind.PLACES} <= set(facts) else None


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _of(reading: cases.Reading, facts: Mapping[FactKind, Fact], name: str) -> Gathered:
    answers = dict(_answers(reading))
    places = facts[FactKind.PLACES].value
    me = reading.copy.agency
    own = facts[FactKind.PERSON]
    mine = own.known and bears_name(own.value, name)
    held: list[Register] = [{kind: facts[kind] for kind in KINDS}] if mine else []
    held += [_register(agency, told) for agency, told in answers.items() if told.get("status") == _HELD]
    another = [agency for agency, told in answers.items() if told.get("status") == _ANOTHER]
    silent = [agency for agency in places["agencies"] if agency != me and agency not in answers]
    return Gathered(
        number=reading.copy.number,
        registers=tuple(held),
        another_name=(*([me] if own.known and not mine else []), *another),
        without=tuple(agency for agency, told in answers.items() if told.get("status") == "not_held"),
        waiting=tuple(silent),
        not_covered=tuple(places.get("not_covered", ())),
    )


def _answers(reading: cases.Reading) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """By agency what it answered; of one that ended without an answer an empty one."""
    for document in reading.copy.documents:
        told = (document.body or {}).get("result", {}) if document.name == "resume" else {}
        if told.get("agency"):
            yield told["agency"], told.get("answer", {})


def _register(agency: str, answer: Mapping[str, Any]) -> Register:
    as_of = date.fromisoformat(answer["as_of"])
    return {kind: Fact(kind, True, answer[kind.value], agency, as_of) for kind in KINDS}


def is_open_case_of(*, actor: Actor, number: str, identifier: str) -> str:
    """The number, plain, where the actor's agency has an open case of that person under it; else empty."""
    try:
        wanted = casenumber.parse(number)
    except BadCaseNumber:
        return ""
    token = accounts.person_token(number=identifier)
    rows = cases.of_person(agency=actor.agency, token=token)
    known = {row.number for row in rows if row.status != Status.ENDED.value}
    gathers = {row.number for row in rows if cases.item(row.item).gathers_life}
    return wanted if wanted in known - gathers else ""
