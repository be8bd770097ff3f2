"""Databases for tests: one migrated template, cheap copies of it, nothing left behind.

The template outlives the test run and is made anew when a migration changes. Every run holds advisory
locks on what it uses, so runs side by side do not take each other's databases away, and the databases of
a run that was killed are dropped by the next one.
"""

import hashlib
import importlib.metadata
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server, as_owner, django_database, drop_database, ensure_database

SOURCE = Path(__file__).resolve().parents[2] / "src" / "shebaotong"
TEMPLATE = "shebaotong_template_"
COPY = "shebaotong_test_"


class Databases:
    """Templates and copies on one server, for one test process."""

    def __init__(self, server: Server) -> None:
        self._server = server
        # Its advisory locks tell other runs what is in use; they go when this process goes.
        self._keeper = psycopg.connect(server.at(database="postgres").conninfo(role="admin"), autocommit=True)
        self._template = TEMPLATE + schema_digest()

    def close(self) -> None:
        self._keeper.close()

    def prepare(self) -> None:
        """Drop what nobody uses any more and make the template where it is missing."""
        with self._locked("shebaotong tests"):
            for name in self._names():
                if name != self._template and self._try_lock(name):
                    self._drop(name)
                    self._unlock(name)
            if self._template not in self._names():
                self._make_template()
            self._keeper.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [self._template])

    @contextmanager
    def copy(self) -> Iterator[Server]:
        """A fresh database with the whole schema; gone when the block ends."""
        name = COPY + secrets.token_hex(6)
        self._keeper.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        with self._locked("shebaotong template"):
            self._keeper.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER shebaotong_owner").format(
                    sql.Identifier(name), sql.Identifier(self._template)
                )
            )
        try:
            yield self._server.at(database=name)
        finally:
            self._drop(name)
            self._unlock(name)

    def _make_template(self) -> None:
        making = self._server.at(database=COPY + "template")
        self._drop(making.database)
        ensure_database(server=making)
        with as_owner(server=making):
            call_command("migrate", verbosity=0)
        # Only a finished template carries the name.
        self._keeper.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(making.database), sql.Identifier(self._template)
            )
        )

    def _names(self) -> list[str]:
        rows = self._keeper.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) OR starts_with(datname, %s)",
            [TEMPLATE, COPY],
        )
        return [row[0] for row in rows]

    def _drop(self, name: str) -> None:
        drop_database(server=self._server.at(database=name))

    @contextmanager
    def _locked(self, what: str) -> Iterator[None]:
        self._keeper.execute("SELECT pg_advisory_lock(hashtext(%s))", [what])
        try:
            yield
        finally:
            self._unlock(what)

    def _try_lock(self, name: str) -> Any:
        row = self._keeper.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name]).fetchone()
        return row and row[0]

    def _unlock(self, name: str) -> None:
        self._keeper.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def schema_digest() -> str:
    """Changes whenever a migration, or something that migrations are made of, changes."""
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for package in ("django", "procrastinate"):
        digest.update(importlib.metadata.version(package).encode())
    files = [*SOURCE.glob("*/migrations/*"), SOURCE / "store/policies.py", SOURCE / "store/names.py"]
    for file in sorted(path for path in files if path.is_file()):
        digest.update(str(file.relative_to(SOURCE)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def load_network() -> None:
    """The demonstration network, into the database that Django points at."""
    load_seed(now=datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI))


def point_django_at(server: Server) -> None:
    """In every thread: Django hands all of them the same dictionary. No pool, so that databases can go."""
    connections["default"].close()
    connections.settings["default"].update(django_database(server=server))
