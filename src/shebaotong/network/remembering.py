"""Public facts of the network, remembered between transactions for as long as none of them changes.

Every change of agencies, agreements, keys or calendars gives the network a new revision number, in the
transaction of the change (a trigger does it; numbers are never used twice). A transaction that has read the
number may therefore take from memory what was found at that number before: it would read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")

_REVISION = "SELECT value FROM network_revision"

_standing: ContextVar[tuple[str, int] | None] = ContextVar("revision of the network", default=None)
_MOST = 10_000


class _Memory:
    """What is known at one revision of one database; another revision begins anew."""

    def __init__(self, revision: tuple[str, int]) -> None:
        self.revision = revision
        self.known: dict[Hashable, Any] = {}


_memory: list[_Memory] = []
"""At most one: replaced whole, so that threads need no lock."""


def revision() -> int:
    """The network's revision as this transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_REVISION)
        return int(cursor.fetchone()[0])


@contextmanager
def as_of_revision(number: int) -> Iterator[None]:
    """Answer questions about the network from memory where they were asked before at this revision.

    ``number`` was read in the transaction that asks. Nothing of the network is changed inside.
    """
    token = _standing.set((connection.settings_dict["NAME"], number))
    try:
        yield
    finally:
        _standing.reset(token)


def remembered(key: Hashable, find: Callable[[], T]) -> T:
    """What ``find`` gives. Inside :func:`as_of_revision` it is called once for each revision and key, outside
    each time. The value is shared: nobody may change it."""
    standing = _standing.get()
    if standing is None:
        return find()
    memory = _memory[0] if _memory else None
    if memory is None or memory.revision != standing:
        memory = _Memory(standing)
        _memory[:] = [memory]
    if key not in memory.known:
        if len(memory.known) >= _MOST:
            memory.known.clear()
        memory.known[key] = find()
    found: T = memory.known[key]
    return found
