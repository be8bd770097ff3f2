"""The exchange's face."""

from shebaotong.exchange.erasing import rewrite_parcels
from shebaotong.exchange.inbox import Handler, dead_letters, replay, work_in
from shebaotong.exchange.local import LocalTransport
from shebaotong.exchange.outbox import relay
from shebaotong.exchange.parcel import DOCUMENT, FILE, RECEIPT, Arrival, CarryFailure, Parcel, Transport
from shebaotong.exchange.waking import CHANNEL, wake

__all__ = [
    "CHANNEL",
    "DOCUMENT",
    "FILE",
    "RECEIPT",
    "Arrival",
    "CarryFailure",
    "Handler",
    "LocalTransport",
    "Parcel",
    "Transport",
    "dead_letters",
    "relay",
    "replay",
    "rewrite_parcels",
    "wake",
    "work_in",
]
