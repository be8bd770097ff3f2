"""Child processes that never outlive their parent, and a parent that stops them in order."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from shebaotong.store.api import end_with_parent

_STOP_SECONDS = 20


def add_end_with(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--end-with", type=int, metavar="PID", help="end when this process ends; it must be the parent"
    )


def end_with(arguments: Namespace) -> None:
    """Let the kernel stop this process when its parent ends, however it ends."""
    if arguments.end_with is not None:
        end_with_parent(parent=arguments.end_with, with_signal=signal.SIGTERM)


class Family:
    """The children of one supervisor."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_asked)

    def start(self, name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Start `shebaotong NAME ...` as a child."""
        command = [sys.executable, "-m", "shebaotong.cli.main", name, *arguments]
        self._children[name] = subprocess.Popen(
            [*command, "--end-with", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            # Ctrl-C in the terminal reaches this process only, which stops the others in order.
            start_new_session=True,
        )

    @property
    def asked_to_stop(self) -> bool:
        return self._asked_to_stop

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

    def wait(self) -> str | None:
        """Until a stop is asked for (None) or a child ends by itself (its name)."""
        while not self._asked_to_stop:
            if name := self.ended():
                return name
            time.sleep(0.2)
        return None

    def stop(self) -> None:
        """Ask all children to end, the last started first, and kill those that do not."""
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

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True
