"""`shebaotong migrate`: bring the database to this release."""

from argparse import Namespace

from shebaotong.cli.command import Command
from shebaotong.cli.output import say
from shebaotong.cli.setup import django_on_server, upgrade


def run(_arguments: Namespace) -> int:
    with django_on_server() as server:
        upgrade(server=server, say=say)
    return 0


COMMAND = Command(run=run)
