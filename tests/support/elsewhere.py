"""Something done in a transaction of its own while a test is in the middle of another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

Answer = TypeVar("Answer")
_PATIENCE = 20.0
"""Seconds; what takes longer hangs."""
_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)"


class Elsewhere(threading.Thread, Generic[Answer]):
    """``work`` in a thread with a connection of its own; it begins at once."""

    def __init__(self, work: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._answers: list[Answer] = []
        self._error: Exception | None = None
        self._backend = 0
        self.start()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (self._backend,) = cursor.fetchone()
            self._answers.append(self._work())
        except Exception as error:
            self._error = error
        finally:
            connection.close()

    def ended_or_waits(self) -> bool:
        """Wait until it has ended or waits for a lock of somebody's; whether it waits."""
        until = time.monotonic() + _PATIENCE
        while self.is_alive() and time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute(_WAITS, [self._backend])
                (waits,) = cursor.fetchone()
            if waits:
                return True
            time.sleep(0.01)
        return False

    def answer(self) -> Answer:
        """What came of it, once it has ended; its error is raised here."""
        self.join(_PATIENCE)
        if self._error is not None:
            raise self._error
        (answer,) = self._answers
        return answer


def elsewhere(work: Callable[[], Answer]) -> Answer:
    """Do it there, committed, before anything goes on here."""
    return Elsewhere(work).answer()
