"""The same work again where somebody was quicker: on what there is then, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shebaotong.cases.append import KeyUsed, StaleCopy
from shebaotong.store.api import UNREACHABLE, gave_way

_TRIES = 4
_Answer = TypeVar("_Answer")


def again_where_late(work: Callable[[], _Answer]) -> _Answer:
    """The answer of ``work``, which opens its own transaction, after a few tries at most.

    Raises StaleCopy or KeyUsed where others were quicker each time, and what else ``work`` raises.
    """
    for left in reversed(range(_TRIES)):
        try:
            return work()
        except (StaleCopy, KeyUsed):
            if not left:
                raise
        except UNREACHABLE as error:
            if not left or not gave_way(error):
                raise
    raise AssertionError("unreachable")
