"""How two provinces' processes talk: whole messages, in order, one partner. What carries them is injected."""

from __future__ import annotations

from typing import Protocol

MESSAGE_BYTES = 4 << 20
"""The longest message that either side sends or accepts."""


class ChannelLost(Exception):
    """The partner cannot be reached, or fell silent for longer than agreed."""


class Channel(Protocol):
    """Both ends behave alike. A send may return before the partner has read the message."""

    def send(self, message: bytes) -> None:
        """Raises ChannelLost."""

    def receive(self) -> bytes:
        """The next message, in the order in which the partner sent them. Raises ChannelLost."""
