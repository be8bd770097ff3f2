"""Whether an agreement in force lets one agency accept, or ask, for people of another."""

from __future__ import annotations

from datetime import datetime

from shebaotong.cases.errors import NotAccepted
from shebaotong.kernel.api import SHANGHAI, Item
from shebaotong.network import api as network

WINDOW = "window"
"""What agencies ask of each other counts as asked at a window: agreements name channels of people."""


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
