"""Waking who relays: at once after a commit, and never in it.

PostgreSQL lets only one transaction at a time commit a notification; in the commit of a document all
commits of all agencies would queue for the disk. A signal that is lost costs only the wait for the next
round of the worker.
"""

from __future__ import annotations

from shebaotong.store.api import send_after_commit

CHANNEL = "shebaotong_exchange"
"""What is told there is the code of an agency whose outbox has something new."""

# Nothing is lost with a signal, so that its own commit need not wait for the disk.
_RING = f"SET LOCAL synchronous_commit TO off; NOTIFY {CHANNEL}, %s"


def wake(*, agency: str) -> None:
    """Say that ``agency`` has something to send, once the present transaction is committed."""
    send_after_commit(_RING, [agency])
