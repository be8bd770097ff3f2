"""A web server that is told to end ends at once, and answers first what it has been asked."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from shebaotong.cli.ports import choose_port
from support.processes import reachable_folder
from support.program import COMMAND, environment

PATIENCE = 8.0
"""Seconds; less than a worker is waited for before it is killed. Stopping takes a half."""

STARTING = """
import multiprocessing, signal, sys, time
from shebaotong.cli.serve import let_starting_workers_end

if sys.argv[1:] == ["mended"]:
    let_starting_workers_end()
signal.signal(signal.SIGTERM, lambda *_: None)  # as the web server's main process has one
worker = multiprocessing.get_context("fork").Process(target=time.sleep, args=(30,))
worker.start()
worker.terminate()
worker.join(1.5)
print(worker.exitcode)
worker.kill()
"""


@pytest.mark.slow
@pytest.mark.parametrize(("how", "status"), [("mended", -signal.SIGTERM), ("", None)])
def test_a_process_that_is_still_starting_ends_when_it_is_told(how: str, status: int | None) -> None:
    """Whatever handler it has inherited; without that it would not hear the signal."""
    ran = subprocess.run(
        [*COMMAND[:1], "-c", STARTING, how], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == str(status), ran.stderr


@pytest.fixture
def home(install: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with reachable_folder() as folder:
        yield install(folder / "home")


@pytest.mark.slow
def test_stopped_as_soon_as_it_answers_it_answers_and_ends(home: Path) -> None:
    """The first worker answers while the second one still starts."""
    port = choose_port(host="127.0.0.1", wanted=None, first=18_100)
    command = [*COMMAND, "serve", "--port", str(port), "--workers", "3"]
    with subprocess.Popen(command, env=environment(home), stderr=subprocess.PIPE, text=True) as server:
        try:
            until_it_answers(port)
            lines = [asked(port) for _ in range(4)]
            time.sleep(0.1)
            server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            answers = [b"".join(iter(partial(line.recv, 65536), b"")) for line in lines]
            server.wait(timeout=60)
            took = time.monotonic() - began
        finally:
            server.kill()
        assert server.stderr
        said = server.stderr.read()
    for answer in answers:
        assert answer.startswith(b"HTTP/1.1 200") and answer.rstrip().endswith(b"</html>"), answer[:200]
    assert "Killing" not in said, said
    assert took < PATIENCE


def asked(port: int) -> socket.socket:
    """A line on which the front page was asked for."""
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return line


def until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), asked(port) as line:
            if line.recv(1):
                return
        time.sleep(0.05)
    raise AssertionError("it does not answer")
