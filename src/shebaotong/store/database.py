"""The database: made for the owner, and how Django connects to it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import connections
from psycopg import Connection, sql

from shebaotong.store.errors import StoreError
from shebaotong.store.names import APP, OWNER
from shebaotong.store.roles import connect_admin, ensure_roles
from shebaotong.store.server import Server

_FIRST_WITH_BUILTIN_LOCALE = 17

# A partitioned table counts with its partitions, which are analysed with it.
_NEVER_ANALYSED = """
SELECT c.relname FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND c.reltuples < 0 AND pg_has_role(c.relowner, 'USAGE')
   AND pg_relation_size(c.oid)
       + (SELECT coalesce(sum(pg_relation_size(part.relid)), 0) FROM pg_partition_tree(c.oid) AS part) > 0
 ORDER BY c.relname
"""


def ensure_database(*, server: Server) -> None:
    """Make the roles and the database where they are missing. Safe to repeat."""
    ensure_roles(server=server)
    if not database_exists(server=server):
        # Another program may be first.
        with suppress(psycopg.errors.DuplicateDatabase):
            create_database(server=server)
    with connect_admin(server) as connection:
        _refuse_other_encoding(connection, server)
        _take_over(connection, server)


def create_database(*, server: Server) -> None:
    """An empty database that belongs to the owner."""
    with connect_admin(server.at(database="postgres"), autocommit=True) as connection:
        connection.execute(_creation(connection, server.database))


def copy_database(*, server: Server, source: str) -> None:
    """Make the database of ``server`` a copy of ``source``, to which nobody may be connected."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    names = (sql.Identifier(name) for name in (server.database, OWNER, source))
    with connect_admin(server.at(database="postgres"), autocommit=True) as connection:
        connection.execute(statement.format(*names))


def drop_database(*, server: Server) -> None:
    """Drop the database with all that is in it; sessions of the program and the administrator are ended.

    Not WITH (FORCE): that needs a superuser as soon as autovacuum happens to be at work in it.
    """
    with connect_admin(server.at(database="postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = %s AND usename IN (current_user, %s, %s)",
            [server.database, OWNER, APP],
        )
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(server.database)))


def database_exists(*, server: Server) -> bool:
    try:
        psycopg.connect(server.conninfo(role="admin")).close()
    except psycopg.OperationalError as error:
        # Signing in fails before there is an SQLSTATE; libpq leaves only the words.
        if f'database "{server.database}" does not exist' in str(error):
            return False
        raise StoreError(f"Cannot reach the database {server.database!r}: {str(error).strip()}") from None
    return True


def django_database(*, server: Server, pool_size: int | None = None) -> dict[str, Any]:
    """The entry of DATABASES: as the program's role, with a pool of at most `pool_size` connections."""
    options: dict[str, Any] = dict(server.options)
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {
        "ENGINE": "shebaotong.store.backend",
        "NAME": server.database,
        "USER": server.user(role="app"),
        "PASSWORD": server.password(role="app"),
        "HOST": server.host or "",
        "PORT": server.port or "",
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }


@contextmanager
def as_owner(*, server: Server) -> Iterator[None]:
    """Django's connection signs in as the owner, in every thread, while the block lasts: for migrations."""
    entry = connections.settings["default"]
    before = dict(entry)
    disconnect()
    entry.update(django_database(server=server))
    entry.update(USER=server.user(role="owner"), PASSWORD=server.password(role="owner"))
    try:
        yield
    finally:
        disconnect()
        entry.update(before)


def gather_statistics(*, server: Server) -> list[str]:
    """Let PostgreSQL look at every table that has rows and was never looked at; their names.

    For the end of a loading. Autovacuum comes after a minute, and to partitioned tables never. Until then the
    planner takes every condition for as selective as another, and finds a row among all of its agency.
    A table that is still empty is left alone: plans made for an empty table would be kept while it grows.
    """
    conninfo = server.conninfo(role="owner")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        found = [str(name) for (name,) in connection.execute(_NEVER_ANALYSED)]
        for name in found:
            connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))
    return found


def disconnect() -> None:
    """Close Django's connection and pool in this process: before a fork, and before the server stops."""
    connection: Any = connections["default"]
    connection.close()
    if connection.pool:
        connection.close_pool()


def _creation(connection: Connection[Any], name: str) -> sql.Composed:
    """UTF-8 with the order of code points on every system; Chinese is sorted by a column of its own."""
    if connection.info.server_version // 10_000 >= _FIRST_WITH_BUILTIN_LOCALE:
        locale = "LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
    else:
        locale = "LOCALE 'C.UTF-8'"
    return sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' " + locale).format(
        sql.Identifier(name), sql.Identifier(OWNER)
    )


def _take_over(connection: Connection[Any], server: Server) -> None:
    """A database that was there before belongs to the owner too; nobody else may make tables in it."""
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    if row and row[0] != OWNER:
        connection.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(
                sql.Identifier(server.database), sql.Identifier(OWNER)
            )
        )


def _refuse_other_encoding(connection: Connection[Any], server: Server) -> None:
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    if row and row[0] != "UTF8":
        raise StoreError(
            f"The database {server.database!r} is encoded in {row[0]}; Chinese names need UTF8. Drop it and "
            "let the program create it, or create it with ENCODING 'UTF8'."
        )
