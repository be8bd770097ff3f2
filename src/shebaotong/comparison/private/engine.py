"""What an engine for private set intersection must do. Two exist: ``ecdh`` (portable) and ``rr22`` (fast)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shebaotong.comparison.job import Progress
from shebaotong.comparison.private.handshake import Session


class Meeting(Protocol):
    """Two lists have met. Their overlap is known; who is in it is not told before ``reveal``."""

    @property
    def overlap(self) -> int:
        """How many keys both lists hold."""

    def reveal(self) -> list[int]:
        """Places of the common keys in the own list, in an order that is the same on both sides.

        Both sides must call it. Raises Refused.
        """


class Engine(Protocol):
    @property
    def name(self) -> str:
        """As mandates call it."""

    def meet(
        self, keys: Sequence[bytes], *, session: Session, mine: int, theirs: int, progress: Progress
    ) -> Meeting:
        """Let the own ``keys``, padded to ``mine`` elements, meet the partner's ``theirs`` elements.

        ``keys`` are distinct. Both sides call it with their numbers exchanged. Raises Refused.
        """
