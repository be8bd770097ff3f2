"""`shebaotong demo-reset`: throw the demonstration's data away."""

import shutil
from argparse import ArgumentParser, Namespace

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.demo import DEMO_NOTE, SAMPLE
from shebaotong.cli.output import say
from shebaotong.store.api import Home, current_server, drop_database, remove_embedded


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--drop", metavar="DATABASE", help="with DATABASE_URL: the name of the database, to drop it there"
    )


def run(arguments: Namespace) -> int:
    home = Home.from_environment()
    server = current_server(home=home)
    note = home.path / DEMO_NOTE
    if not server.embedded:
        if arguments.drop != server.database:
            raise Refusal(
                f"DATABASE_URL names the database {server.database!r} on a server. To drop it with all its "
                f"data: shebaotong demo-reset --drop {server.database}"
            )
        drop_database(server=server)
    elif note.exists():
        remove_embedded(home=home)
    elif home.path.exists():
        raise Refusal(
            f"{home.path} was never used by `shebaotong demo`, so it may hold real data. Nothing was "
            "removed. If there is nothing in it to keep, remove the folder yourself."
        )
    if note.exists():
        shutil.rmtree(home.path / SAMPLE, ignore_errors=True)
    note.unlink(missing_ok=True)
    say("The demonstration's data is gone. `make demo` starts over.")
    return 0


COMMAND = Command(run=run, arguments=add_arguments)
