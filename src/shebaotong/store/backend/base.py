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
from psycopg import Connection, sql
from psycopg_pool import ConnectionPool

from shebaotong.store.backend.cursor import AheadCursor

_BEGIN = "BEGIN"


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module. psycopg itself stays in autocommit: transactions are begun here."""

    _connection_pools: ClassVar[dict[str, ConnectionPool[Any]]]
    _configure_connection: Callable[[Connection[Any]], None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ahead: list[str] = []
        """Statements that go in front of the next one, in the same message."""
        self._behind: list[str] = []
        """Statements that go behind the commit, in the same message."""

    def set_locally(self, name: str, value: str) -> None:
        """Set this for the transaction, with what is said next in it."""
        made = sql.SQL("SELECT set_config({}, {}, true)").format(name, value)
        self._ahead.append(made.as_string(self.connection))

    def say_after_commit(self, statement: sql.Composed) -> None:
        """Say this once the transaction is committed, in a transaction of its own; nothing else waits for it.

        Said once, however often it is asked for. Outside a transaction it is said at once.
        """
        self.ensure_connection()
        made = statement.as_string(self.connection)
        if not self.in_atomic_block:
            with self.cursor() as cursor:
                cursor.execute(made)
        elif made not in self._behind:
            self._behind.append(made)

    def say_with_next(self, statement: str, parameters: Sequence[Any]) -> None:
        """Say this in front of the next statement, or of the commit. Raises TransactionManagementError
        outside a transaction."""
        self.validate_no_broken_transaction()
        if not self.in_atomic_block:
            raise TransactionManagementError("what waits for the next statement needs a transaction")
        with self.cursor() as cursor:
            self._ahead.append(cursor.mogrify(statement, parameters))

    def say_waiting(self) -> None:
        """Say what waits for the next message, for who speaks to psycopg's own connection."""
        if self._ahead:
            with self.wrap_database_errors:
                self.connection.execute(self._taken())

    def _taken(self, *more: str) -> bytes:
        """What is held back, and ``more``, as one message."""
        said = "; ".join([*self._ahead, *more]).encode()
        self._ahead.clear()
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
        self._behind.clear()

    def _commit(self) -> None:
        if self.connection is None:
            return
        closing = ["COMMIT", *self._behind]
        self._behind.clear()
        if _BEGIN in self._ahead:
            # Nothing was said in it.
            self._ahead.clear()
            closing.remove("COMMIT")
        if closing:
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                self.connection.execute(self._taken(*closing))

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
