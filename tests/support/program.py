"""Runs `shebaotong` as its operator does: a process of its own, on a data folder of its own."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = (sys.executable, "-m", "shebaotong.cli.main")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the operator's shell gives; without DATABASE_URL the embedded server is used."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "SHEBAOTONG_HOME": str(home), "COLUMNS": "200", "TERM": "dumb", **more}


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def interrupted(home: Path, *arguments: str, word: str, number: int) -> tuple[int, str]:
    """One command that is sent a signal once it says the word: its exit status, and all that it said."""
    command = subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with command, killing_late(command):
        assert command.stdout
        said = ""
        for line in command.stdout:
            if word in line and word not in said:
                command.send_signal(number)
            said += line
    return command.returncode, said


@contextmanager
def killing_late(process: subprocess.Popen[str], *, seconds: float = 120) -> Iterator[None]:
    """A process that goes on for too long is killed, so that a test of its end itself ends."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Demo:
    """A running `shebaotong demo`; ready when it has printed its address."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "demo", "--people", "50", *arguments],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self.address = ""
        stream = self.process.stdout
        assert stream
        for line in stream:
            self.said += line
            if found := re.search(r"http://\S+/", line):
                self.address = found.group()
                break
        # Read on, or a full pipe would stop the program.
        self._reader = threading.Thread(target=self._read_on, daemon=True)
        self._reader.start()
        assert self.address, self.said

    def _read_on(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    def end(self, number: int) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=120)
        self._reader.join(timeout=10)
        return status
