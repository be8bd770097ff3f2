"""The fast engine: what its process is given, and (where it is installed) that it finds what it must."""

from __future__ import annotations

import csv
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.rr22 import Rr22Engine, _write_tokens
from shebaotong.comparison.private.rr22_install import CannotInstall, engine_python, install_engine
from shebaotong.comparison.private.sealed import SealedChannel

Together = Callable[..., tuple[Any, Any]]
FOLDER = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "shebaotong" / "rr22-0.9.5"
KEYS = [f"99010119800101{number:04d}".encode() for number in range(2000)]


def silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


def free_address() -> str:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{spare.getsockname()[1]}"


@pytest.fixture
def sessions(lines: Any) -> tuple[Session, Session]:
    made = []
    for side, line in zip(("left", "right"), lines, strict=True):
        channel = SealedChannel(line, side=side, left_key=b"l" * 32, right_key=b"r" * 32)
        made.append(Session("ab" * 32, side, channel, "rr22", "cd" * 32, b"t" * 32))
    return made[0], made[1]


def engine(python: Path, work: Path) -> Rr22Engine:
    work.mkdir()
    return Rr22Engine(python, free_address(), work, patience_seconds=60)


def test_its_process_gets_padded_tokens_and_never_a_number(tmp_path: Path) -> None:
    path = tmp_path / "tokens.csv"
    _write_tokens(path, KEYS[:10], b"t" * 32, 16)
    text = path.read_text()
    assert not any(key.decode() in text for key in KEYS)
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["token"] for row in rows}) == 16
    assert [row["token"] for row in rows] == sorted(row["token"] for row in rows)
    _write_tokens(path, KEYS[:10], b"u" * 32, 16)
    assert not {row["token"] for row in rows} & {row["token"] for row in csv.DictReader(path.open())}


def test_an_environment_that_is_not_there_is_said_so(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together
) -> None:
    assert engine_python(tmp_path) is None
    here, there = together(
        *(
            lambda place=place: engine(tmp_path / "no-python", tmp_path / str(place)).meet(
                KEYS, session=sessions[place], mine=2048, theirs=2048, progress=silent
            )
            for place in (0, 1)
        )
    )
    assert isinstance(here, Refused)
    assert here.reason is there.reason is Reason.ENGINE_FAILED
    assert "no-python" in here.what
    assert not list((tmp_path / "0").iterdir())


def test_it_cannot_be_installed_without_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotInstall, match="uv is not on the path"):
        install_engine(tmp_path / "engine")


@pytest.mark.slow
@pytest.mark.skipif(engine_python(FOLDER) is None, reason="the fast engine is not installed here")
def test_it_finds_what_both_hold_and_leaves_nothing_behind(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together
) -> None:
    lists = (KEYS[:1500], KEYS[1000:])
    python = engine_python(FOLDER)
    assert python is not None

    def one(place: int) -> list[bytes]:
        meeting = engine(python, tmp_path / str(place)).meet(
            lists[place],
            session=sessions[place],
            mine=1536 if place == 0 else 1024,
            theirs=1024 if place == 0 else 1536,
            progress=silent,
        )
        found = [lists[place][index] for index in meeting.reveal()]
        assert meeting.overlap == len(found)
        return found

    here, there = together(lambda: one(0), lambda: one(1))
    assert here == there
    assert set(here) == set(KEYS[1000:1500])
    assert not list((tmp_path / "0").iterdir()) + list((tmp_path / "1").iterdir())


@pytest.mark.slow
@pytest.mark.skipif(engine_python(FOLDER) is None, reason="the fast engine is not installed here")
def test_a_partner_whose_certificate_is_not_the_one_announced_is_refused(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shebaotong.comparison.private import rr22

    python = engine_python(FOLDER)
    assert python is not None
    honest = rr22._write_certificate

    def announce_another(place: Path, side: str) -> str:
        made = honest(place, side)
        (place / "other").mkdir()
        return made if side == "left" else honest(place / "other", side)

    monkeypatch.setattr(rr22, "_write_certificate", announce_another)
    engines = []
    for place in (0, 1):
        (tmp_path / str(place)).mkdir()
        engines.append(Rr22Engine(python, free_address(), tmp_path / str(place), patience_seconds=8))
    here, there = together(
        *(
            lambda place=place: engines[place].meet(
                KEYS, session=sessions[place], mine=2048, theirs=2048, progress=silent
            )
            for place in (0, 1)
        )
    )
    assert here.reason is there.reason is Reason.ENGINE_FAILED
