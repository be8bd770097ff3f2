"""`shebaotong backup FILE`: the whole database in one file."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shebaotong.cli.command import Command
from shebaotong.cli.output import say
from shebaotong.cli.setup import ready_database
from shebaotong.store.api import backup


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write; must not exist yet")


def run(arguments: Namespace) -> int:
    with ready_database() as server:
        backup(server=server, file=arguments.file)
    say(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes. It holds personal data: keep it safe.")
    return 0


COMMAND = Command(run=run, arguments=add_arguments)
