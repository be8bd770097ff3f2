from __future__ import annotations

from shebaotong.messages.gateway import Outgoing


class OutboxGateway:
    """For demonstration and training: nothing leaves the house, the outbox page is where it arrives."""

    def send(self, sms: Outgoing) -> None:
        """Takes everything: what the page shows is the row itself."""
