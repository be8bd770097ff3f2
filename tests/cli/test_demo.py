"""`shebaotong demo` ends completely, however it is ended, and always starts again."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from shebaotong.cli.ports import choose_port
from shebaotong.store.api import Home, current_server
from support.processes import copied, eventually, processes_of, reachable_folder
from support.program import COMMAND, Demo, environment, interrupted, run

pytestmark = [pytest.mark.slow]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with reachable_folder() as folder:
        yield folder / "home"
        assert eventually(lambda: not processes_of(folder)), processes_of(folder)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], Demo]]:
    """Starts demonstrations, and kills those that a failed test left running."""
    started: list[Demo] = []

    def start() -> Demo:
        started.append(Demo(home))
        return started[-1]

    yield start
    for demo in started:
        demo.process.kill()
        demo.process.wait()


@pytest.fixture(scope="module")
def shown_before() -> Iterator[Path]:
    """The data folder of a demonstration that has ended: loading one anew is most of a test."""
    with pytest.MonkeyPatch.context() as patch, reachable_folder() as folder:
        patch.delenv("DATABASE_URL", raising=False)
        assert Demo(folder / "home").end(signal.SIGTERM) == 0
        yield folder / "home"


@pytest.fixture
def standing(home: Path, shown_before: Path) -> Path:
    """A copy of it."""
    return copied(shown_before, home)


def child(home: Path, word: str) -> int:
    """The process of the family whose command has the word, the oldest of them."""
    return min(pid for pid, command in processes_of(home).items() if word in command)


def health(demo: Demo) -> object:
    with urllib.request.urlopen(f"{demo.address}healthz") as answer:
        return json.load(answer)


def test_thrown_away_it_starts_over_answers_ends_completely_and_keeps_its_data(
    standing: Path, start: Callable[[], Demo]
) -> None:
    thrown_away(standing, start())
    demo = start()
    assert eventually(lambda: health(demo) == {"status": "ok", "worker": "running"})
    assert eventually(lambda: demo.said.rstrip().endswith("the database included.")), demo.said
    assert " INFO " not in demo.said
    with psycopg.connect(current_server(home=Home(standing)).conninfo(role="owner")) as session:
        session.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert demo.end(signal.SIGTERM) == 0
    assert processes_of(standing) == {}

    began = time.monotonic()
    again = start()
    # Seconds, on a machine with nothing else to do.
    assert time.monotonic() - began < 60
    with psycopg.connect(current_server(home=Home(standing)).conninfo(role="owner")) as session:
        assert session.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert again.end(signal.SIGINT) == 0
    assert processes_of(standing) == {}


def thrown_away(home: Path, demo: Demo) -> None:
    """Not while it runs."""
    running = run(home, "demo-reset")
    assert running.returncode == 1
    assert "Stop the program first" in running.stderr
    demo.end(signal.SIGTERM)
    assert run(home, "demo-reset").returncode == 0
    assert not (home / "postgres").exists()


def test_killed_it_leaves_no_process_and_starts_again(standing: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    demo.end(signal.SIGKILL)
    assert eventually(lambda: not processes_of(standing)), processes_of(standing)
    assert start().end(signal.SIGTERM) == 0


def test_everything_killed_at_once_starts_again(standing: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    for pid in processes_of(standing):
        if pid != demo.process.pid:
            with suppress(ProcessLookupError):  # ended with its parent
                os.kill(pid, signal.SIGKILL)
    demo.end(signal.SIGKILL)
    assert start().end(signal.SIGTERM) == 0


@pytest.mark.parametrize("part", ["worker", pytest.param("serve", marks=pytest.mark.long)])
def test_when_a_part_is_killed_it_says_so_and_stops_the_rest(
    standing: Path, start: Callable[[], Demo], part: str
) -> None:
    demo = start()
    os.kill(child(standing, f"main {part}"), signal.SIGKILL)
    assert demo.process.wait(timeout=120) == 1
    assert eventually(lambda: f"`shebaotong {part}` ended by itself" in demo.said)
    assert eventually(lambda: not processes_of(standing)), processes_of(standing)


def test_it_goes_on_when_the_database_was_killed(standing: Path, start: Callable[[], Demo]) -> None:
    demo = start()
    os.kill(child(standing, "bin/postgres"), signal.SIGKILL)

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{demo.address}healthz") as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    assert eventually(answers)
    assert demo.end(signal.SIGTERM) == 0, demo.said


@pytest.mark.parametrize("sent", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_interrupted_while_it_loads_it_ends_without_loading_on(
    home: Path, install: Callable[[Path], Path], sent: signal.Signals
) -> None:
    install(home)
    status, said = interrupted(home, "demo", "--people", "20000", word="Demonstration people", number=sent)
    assert status == 130
    assert said.splitlines()[-1] == "Interrupted."
    assert "http://" not in said, "it loaded on"
    assert eventually(lambda: not processes_of(home)), processes_of(home)


def test_a_port_in_use_is_named_before_anything_starts(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run(home, "demo", "--port", port)
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert not home.exists()


def test_reset_never_throws_other_data_away(home: Path, install: Callable[[Path], Path]) -> None:
    install(home)
    refused = run(home, "demo-reset")
    assert refused.returncode == 1
    assert "may hold real data" in refused.stderr
    assert (home / "postgres").exists()


def test_what_a_child_says_is_no_output_of_the_command(home: Path) -> None:
    script = (
        "from shebaotong.cli.supervision import Family; f = Family(); f.start('serve', '--help'); f.wait()"
    )
    ran = subprocess.run(
        [*COMMAND[:1], "-c", script], env=environment(home), capture_output=True, text=True, check=True
    )
    assert "--port" in ran.stderr and not ran.stdout


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_a_web_server_ended_while_it_starts_leaves_no_process(
    home: Path, install: Callable[[Path], Path], sent: signal.Signals
) -> None:
    install(home)
    port = str(choose_port(host="127.0.0.1", wanted=None, first=18_000))
    with subprocess.Popen([*COMMAND, "serve", "--port", port], env=environment(home)) as server:

        def forked() -> bool:
            return sum("main serve" in command for command in processes_of(home).values()) > 1

        assert eventually(forked)
        server.send_signal(sent)
        gone = eventually(lambda: not processes_of(home))
        server.kill()
    assert gone, "it outlives the signal"
