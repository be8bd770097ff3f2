"""The exchange's face."""

from shebaotong.exchange.erasing import rewrite_parcels
from shebaotong.exchange.held import Box, Held, HeldPage, held, try_again
from shebaotong.exchange.inbox import Handler, work_in
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
    "Box",
    "CarryFailure",
    "Handler",
    "Held",
    "HeldPage",
    "LocalTransport",
    "Parcel",
    "Transport",
    "held",
    "relay",
    "rewrite_parcels",
    "try_again",
    "wake",
    "work_in",
]
