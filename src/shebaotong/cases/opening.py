"""Opening a case: who may, for whom, where; and meeting the open one of the same person and item."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.cases import catalogue, parcels
from shebaotong.cases.actions import Denial
from shebaotong.cases.agreed import WINDOW, check_agreement
from shebaotong.cases.attachments import NO_FILES, Attaching, attach
from shebaotong.cases.compose import Particulars
from shebaotong.cases.copy import Copy
from shebaotong.cases.desk import desk_of
from shebaotong.cases.errors import NotAllowed, Refused
from shebaotong.cases.schema import FieldError, InvalidBody
from shebaotong.cases.subject import Subject, check_subject, of_body
from shebaotong.cases.work import Work
from shebaotong.kernel.api import SHANGHAI, Actor, CaseState, DocumentType, Item, Role, Text, casenumber
from shebaotong.network import api as network

MACHINE = "api"
"""A channel's own program: it stands in for that agency's window, whose token it holds."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What is needed to open a case."""

    item: str
    owner: str
    """The responsible agency (责任地); for items that ask, the agency that is asked."""
    body: Mapping[str, Any]
    attaching: Attaching = NO_FILES
    parent: str = ""
    number: str = ""
    """Only for a child case, whose number its parent already waits for."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An opening that is in order as far as it can be said without the database."""

    item: Item
    subject: Subject

    @property
    def persons(self) -> tuple[str, ...]:
        """Tokens of those whose open cases it might join."""
        return (self.subject.token,) if self.item.joins else ()

    def earlier(self, open_cases: Mapping[tuple[str, str], str]) -> str:
        """Number of the open case of the same person and item, or empty."""
        return open_cases.get((self.item.code, self.subject.token), "") if self.item.joins else ""


def check(opening: Opening, actor: Actor, now: datetime) -> Checked:
    """Raises NotAllowed, InvalidBody, UnknownItem."""
    item = catalogue.item(opening.item)
    declared = item.opening
    _check_actor(item, declared, actor)
    schema = parcels.schema_of(f"{item.code}.{declared.code}", declared.version, item.code)
    schema.check(opening.body)
    if Role.ENGINE not in actor.roles:
        check_subject(opening.body, now.astimezone(SHANGHAI).date())
    subject = of_body(opening.body)
    if Role.ENGINE not in actor.roles and (
        (Role.PERSON in actor.roles) != (actor.person_token == subject.token)
    ):
        raise NotAllowed(Denial.OWN_CASE)
    return Checked(item, subject)


def begin(*, opening: Opening, checked: Checked, actor: Actor, now: datetime) -> Work:
    """The work that opens a case, not appended yet.

    Needs the agency's context. Raises NotAccepted, FilesGone.
    """
    item = checked.item
    channel = WINDOW if Role.ENGINE in actor.roles or actor.channel == MACHINE else actor.channel
    check_agreement(item, actor.agency, opening.owner, channel, now)
    number = opening.number or casenumber.new(actor.agency, secrets.randbelow)
    work = Work(
        copy=Copy.folded(agency=actor.agency, number=number),
        desk=desk_of(agency=actor.agency, now=now),
        item=item,
        actor=actor,
    )
    work.write(
        prefix=item.code,
        declared=item.opening,
        body=opening.body,
        hand=actor.hand,
        particulars=Particulars(starter=actor.agency, owner=opening.owner, parent=opening.parent),
    )
    attach(work, opening.attaching, hand=actor.hand)
    return work


def _check_actor(item: Item, declared: DocumentType, actor: Actor) -> None:
    if Role.ENGINE in actor.roles:
        return
    roles = {declared.role} | ({Role.PERSON} if item.for_person else set())
    if not roles & actor.roles:
        raise NotAllowed(Denial.NOT_YOUR_ROLE)
    if item.for_person and actor.channel not in (*item.channels, MACHINE):
        raise NotAllowed(Denial.NOT_YOUR_CHANNEL)


def check_forward(item: Item, state: CaseState, owner: str, now: datetime) -> None:
    """A case is handed only to another agency that exists and that an agreement binds to the window where it
    was accepted. Raises InvalidBody, NotAccepted."""
    try:
        network.find_agency(code=owner)
    except network.UnknownAgency:
        raise _wrong_owner(Text("没有这个机构代码。", f"No agency {owner}.")) from None
    if owner == state.owner:
        raise _wrong_owner(Text("这件已经由这个城市负责。", "That city is responsible for it already."))
    check_agreement(item, state.starter, owner, WINDOW, now)


def _wrong_owner(text: Text) -> InvalidBody:
    return InvalidBody((FieldError("/agency", "agency", text.en, text=text),))


def another_name() -> Refused:
    """Two people with one number, a former name, or a typing error: nobody is joined unasked."""
    return Refused(
        "another_name",
        Text(
            "这个证件号码已有同一事项在办，但姓名不同。请对照证件核对号码和姓名；曾用名请在原办件中说明；"
            "确是两人同号的，请先由公安机关更正号码。",
            "There is an open case of this item with the same number and another name. Compare number and "
            "name with the document; go on in that case if it is a former name. If two people do bear one "
            "number, the police have to correct it first.",
        ),
    )
