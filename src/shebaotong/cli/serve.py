"""`shebaotong serve`: the web server."""

import os
import signal
from argparse import ArgumentParser, Namespace

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from shebaotong.cli.command import Command
from shebaotong.cli.ports import choose_port
from shebaotong.cli.setup import ready_database
from shebaotong.cli.supervision import add_end_with, end_with
from shebaotong.cli.values import count, port
from shebaotong.store.api import disconnect

DEFAULT_PORT = 8000
# Python runs one at a time; the others wait for the database. Fewer than the pool has connections.
_THREADS_PER_WORKER = 4
# For what is being answered, and for who sends half a request. Less than the family waits for all of us.
_PATIENCE_SECONDS = 10


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=port, default=DEFAULT_PORT, help="port (default %(default)s)")
    parser.add_argument(
        "--workers", type=count, default=os.cpu_count() or 1, help="processes (default: one a processor)"
    )
    add_end_with(parser)


def run(arguments: Namespace) -> int:
    end_with(arguments)
    # Two web servers can share a port: half of what people ask would go to the other one's database.
    choose_port(host=arguments.host, wanted=arguments.port, first=DEFAULT_PORT)
    with ready_database():
        # The web server forks; a pool must not be carried over.
        disconnect()
        os.environ["SHEBAOTONG_SERVER_PID"] = str(os.getpid())
        let_starting_workers_end()
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


def let_starting_workers_end() -> None:
    """Let a worker process that is told to end while it starts end at once.

    A forked process inherits the handler of its parent, which swallows the signal until the worker has set
    its own: it was waited for, and killed with what it had begun to answer meanwhile. The signal is held back
    over the fork, so that no moment is left in which it meets that handler.
    """
    ending = {signal.SIGTERM}

    def begin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ending)

    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ending),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, ending),
        after_in_child=begin,
    )


COMMAND = Command(run=run, arguments=add_arguments)
