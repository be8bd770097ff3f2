"""The tables of the exchange."""

from shebaotong.exchange.models.inbox import Inbox
from shebaotong.exchange.models.outbox import Outbox

__all__ = ["Inbox", "Outbox"]
