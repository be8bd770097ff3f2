"""Backup and restore of the whole database with PostgreSQL's own tools.

Roles belong to the server and are not in the file; they are made anew on the server that the file is
restored to, with passwords of that installation.
"""

import os
import secrets
import subprocess
from collections.abc import Collection
from pathlib import Path

from psycopg import sql

from shebaotong.store.database import create_database, database_exists, drop_database
from shebaotong.store.embedded.binaries import programs
from shebaotong.store.errors import StoreError
from shebaotong.store.roles import connect_admin, ensure_roles
from shebaotong.store.server import Server


def backup(*, server: Server, file: Path) -> None:
    """Write the database to a file that only its owner may read. An unfinished file never has the name.

    The administrator's role reads all rows: it must be a superuser or have BYPASSRLS.
    """
    if file.exists():
        raise StoreError(f"{file} exists already. Nothing was written; choose another name.")
    _refuse_blind(server)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as failed:
        raise StoreError(
            f"Nothing can be written in {file.parent.absolute()}: {failed.strerror}. "
            "Make the folder, or name another one."
        ) from None
    try:
        _tool(server, "pg_dump", "--format=custom", "--file", str(part))
        os.link(part, file)
    finally:
        part.unlink()


def restore(
    *, server: Server, file: Path, known_migrations: Collection[tuple[str, str]], force: bool
) -> None:
    """Bring the database back. It takes its name only when it is complete; until then nothing is changed.

    known_migrations: (app, name) of all migrations of this release; a file with others is of a newer one.
    force: replace a database that has data in it.
    """
    _refuse_newer(server, file, known_migrations)
    if database_exists(server=server):
        _refuse_in_use(server)
        if not force and _has_tables(server):
            raise StoreError(
                f"The database {server.database!r} has data in it. Nothing was changed. "
                "To replace it, back it up first and add --force."
            )
    ensure_roles(server=server)
    fresh = server.at(database=f"{server.database}_restoring_{secrets.token_hex(4)}")
    create_database(server=fresh)
    try:
        _tool(fresh, "pg_restore", "--exit-on-error", "--single-transaction", str(file))
    except StoreError:
        drop_database(server=fresh)
        raise
    drop_database(server=server)
    with connect_admin(server.at(database="postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(fresh.database), sql.Identifier(server.database)
            )
        )


def _tool(server: Server, name: str, *arguments: str) -> str:
    """Run one of PostgreSQL's tools as the administrator; the password stays out of the process list."""
    environment = {**os.environ, **server.libpq_environment(role="admin")}
    done = subprocess.run(
        [programs() / name, *arguments, *(("--dbname", server.database) if name == "pg_restore" else ())],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode != 0:
        raise StoreError(f"{name} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def _refuse_blind(server: Server) -> None:
    """Row-level security hides rows from everybody else; a backup without them would look whole."""
    with connect_admin(server) as connection:
        row = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if not row or not row[0]:
        raise StoreError(
            f"{server.admin} may not read all rows, so it cannot write a backup. A superuser can let it: "
            f"ALTER ROLE {server.admin} BYPASSRLS; or take the backup with the server's own means."
        )


def _refuse_newer(server: Server, file: Path, known: Collection[tuple[str, str]]) -> None:
    if not file.is_file():
        raise StoreError(f"{file} is not a file.")
    listing = _plain(file, "--data-only", "--table=django_migrations")
    strange = sorted(_migrations(listing) - set(known))
    if strange:
        names = ", ".join(f"{app} {name}" for app, name in strange[:3])
        raise StoreError(
            f"{file} was written by a newer release: it has migrations that this one lacks ({names}). "
            "Nothing was changed. Install that release, or a newer one, and restore with it."
        )


def _plain(file: Path, *arguments: str) -> str:
    """Part of a backup as SQL; needs no server."""
    done = subprocess.run(
        [programs() / "pg_restore", "--file=-", *arguments, str(file)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise StoreError(f"{file} is not a backup of this program: {done.stderr.strip()[-500:]}")
    return done.stdout


def _migrations(listing: str) -> set[tuple[str, str]]:
    """(app, name) of each row between COPY and its end: id, app, name, applied, tab-separated."""
    _, _, copied = listing.partition("COPY public.django_migrations (id, app, name, applied) FROM stdin;\n")
    lines = copied.partition("\n\\.")[0].splitlines()
    rows = {(fields[1], fields[2]) for fields in (line.split("\t") for line in lines)}
    if not rows:
        raise StoreError("The file has no list of migrations, so it is no whole backup of this program.")
    return rows


def _refuse_in_use(server: Server) -> None:
    with connect_admin(server) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend' "
            "AND pid <> pg_backend_pid()"
        ).fetchone()
    if row and row[0]:
        raise StoreError(
            f"The database {server.database!r} is in use by {row[0]} connections. Nothing was changed. "
            "Stop the program (demo, serve, worker) and try again."
        )


def _has_tables(server: Server) -> bool:
    with connect_admin(server) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public')"
        ).fetchone()
    return bool(row and row[0])
