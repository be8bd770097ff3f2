"""One statement and its rows, straight to libpq and back, without a cursor.

A step of a case is some ten short statements; the cursors that Django and psycopg put around each took longer
than the statement itself. What cursors promise still holds: parameters are quoted by psycopg, values are read
by its adapters, and the errors raised are psycopg's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import Connection, adapt
from psycopg.abc import Buffer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.types.datetime import TimestamptzLoader

from shebaotong.kernel.api import read_json

_PLACE = "%s"
_OWN = "_shebaotong_asker"
"""Attribute of a psycopg connection under which its Asker is kept."""
_DONE = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY})


@dataclass(frozen=True, slots=True)
class _Reading:
    """The loaders of one connection, two of them exchanged for faster ones (psycopg's ``AdaptContext``)."""

    connection: Connection[Any]
    adapters: adapt.AdaptersMap

    @classmethod
    def of(cls, connection: Connection[Any]) -> _Reading:
        adapters = adapt.AdaptersMap(connection.adapters)
        # Django registers a loader of its own, written in Python: it takes eighteen times as long.
        adapters.register_loader("timestamptz", TimestamptzLoader)
        adapters.register_loader("json", _JsonLoader)
        return cls(connection, adapters)


class _JsonLoader(adapt.Loader):
    def load(self, data: Buffer) -> Any:
        return read_json(bytes(data))


class Asker:
    """Sends statements for one psycopg connection, which is in autocommit: the caller begins transactions."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._wire = connection.pgconn
        self._transformer = adapt.Transformer(_Reading.of(connection))
        self._encoding = connection.info.encoding

    @classmethod
    def of(cls, connection: Connection[Any]) -> Asker:
        """The asker of this connection, made once: it remembers how to read each type, and a pool gives the
        same connection out again."""
        found: Asker | None = getattr(connection, _OWN, None)
        if found is None:
            found = cls(connection)
            setattr(connection, _OWN, found)
        return found

    def written(self, statement: str, parameters: Sequence[Any]) -> bytes:
        """The statement with its parameters in the places of ``%s``; no other ``%`` means anything.

        Raises psycopg's errors for a value that cannot be written, ValueError for a wrong number of values
        and for text that no encoding can write.
        """
        parts = _parts(statement, self._encoding)
        if len(parts) != len(parameters) + 1:
            raise ValueError(f"{len(parameters)} parameters for {len(parts) - 1} places")
        pieces: list[Buffer] = [parts[0]]
        for value, part in zip(parameters, parts[1:], strict=True):
            pieces += self._transformer.as_literal(value), part
        return b"".join(pieces)

    def rows(self, message: bytes) -> list[tuple[Any, ...]]:
        """Send one message, of one statement or several; the rows of the last. Raises psycopg's errors."""
        answer = self._wire.exec_(message)
        if answer.status not in _DONE:
            raise self._error(answer)
        if answer.status != ExecStatus.TUPLES_OK:
            return []
        self._transformer.set_pgresult(answer)
        return self._transformer.load_rows(0, answer.ntuples, tuple)

    def _error(self, answer: PGresult) -> psycopg.Error:
        """As a cursor would raise it: where the server has gone away there is no SQLSTATE to tell it by."""
        if self._wire.status == ConnStatus.BAD and not answer.error_field(DiagnosticField.SQLSTATE):
            return psycopg.OperationalError(answer.get_error_message(self._encoding))
        return psycopg.errors.error_from_result(answer, self._encoding)


@lru_cache(maxsize=256)
def _parts(statement: str, encoding: str) -> tuple[bytes, ...]:
    return tuple(part.encode(encoding) for part in statement.split(_PLACE))
