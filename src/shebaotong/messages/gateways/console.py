from __future__ import annotations

from typing import TextIO

from shebaotong.kernel.api import mask_phone
from shebaotong.messages.gateway import Outgoing


class ConsoleGateway:
    """Prints each SMS, its number masked: to watch a worker on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, sms: Outgoing) -> None:
        self._stream.write(f"SMS {sms.reference} {mask_phone(sms.phone)} {sms.text}\n")
        self._stream.flush()
