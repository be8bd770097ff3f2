"""`shebaotong worker`: what runs on a clock or a queue."""

import asyncio
from argparse import ArgumentParser, Namespace

from shebaotong.cli.command import Command
from shebaotong.cli.setup import ready_database
from shebaotong.cli.supervision import add_end_with, end_with
from shebaotong.cli.values import count
from shebaotong.store.api import keep_what_is_loaded


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--concurrency", type=count, default=4, help="jobs at the same time (default %(default)s)"
    )
    add_end_with(parser)


def run(arguments: Namespace) -> int:
    end_with(arguments)
    with ready_database():
        # Imports models, so not before Django is set up.
        from shebaotong.jobs.api import run_worker

        keep_what_is_loaded()
        asyncio.run(run_worker(concurrency=arguments.concurrency))
    return 0


COMMAND = Command(run=run, arguments=add_arguments)
