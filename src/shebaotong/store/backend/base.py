"""The connection: what a transaction says of itself goes along with its work; its socket tells if it lives.

On a busy server a round trip costs more than most statements, and most of them said nothing that anybody
waits for: BEGIN, whom the transaction acts for, savepoints, and whom to wake after the commit. Each is
held back until the next message, and is the front of it.
"""

from __future__ import annotations

import select
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from django.db.transaction import TransactionManagementError
from psycopg import Connection
from psycopg_pool import ConnectionPool

from shebaotong.store.backend.asking import Asker
from shebaotong.store.backend.cursor import AheadCursor

_BEGIN = "BEGIN"
# Not set_config(): PostgreSQL would plan a query around it.
_SET = "SET LOCAL {} TO %s"


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module. psycopg itself stays in autocommit: transactions are begun here."""

    _connection_pools: ClassVar[dict[str, ConnectionPool[Any]]]
    _configure_connection: Callable[[Connection[Any]], None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ahead: list[str] = []
        """Statements that go in front of the next one, in the same message."""
        self._writes_ahead = False
        """Whether one of them writes, so that they are said even if no other follows."""
        self._behind: list[bytes] = []
        """Statements that go behind the commit, in the same message."""

    def ask(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement. It goes as a cursor's would, what waits for it in front.

        While somebody listens to what is said (a log of statements, a wrapper), it goes by a cursor.
        """
        if self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(statement, parameters)
                return list(cursor.fetchall()) if cursor.description else []
        asker = self._asker()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            # What cannot be written is refused before anything is taken.
            made = asker.written(statement, parameters)
            return asker.rows(self._taken(made))

    def _asker(self) -> Asker:
        if self.connection is None or not self.health_check_done:  # type: ignore[attr-defined]
            self.close_if_health_check_failed()
            self.ensure_connection()
        self.validate_thread_sharing()
        return Asker.of(self.connection)

    def set_locally(self, name: str, value: str) -> None:
        """Set this for the transaction, with what is said next. ``name`` is one of the program's own."""
        self._ahead.append(self._asker().written(_SET.format(name), [value]).decode())

    def say_after_commit(self, statement: str, parameters: Sequence[Any]) -> None:
        """Say this once the transaction is committed, in a transaction of its own; nothing else waits for it.

        Said once, however often it is asked for. Outside a transaction it is said at once.
        """
        if not self.in_atomic_block:
            self.ask(statement, parameters)
            return
        made = self._asker().written(statement, parameters)
        if made not in self._behind:
            self._behind.append(made)

    def say_with_next(self, statement: str, parameters: Sequence[Any]) -> None:
        """Say this in front of the next statement, or of the commit. Raises TransactionManagementError
        outside a transaction."""
        self.validate_no_broken_transaction()
        if not self.in_atomic_block:
            raise TransactionManagementError("what waits for the next statement needs a transaction")
        asker = self._asker()
        with self.wrap_database_errors:
            self._ahead.append(asker.written(statement, parameters).decode())
        self._writes_ahead = True

    def say_waiting(self) -> None:
        """Say what waits for the next message, for who speaks to psycopg's own connection."""
        if self._ahead:
            with self.wrap_database_errors:
                Asker.of(self.connection).rows(self._taken())

    def _taken(self, *more: bytes) -> bytes:
        """What is held back, and ``more``, as one message."""
        if not self._ahead:
            return b"; ".join(more)
        said = b"; ".join(["; ".join(self._ahead).encode(), *more])
        self._ahead.clear()
        self._writes_ahead = False
        return said

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
        return {**parameters, "cursor_factory": AheadCursor}

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            self.say_waiting()
        cursor = super().create_cursor(name)
        if not name:
            cursor.ahead = self._ahead
        return cursor

    def _set_autocommit(self, autocommit: bool) -> None:
        self._forget()
        if not autocommit:
            self._ahead.append(_BEGIN)
        elif not self.connection.autocommit:
            super()._set_autocommit(True)  # type: ignore[misc]

    def _forget(self) -> None:
        self._ahead.clear()
        self._writes_ahead = False
        self._behind.clear()

    def _commit(self) -> None:
        if self.connection is None:
            return
        closing = [b"COMMIT", *self._behind]
        self._behind.clear()
        if _BEGIN in self._ahead and not self._writes_ahead:
            # Nothing was said in it.
            self._ahead.clear()
            del closing[0]
        if closing:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                Asker.of(self.connection).rows(self._taken(*closing))

    def _rollback(self) -> None:
        self._forget()
        super()._rollback()  # type: ignore[misc]

    def _close(self) -> None:
        self._forget()
        super()._close()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        self._ahead.append(self.ops.savepoint_create_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        made = self.ops.savepoint_create_sql(sid)
        if made in self._ahead:
            # It stands until it is released, which Django does next.
            del self._ahead[self._ahead.index(made) + 1 :]
            return
        # What was held back since would be taken back by it.
        self._ahead.clear()
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        made = self.ops.savepoint_create_sql(sid)
        if made in self._ahead:
            self._ahead.remove(made)
        else:
            self._ahead.append(self.ops.savepoint_commit_sql(sid))


def refuse_dead(connection: Connection[Any]) -> None:
    """Raises OperationalError where the server has closed the connection.

    The server says nothing on its own but notices and its end; where it has said something, it is asked.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
