"""Before a command can work: a running server, Django on it, and a schema that is up to date."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shebaotong.cli.command import Refusal
from shebaotong.store.api import (
    Server,
    as_owner,
    database_exists,
    disconnect,
    ensure_database,
    refuse_wrong_role,
    running_server,
)


@contextmanager
def django_on_server() -> Iterator[Server]:
    """A running server with Django set up on it; the server may still lack the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")
    with running_server() as server:
        try:
            django.setup()
        except ImproperlyConfigured as wrong:
            raise Refusal(f"{wrong} See settings in docs/operator/commands.md.") from None
        try:
            yield server
        finally:
            disconnect()


@contextmanager
def ready_database() -> Iterator[Server]:
    """The same, and refuses a database whose schema is not this release's. For all commands that use data."""
    with django_on_server() as server:
        if not database_exists(server=server):
            raise Refusal(f"There is no database {server.database!r} yet. Run `shebaotong migrate` first.")
        with connection.cursor() as cursor:
            refuse_wrong_role(cursor.connection)
        if MigrationExecutor(connection).migration_plan(_leaves()):
            raise Refusal("The database is of an older release. Run `shebaotong migrate` first.")
        yield server


def upgrade(*, server: Server, say: Callable[[str], None]) -> None:
    """Make or upgrade all that a release needs: database, schema, languages, files. Safe to repeat."""
    say("Roles and database")
    ensure_database(server=server)
    say("Schema")
    # The pages name tables, and those can be named only once Django is set up.
    from shebaotong.portal.api import compile_catalogues

    with as_owner(server=server):
        call_command("migrate", verbosity=0, interactive=False)
    say("Languages")
    compile_catalogues()
    say("Static files")
    call_command("collectstatic", verbosity=0, interactive=False)


def _leaves() -> list[tuple[str, str]]:
    return list(MigrationExecutor(connection).loader.graph.leaf_nodes())
