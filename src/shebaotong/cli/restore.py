"""`shebaotong restore FILE`: the database back from a backup."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from shebaotong.cli.command import Command
from shebaotong.cli.output import say
from shebaotong.cli.setup import django_on_server, upgrade
from shebaotong.store.api import gather_statistics, provision_agencies, provisioned_agencies, restore


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file written by `shebaotong backup`")
    parser.add_argument("--force", action="store_true", help="replace a database that has data in it")


def run(arguments: Namespace) -> int:
    with django_on_server() as server:
        known = set(MigrationLoader(None).disk_migrations)
        restore(server=server, file=arguments.file, known_migrations=known, force=arguments.force)
        # The backup may be of an older release; and roles belong to the server, not to the database.
        upgrade(server=server, say=say)
        provision_agencies(server=server, agencies=provisioned_agencies(server=server))
        gather_statistics(server=server)
    say("Restored.")
    return 0


COMMAND = Command(run=run, arguments=add_arguments)
