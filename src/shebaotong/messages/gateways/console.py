from __future__ import annotations

from typing import TextIO

from shebaotong.messages.gateway import Outgoing
from shebaotong.messages.phone import masked


class ConsoleGateway:
    """Prints each SMS, its number masked: to watch a worker on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, sms: Outgoing) -> None:
        self._stream.write(f"SMS {sms.reference} {masked(sms.phone)} {sms.text}\n")
        self._stream.flush()
