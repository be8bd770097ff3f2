"""Opening a case: who may, for whom, where; and meeting the open one of the same person and item."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.cases import catalogue, parcels
from shebaotong.cases.actions import Denial
from shebaotong.cases.attachments import NO_FILES, Attaching, attach
from shebaotong.cases.compose import Ends
from shebaotong.cases.copy import Copy
from shebaotong.cases.desk import desk_of
from shebaotong.cases.errors import NotAccepted, NotAllowed
from shebaotong.cases.models import Case
from shebaotong.cases.subject import of_body
from shebaotong.cases.work import Work
from shebaotong.kernel.api import Actor, DocumentType, Item, Role, casenumber
from shebaotong.network import api as network

WINDOW = "window"
"""What agencies ask of each other counts as asked at a window: agreements name channels of people."""

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
class Joined:
    """The open case that a second claim meets."""

    number: str


def begin(*, opening: Opening, actor: Actor, now: datetime) -> Work | Joined:
    """The work that opens a case, not committed yet; or the open case of the same claim.

    Needs the agency's context. Raises NotAccepted, NotAllowed, InvalidBody, UnknownItem.
    """
    item = catalogue.item(opening.item)
    declared = item.opening
    _check_actor(item, declared, actor)
    channel = WINDOW if Role.ENGINE in actor.roles or actor.channel == MACHINE else actor.channel
    check_agreement(item, actor.agency, opening.owner, channel, now)
    schema = parcels.schema_of(f"{item.code}.{declared.code}", declared.version, item.code)
    schema.check(opening.body)
    subject = of_body(opening.body)
    if Role.ENGINE not in actor.roles and (
        (Role.PERSON in actor.roles) != (actor.person_token == subject.token)
    ):
        raise NotAllowed(Denial.OWN_CASE)
    if item.joins and (earlier := open_case_of(item=item, token=subject.token, agency=actor.agency)):
        return Joined(earlier)
    work = Work(
        copy=Copy(actor.agency, opening.number or casenumber.new(actor.agency, secrets.randbelow)).having(),
        desk=desk_of(agency=actor.agency, now=now),
        item=item,
        actor=actor,
    )
    work.write(
        prefix=item.code,
        declared=declared,
        body=opening.body,
        hand=actor.hand,
        ends=Ends(starter=actor.agency, owner=opening.owner, parent=opening.parent),
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


def check_agreement(item: Item, starter: str, owner: str, channel: str, now: datetime) -> None:
    """Raises NotAccepted with reason and remedy where no agreement in force lets ``starter`` accept
    this item for people of ``owner``."""
    answer = network.may_accept(
        starter=starter,
        owner=owner,
        item_code=item.code,
        risk=item.risk,
        channel=channel,
        on=now.date(),
    )
    if isinstance(answer, network.Refusal):
        raise NotAccepted(answer.reason, answer.where_instead)


def open_case_of(*, item: Item, token: str, agency: str) -> str:
    """Number of the open case of this person and item in the agency's copies, or empty."""
    row = (
        Case.objects.filter(agency=agency, person_token=token, item=item.code)
        .exclude(bucket="ended")
        .order_by("opened_at")
        .values_list("number", flat=True)
        .first()
    )
    return row or ""
