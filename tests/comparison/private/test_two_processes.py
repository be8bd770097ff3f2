"""Two provinces as two programs, each with its own folder, keys and file, and a line that is listened to."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from shebaotong.comparison.api import compare
from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.api import rehearse
from shebaotong.lab.planted.population import plant
from support.wire import Recording, Traces

pytestmark = pytest.mark.slow

AS_OF = date(2026, 10, 31)
PEOPLE = 1500
WATCH = """
import os, sys
log = open(os.environ["OPENED"], "a", buffering=1)
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        log.write(os.path.abspath(arguments[0]) + chr(10))
sys.addaudithook(note)
"""


@dataclass
class Province:
    """What one side has: everything below ``own``, a folder whose name the other side is never told."""

    own: Path
    keys: Path
    file: Path
    mandate: Path

    def start(self, *where: str) -> subprocess.Popen[str]:
        options = {
            "--keys": self.keys,
            "--mine": self.file,
            "--mandate": self.mandate,
            "--out": self.own / "findings.parquet",
            "--patience": 60,
        }
        given = [str(part) for option in options.items() for part in option]
        program = [sys.executable, "-m", "shebaotong.cli.main", "compare-private", "--json"]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.own),
            "PYTHONPATH": os.pathsep.join([str(self.own / "watch"), *sys.path]),
            "OPENED": str(self.own / "opened.txt"),
        }
        return subprocess.Popen(
            [*program, *given, *where],
            cwd=self.own,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @property
    def opened(self) -> list[str]:
        return (self.own / "opened.txt").read_text().splitlines()


class Tap:
    """A relay between caller and listener that keeps every byte."""

    def __init__(self, target: int) -> None:
        self.heard: list[bytes] = []
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            caller, _ = self._door.accept()
            try:
                listener = socket.create_connection(("127.0.0.1", self._target), timeout=60)
            except OSError:
                caller.close()
                continue
            for source, sink in ((caller, listener), (listener, caller)):
                threading.Thread(target=self._relay, args=(source, sink), daemon=True).start()

    def _relay(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self.heard.append(data)
                sink.sendall(data)
        except OSError:
            return
        finally:
            sink.close()


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> tuple[Province, Province]:
    base = tmp_path_factory.mktemp("provinces")
    planted = plant(folder=base, people=PEOPLE, each=15, seed=21)
    rehearsal = rehearse(
        base=base / "keys", left=str(planted.left), right=str(planted.right), kind="enrolment", as_of=AS_OF,
        today=datetime.now(SHANGHAI).date(),
    )  # fmt: skip
    made = []
    for folder, file in ((rehearsal.left, planted.left), (rehearsal.right, planted.right)):
        own = base / secrets.token_hex(8)
        own.mkdir(mode=0o700)
        (own / "watch").mkdir()
        (own / "watch" / "sitecustomize.py").write_text(WATCH)
        shutil.move(folder.path, own / "keys")
        shutil.move(file, own / "mine.csv")
        shutil.copy(rehearsal.mandate, own / "mandate.json")
        made.append(Province(own, own / "keys", own / "mine.csv", own / "mandate.json"))
    return made[0], made[1]


@dataclass
class Ran:
    reports: list[dict[str, Any]]
    line: Recording


@pytest.fixture(scope="module")
def ran(provinces: tuple[Province, Province]) -> Iterator[Ran]:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    tap = Tap(port)
    listening = provinces[0].start("--listen", f"127.0.0.1:{port}")
    calling = provinces[1].start("--peer", f"http://127.0.0.1:{tap.port}")
    ended = [process.communicate(timeout=120) for process in (listening, calling)]
    assert [listening.returncode, calling.returncode] == [0, 0], ended
    yield Ran([json.loads(out) for out, _ in ended], Recording(b"".join(tap.heard)))


def rows(path: Path, where: str = "true") -> set[tuple[Any, ...]]:
    return set(duckdb.sql(f"select * from '{path}' where {where}").fetchall())


@pytest.mark.row("Y8", "two provinces compare without handing over their lists")
def test_both_programs_find_what_the_open_comparison_is_sure_of(
    provinces: tuple[Province, Province], ran: Ran, tmp_path: Path
) -> None:
    left, right = provinces
    files = {"left": str(left.file), "right": str(right.file)}
    compare(**files, kind="enrolment", as_of=AS_OF, out=tmp_path / "open.parquet")
    certain = rows(tmp_path / "open.parquet", "confidence = 1")
    assert len(certain) > 40
    for province in provinces:
        assert rows(province.own / "findings.parquet", "confidence = 1") == certain
    assert ran.reports[0]["overlap"] == ran.reports[1]["overlap"]
    assert ran.reports[0]["engine"] == "ecdh"


def test_neither_program_opened_anything_of_the_other_or_was_told_where_it_is(
    provinces: tuple[Province, Province], ran: Ran
) -> None:
    for province, other in (provinces, provinces[::-1]):
        assert {str(province.file), str(province.mandate)} <= set(province.opened), "the watch sees it"
        assert not [path for path in province.opened if path.startswith(str(other.own))]
        for file in province.keys.rglob("*"):
            assert file.is_dir() or other.own.name not in file.read_text(errors="replace")
        assert other.own.name.encode() not in ran.line.data


def test_no_other_user_can_open_what_the_program_keeps(
    provinces: tuple[Province, Province], ran: Ran
) -> None:
    """Each province runs it as a user of its own: keys, ledger, openings, records are that user's alone."""
    for province in provinces:
        assert stat.S_IMODE(province.keys.stat().st_mode) == 0o700
        kept = [path for path in province.keys.rglob("*") if path.name != "trust.json" and path.is_file()]
        assert {path.name for path in kept} >= {"node.key.json", "agency.json", "ledger.jsonl"}
        for path in kept:
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_the_bytes_between_them_tell_of_nobody(provinces: tuple[Province, Province], ran: Ran) -> None:
    assert len(ran.line.data) > 4 * PEOPLE * 32
    traces = Traces([])
    for province in provinces:
        people = duckdb.sql(f"select trim(person_id), name from '{province.file}'").fetchall()
        for number, name in people:
            texts = [number, name] if len(name) > 2 else [number]
            assert not [form for text in texts for form, raw in traces.of(text) if ran.line.holds(raw)]


def test_nothing_of_the_job_is_left_in_the_folders_but_its_record(
    provinces: tuple[Province, Province], ran: Ran
) -> None:
    for province, report in zip(provinces, ran.reports, strict=True):
        assert not list((province.keys / "work").iterdir())
        assert Path(report["record"]).exists()
        assert not list(province.own.glob("*.work"))
