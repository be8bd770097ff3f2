"""Django's PostgreSQL connection with fewer round trips to the server.

On a busy server a round trip costs more than most statements, and many statements have no answer that anybody
waits for: BEGIN, the setting that names the acting agency, SAVEPOINT and RELEASE, writes such as the log of
reads. These are *held back*: nothing is sent until the next statement that has an answer (or the commit), and
then all of them go in front of it in one message of several statements. A NOTIFY for other processes goes
*behind* the COMMIT in the same message. Nothing changes in what is executed, nor in its order; only an error
of a held-back statement is raised later, by the message that carries it.

psycopg itself stays in autocommit: this class begins and ends the transactions, by the hooks that Django
calls (``_set_autocommit``, ``_commit``, ``_rollback``, ``_savepoint…``). Whether a connection that comes out
of the pool still lives is seen at its socket (:func:`refuse_dead`), not asked by a ``SELECT 1``.
"""

from __future__ import annotations

import select
from collections.abc import Callable, Sequence
from threading import get_ident
from typing import Any, ClassVar

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from django.db.transaction import TransactionManagementError
from psycopg import Connection
from psycopg_pool import ConnectionPool

from shebaotong.store.backend.asking import Asker
from shebaotong.store.backend.cursor import HoldingCursor

_BEGIN = "BEGIN"
# Not set_config(): PostgreSQL would plan a query around it.
_SET = "SET LOCAL {} TO %s"


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    _connection_pools: ClassVar[dict[str, ConnectionPool[Any]]]
    _configure_connection: Callable[[Connection[Any]], None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held_back: list[str] = []
        """Statements that go in front of the next one, in the same message. Cursors share this very list."""
        self._writes_held_back = False
        """Whether one of them writes: then the commit sends them even if no other statement follows."""
        self._after_commit: list[bytes] = []
        """Statements that go behind the commit, in the same message."""

    def ask(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement, sent at once with what is held back in front of it.

        While somebody watches the statements (Django's query log, an ``execute_wrapper``) it goes through an
        ordinary cursor, which tells them.
        """
        if self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(statement, parameters)
                return list(cursor.fetchall()) if cursor.description else []
        asker = self._asker()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            # A parameter that cannot be quoted raises here, before what is held back is given up.
            made = asker.written(statement, parameters)
            return asker.rows(self._message(made))

    def _asker(self) -> Asker:
        in_doubt = self.health_check_enabled and not self.health_check_done  # type: ignore[attr-defined]
        if self.connection is None or in_doubt:
            self.close_if_health_check_failed()
            self.ensure_connection()
        if self._thread_ident != get_ident():  # type: ignore[attr-defined]
            # Asked only where it may be wrong: Django's answer takes a lock.
            self.validate_thread_sharing()
        return Asker.of(self.connection)

    def set_locally(self, name: str, value: str) -> None:
        """SET LOCAL with the next statement. ``name`` is one of the program's own, never a user's text."""
        self._held_back.append(self._asker().written(_SET.format(name), [value]).decode())

    def send_after_commit(self, statement: str, parameters: Sequence[Any]) -> None:
        """Send this right behind the commit, where it is a transaction of its own.

        The same statement is sent once, however often it is asked for. Outside a transaction it is sent now.
        """
        if not self.in_atomic_block:
            self.ask(statement, parameters)
            return
        made = self._asker().written(statement, parameters)
        if made not in self._after_commit:
            self._after_commit.append(made)

    def send_with_next(self, statement: str, parameters: Sequence[Any]) -> None:
        """Hold this back for the next statement, or for the commit. Raises TransactionManagementError
        outside a transaction."""
        self.validate_no_broken_transaction()
        if not self.in_atomic_block:
            raise TransactionManagementError("what waits for the next statement needs a transaction")
        asker = self._asker()
        with self.wrap_database_errors:
            self._held_back.append(asker.written(statement, parameters).decode())
        self._writes_held_back = True

    def send_held_back(self) -> None:
        """Send what is held back now: before using psycopg's own connection past this class."""
        if self._held_back:
            with self.wrap_database_errors:
                Asker.of(self.connection).rows(self._message())

    def _message(self, *statements: bytes) -> bytes:
        """What is held back and then ``statements``, as one message; afterwards nothing is held back."""
        if not self._held_back:
            return b"; ".join(statements)
        message = b"; ".join(["; ".join(self._held_back).encode(), *statements])
        self._held_back.clear()
        self._writes_held_back = False
        return message

    @property
    def pool(self) -> ConnectionPool[Any] | None:
        """As Django's, but a connection that comes out of it is asked whether it lives only when in doubt."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if not options or self.alias == NO_DB_ALIAS:
            return None
        pools = self._connection_pools
        if self.alias not in pools:
            parameters = {**self.get_connection_params(), "autocommit": True}
            made: ConnectionPool[Any] = ConnectionPool(
                kwargs=parameters,
                open=False,
                configure=self._configure_connection,
                check=refuse_dead,
                **options,
            )
            # As in Django: threads may make one each, and the first stays.
            pools.setdefault(self.alias, made)
        return pools[self.alias]

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        return {**parameters, "cursor_factory": HoldingCursor}

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            self.send_held_back()
        cursor = super().create_cursor(name)
        if not name:
            cursor.held_back = self._held_back
        return cursor

    def _set_autocommit(self, autocommit: bool) -> None:
        self._forget()
        if not autocommit:
            self._held_back.append(_BEGIN)
        elif not self.connection.autocommit:
            super()._set_autocommit(True)  # type: ignore[misc]

    def _forget(self) -> None:
        self._held_back.clear()
        self._writes_held_back = False
        self._after_commit.clear()

    def _commit(self) -> None:
        if self.connection is None:
            return
        closing = [b"COMMIT", *self._after_commit]
        self._after_commit.clear()
        if _BEGIN in self._held_back and not self._writes_held_back:
            # The transaction sent nothing at all, not even BEGIN: there is nothing to commit.
            self._held_back.clear()
            del closing[0]
        if closing:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                Asker.of(self.connection).rows(self._message(*closing))

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()  # type: ignore[misc]

    def _close(self) -> None:
        self._forget()
        super()._close()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        self._held_back.append(self.ops.savepoint_create_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        made = self.ops.savepoint_create_sql(sid)
        if made in self._held_back:
            # The savepoint was never sent: forget what came after it. It stays itself, because Django
            # releases a savepoint after rolling back to it.
            del self._held_back[self._held_back.index(made) + 1 :]
            return
        # The server rolls back to before what is held back, so that need not be sent.
        self._held_back.clear()
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        """Release a savepoint; one that was never sent need not be made at all."""
        made = self.ops.savepoint_create_sql(sid)
        if made in self._held_back:
            self._held_back.remove(made)
        else:
            self._held_back.append(self.ops.savepoint_commit_sql(sid))


def refuse_dead(connection: Connection[Any]) -> None:
    """Raises OperationalError where the server has closed the connection.

    The server says nothing on its own but notices and its end; where it has said something, it is asked.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
