"""Whether an agreement in force lets one agency accept, or ask, for people of another."""

from __future__ import annotations

from datetime import datetime, timedelta

from shebaotong.cases.copy import Copy
from shebaotong.cases.errors import NotAccepted, Refused
from shebaotong.kernel.api import SHANGHAI, Document, Item, Text, had_seen
from shebaotong.network import api as network

WINDOW = "window"
"""What agencies ask of each other counts as asked at a window: agreements name channels of people."""


ON_ITS_WAY = timedelta(days=15)
"""How long what was accepted under an agreement may have been on its way when the agreement has ended: the
longest holidays and a working week. The accepting city alone says when it accepted, so that without an end it
could go on accepting after the agreement (docs/decisions/0011-day-of-acceptance.md)."""


def day_of_acceptance(document: Document, copy: Copy, arrived_at: datetime) -> datetime:
    """The moment that decides whether an agreement covers what another city has accepted or handed on.

    It is the one that its author has signed, never before anything that the author had seen, nor after the
    arrival; where that was longer ago than ``ON_ITS_WAY`` the arrival counts.
    """
    envelope = document.envelope
    seen = (each.envelope.claimed_at for each in copy.documents if had_seen(envelope, each.key))
    accepted = max((envelope.claimed_at, *seen))
    return accepted if arrived_at - ON_ITS_WAY <= accepted <= arrived_at else arrived_at


def askable(item: Item, asker: str, now: datetime) -> frozenset[str]:
    """The agencies that ``asker`` may send this item to, or hand it on, under an agreement in force; itself
    left out."""
    return network.partners(
        agency=asker, item_code=item.code, risk=item.risk, channel=WINDOW, on=now.astimezone(SHANGHAI).date()
    )


def check_asked(asker: str, asked: str) -> None:
    """Another agency that exists. Raises Refused with reason and remedy."""
    if asked == asker:
        raise Refused(
            "own_agency",
            Text(
                "这是本机构自己，不用发协查：直接查本机构的登记和办件。",
                "This is your own agency. Nothing is asked of it: look into your own register and cases.",
            ),
        )
    try:
        network.find_agency(code=asked)
    except network.UnknownAgency:
        raise Refused("unknown_agency", Text("没有这个机构代码。", f"No agency {asked}.")) from None


def check_agreement(item: Item, starter: str, owner: str, channel: str, now: datetime) -> None:
    """Raises NotAccepted with reason and remedy where no agreement in force lets ``starter`` accept
    this item for people of ``owner``."""
    answer = network.may_accept(
        starter=starter,
        owner=owner,
        item_code=item.code,
        risk=item.risk,
        channel=channel,
        on=now.astimezone(SHANGHAI).date(),
    )
    if isinstance(answer, network.Refusal):
        raise NotAccepted(answer.reason, answer.where_instead)
