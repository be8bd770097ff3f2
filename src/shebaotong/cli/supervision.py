"""Child processes that never outlive their parent, and a parent that stops them in order."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from shebaotong.store.api import end_with_parent

_STOP_SECONDS = 20
_STANDARD_ERROR = 2


def add_end_with(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--end-with", type=int, metavar="PID", help="end when this process ends; it must be the parent"
    )


def end_with(arguments: Namespace) -> None:
    """Let the kernel stop this process when its parent ends, however it ends."""
    if arguments.end_with is not None:
        end_with_parent(parent=arguments.end_with, with_signal=signal.SIGTERM)


class Family:
    """The children of one supervisor.

    While it lives, a request to end or a closed terminal interrupts this process as Ctrl-C does, with
    KeyboardInterrupt: so ``finally`` blocks run, and the children are stopped in order, whatever was
    going on.
    """

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)

    def start(self, name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Start `shebaotong NAME ...` as a child."""
        command = [sys.executable, "-m", "shebaotong.cli.main", name, *arguments]
        self._children[name] = subprocess.Popen(
            [*command, "--end-with", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            # The output of this command is its own: what a child says is a log.
            stdout=_STANDARD_ERROR,
            env={**os.environ, **(environment or {})},
            # Ctrl-C in the terminal reaches this process only, which stops the others in order.
            start_new_session=True,
        )

    def ended(self) -> str | None:
        """The name of a child that has ended, None while all run."""
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def processes(self) -> dict[str, int]:
        """The children's numbers by name."""
        return {name: child.pid for name, child in self._children.items()}

    @contextmanager
    def resting(self, name: str) -> Iterator[None]:
        """A child stands still while the block lasts."""
        child = self._children[name]
        child.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            child.send_signal(signal.SIGCONT)

    def wait(self) -> str:
        """Until a child ends by itself; its name. Ctrl-C raises KeyboardInterrupt here as anywhere."""
        while (name := self.ended()) is None:
            time.sleep(0.2)
        return name

    def stop(self) -> None:
        """Ask all children to end, the last started first, and kill those that do not.

        Who is impatient and presses Ctrl-C again does not hurt the order.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self._children.values()):
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
