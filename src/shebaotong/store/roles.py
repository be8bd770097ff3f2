"""The roles of the program and of the agencies, made and checked by the administrator's connection."""

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import Connection, sql

from shebaotong.store.errors import StoreError
from shebaotong.store.names import AGENCY_GROUP, APP, OWNER, agency_role
from shebaotong.store.server import Server

OLDEST_MAJOR = 15
# Any number will do, as long as all programs use the same one.
_PROVISIONING_LOCK = 7_305_001


def ensure_roles(*, server: Server) -> None:
    """Make the three roles, give them their attributes and passwords. Safe to repeat, safe in parallel."""
    with connect_admin(server.at(database=_maintenance(server))) as connection:
        _refuse_old(connection)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_PROVISIONING_LOCK])
        for role in ("owner", "app"):
            name, password = server.user(role=role), server.password(role=role)
            _create(connection, name)
            _refuse_powerful(connection, name)
            connection.execute(
                sql.SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                    sql.Identifier(name), sql.Literal(password)
                )
            )
        _create(connection, AGENCY_GROUP)
        # The administrator makes databases that belong to the owner, and ends sessions of the program.
        connection.execute(
            sql.SQL("GRANT {}, {} TO CURRENT_USER").format(sql.Identifier(OWNER), sql.Identifier(APP))
        )


def provision_agencies(*, server: Server, agencies: Iterable[str]) -> None:
    """Give each agency its role: NOLOGIN, member of the group, able to read its own rows and nothing else.

    An administrator may let an agency's own tools sign in with it (ALTER ROLE ... LOGIN PASSWORD). The
    program itself never uses these roles. Safe to repeat. The codes are kept in the database, so that a
    restored backup brings the roles back.
    """
    codes = sorted(set(agencies))
    with connect_admin(server) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_PROVISIONING_LOCK])
        for code in codes:
            role = agency_role(code)
            _create(connection, role)
            _refuse_powerful(connection, role)
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(AGENCY_GROUP), sql.Identifier(role))
            )
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO store_agencyrole (agency) VALUES (%s) ON CONFLICT DO NOTHING",
                [(code,) for code in codes],
            )


def provisioned_agencies(*, server: Server) -> tuple[str, ...]:
    """The agencies that have a role, according to the database."""
    with connect_admin(server) as connection:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        rows = connection.execute("SELECT agency FROM store_agencyrole ORDER BY agency").fetchall()
    return tuple(row[0] for row in rows)


def connect_admin(server: Server, *, autocommit: bool = False) -> Connection[tuple[Any, ...]]:
    """Sign in as the administrator, or say in words what is wrong."""
    try:
        return psycopg.connect(server.conninfo(role="admin"), autocommit=autocommit)
    except psycopg.OperationalError as error:
        raise StoreError(
            f"Cannot reach the database {server.database!r} as {server.admin!r}: {str(error).strip()}"
        ) from None


def refuse_wrong_role(connection: Connection[Any]) -> None:
    """Refuse to serve under a role for which row-level security would not hold."""
    row = connection.execute(
        "SELECT current_user, rolsuper, rolbypassrls, pg_has_role(current_user, %s, 'member') "
        "FROM pg_roles WHERE rolname = current_user",
        [OWNER],
    ).fetchone()
    if row is None or row[0] != APP or any(row[1:]):
        raise StoreError(
            f"The program must connect as {APP}, which is neither superuser nor owner nor free of row-level "
            f"security; it is connected as {row[0] if row else 'nobody'}. Run `shebaotong migrate` again."
        )


def _maintenance(server: Server) -> str:
    """The database to make roles in: its own may not exist yet."""
    return "postgres" if server.embedded else _first_that_opens(server, (server.database, "postgres"))


def _first_that_opens(server: Server, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            psycopg.connect(server.at(database=name).conninfo(role="admin")).close()
        except psycopg.OperationalError:
            continue
        return name
    connect_admin(server).close()
    return server.database


def _create(connection: Connection[Any], name: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if not exists:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))


def _refuse_powerful(connection: Connection[Any], name: str) -> None:
    # Not altered away: only a superuser could, and somebody gave the role that power on purpose.
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone()
    if row and row[0]:
        raise StoreError(
            f"The role {name} is a superuser or bypasses row-level security. Take that from it first: "
            f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS;"
        )


def _refuse_old(connection: Connection[Any]) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST_MAJOR:
        raise StoreError(
            f"The server runs PostgreSQL {major}; at least {OLDEST_MAJOR} is needed. Point DATABASE_URL at a "
            "newer server, or unset it to use the embedded one."
        )
