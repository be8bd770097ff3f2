"""The exchange's face."""

from shebaotong.exchange.inbox import dead_letters, replay, work_in
from shebaotong.exchange.local import LocalTransport
from shebaotong.exchange.outbox import relay
from shebaotong.exchange.parcel import DOCUMENT, FILE, RECEIPT, CarryFailure, Parcel, Transport

__all__ = [
    "DOCUMENT",
    "FILE",
    "RECEIPT",
    "CarryFailure",
    "LocalTransport",
    "Parcel",
    "Transport",
    "dead_letters",
    "relay",
    "replay",
    "work_in",
]
