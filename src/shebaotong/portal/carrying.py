"""Carrying at once what a page has just written, so that the next page can show what came of it."""

from __future__ import annotations

import time

from django.utils import timezone

from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Actor, Status

_PATIENCE = 10
_PAUSE = 0.1
"""Tries and seconds: an instant item is answered within a second or looked up later."""


def carry(agency: str) -> None:
    """What the agency has to send goes now; the worker would do it a moment later."""
    cases.pump(agencies=[agency], transport=LocalTransport(), now=timezone.now())


def carry_to_the_end(actor: Actor, number: str) -> None:
    """Of an instant item: come back with the answer, even where the worker has the parcel in hand.

    The worker takes what this page would carry, and the other way round; neither waits for the other.
    """
    carry(actor.agency)
    for _ in range(_PATIENCE):
        reading = cases.read(number=number, actor=actor)
        if not reading.item.instant or reading.copy.state.status is Status.ENDED:
            return
        time.sleep(_PAUSE)
        carry(actor.agency)
