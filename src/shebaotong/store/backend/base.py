"""The connection: begins a transaction together with its first setting, and is known alive by its socket.

On a busy server a round trip costs more than most statements, and every request made three that said
nothing: a question whether the connection lives, BEGIN, and whom the transaction acts for.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import NotSupportedError
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection, sql
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module. psycopg itself stays in autocommit: transactions are begun here, by one message."""

    _first_setting: tuple[str, str] | None = None
    _connection_pools: ClassVar[dict[str, ConnectionPool[Any]]]
    _configure_connection: Callable[[Connection[Any]], None]

    def begin_with(self, name: str, value: str) -> None:
        """The transaction that begins next sets this for itself, in the message that begins it."""
        if self.in_atomic_block:
            raise NotSupportedError("a transaction has begun already")
        self._first_setting = (name, value)

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

    def _set_autocommit(self, autocommit: bool) -> None:
        if autocommit:
            if not self.connection.autocommit:
                super()._set_autocommit(True)  # type: ignore[misc]
            return
        begin: sql.Composable = sql.SQL("BEGIN")
        if self._first_setting is not None:
            name, value = self._first_setting
            self._first_setting = None
            begin = sql.SQL("BEGIN; SELECT set_config({}, {}, true)").format(name, value)
        with self.wrap_database_errors:
            self.connection.execute(begin)


def refuse_dead(connection: Connection[Any]) -> None:
    """Raises OperationalError where the server has closed the connection.

    The server says nothing on its own but notices and its end; where it has said something, it is asked.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
