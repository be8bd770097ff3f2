"""`shebaotong serve`: the web server."""

import os
from argparse import ArgumentParser, Namespace

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from shebaotong.cli.command import Command
from shebaotong.cli.setup import ready_database
from shebaotong.cli.supervision import add_end_with, end_with
from shebaotong.store.api import disconnect

DEFAULT_PORT = 8000
# Python runs one at a time; the others wait for the database. Fewer than the pool has connections.
_THREADS_PER_WORKER = 4
# A worker that is told to end while it starts may miss it. Less than the family waits for all of us.
_PATIENCE_SECONDS = 10


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port (default %(default)s)")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a processor)"
    )
    add_end_with(parser)


def run(arguments: Namespace) -> int:
    end_with(arguments)
    with ready_database():
        # The web server forks; a pool must not be carried over.
        disconnect()
        os.environ["SHEBAOTONG_SERVER_PID"] = str(os.getpid())
        Granian(
            "shebaotong.config.wsgi:application",
            address=arguments.host,
            port=arguments.port,
            interface=Interfaces.WSGI,
            workers=arguments.workers,
            blocking_threads=_THREADS_PER_WORKER,
            respawn_failed_workers=True,
            workers_kill_timeout=_PATIENCE_SECONDS,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
    return 0


COMMAND = Command(run=run, arguments=add_arguments)
