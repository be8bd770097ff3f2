"""What an SMS gateway is to us: something that takes one SMS or says why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One SMS. A gateway that gets the same ``reference`` twice sends once."""

    reference: str
    phone: str
    text: str


class GatewayFailure(Exception):
    """The SMS was not taken. ``permanent``: trying again would not help (no such number, blocked)."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.detail = detail
        self.permanent = permanent


class SmsGateway(Protocol):
    def send(self, sms: Outgoing) -> None:
        """Hand the SMS over. Raises GatewayFailure."""
