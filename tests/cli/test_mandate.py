"""`shebaotong mandate`: from keys to a mandate that binds, as an operator does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shebaotong.cli.main import main
from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.planted.population import plant

pytestmark = pytest.mark.slow

Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; its output, or with ``status`` 1 what it says on standard error."""

    def ran(*arguments: object, status: int = 0) -> str:
        assert main([str(argument) for argument in arguments]) == status
        said = capsys.readouterr()
        return said.err if status else said.out

    return ran


@pytest.fixture
def drawn_up(tmp_path: Path, run: Run) -> Path:
    """Two provinces with keys and cards, and an unsigned mandate over their committed files."""
    plant(folder=tmp_path, people=1300, each=10, seed=2)
    cards, entries = [], {}
    for side, agency in (("left", "450000"), ("right", "440000")):
        keys = tmp_path / side
        cards.append(
            _card(tmp_path / f"{side}-node.json", run("mandate", "keys", "--agency", agency, "--keys", keys))
        )
        for person in ("1", "2"):
            out = tmp_path / f"{agency}-{person}.key"
            said = run("mandate", "approver", "--agency", agency, "--person", person, "--out", out)
            cards.append(_card(out.with_suffix(".json"), said))
    for side in ("left", "right"):
        run("mandate", "trust", *cards, "--keys", tmp_path / side)
        said = run(
            "mandate", "commit", "--mine", tmp_path / f"{side}.csv", "--kind", "enrolment", "--side", side,
            "--keys", tmp_path / side,
        )  # fmt: skip
        entries[side] = json.loads(said)
    mandate = tmp_path / "mandate.json"
    mandate.write_text(json.dumps({"body": _body(entries), "signatures": []}, ensure_ascii=False))
    return mandate


def _card(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def _body(entries: dict[str, Any]) -> dict[str, Any]:
    today = datetime.now(SHANGHAI).date()
    parties = {
        side: {
            "agency": agency,
            "node": f"{agency}/node-1",
            "approvers": [f"{agency}/approver-1", f"{agency}/approver-2"],
        }
        for side, agency in (("left", "450000"), ("right", "440000"))
    }
    return {
        "format": "shebaotong-mandate-1",
        "id": "GX-GD-2026-2",
        "purpose": "查找两省重复参保",
        "legal_basis": "社会保险经办条例 第二十六条",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=30)).isoformat(),
        "engines": ["ecdh"],
        "jobs": {"most": 1, "days": 180},
        "minimum_persons": 1000,
        "overlap": {"least": 5, "most": 500},
        **parties,
        "comparisons": [{"kind": "enrolment", "as_of": "2026-10-31", **entries}],
    }


@pytest.mark.row(
    "Y6",
    "two provinces' files meet under a mandate that both signed, and their purpose stands on what came of it",
)
def test_four_signatures_make_it_bind(tmp_path: Path, run: Run, drawn_up: Path) -> None:
    keys = sorted(tmp_path.glob("*.key"))
    assert len(keys) == 4
    for key in keys[:3]:
        run("mandate", "sign", drawn_up, "--key", key)
    assert "mandate-unsigned" in run("mandate", "check", drawn_up, "--keys", tmp_path / "left", status=1)
    run("mandate", "sign", drawn_up, "--key", keys[3])
    left, right = (run("mandate", "check", drawn_up, "--keys", tmp_path / side) for side in ("left", "right"))
    assert left == right
    assert "binds until" in left
    assert "查找两省重复参保" in left


def test_a_key_is_never_overwritten_and_never_printed(tmp_path: Path, run: Run, drawn_up: Path) -> None:
    keys, approver = tmp_path / "left", tmp_path / "450000-1.key"
    assert "has a key already" in run("mandate", "keys", "--agency", "450000", "--keys", keys, status=1)
    assert "there already" in run(
        "mandate", "approver", "--agency", "450000", "--person", "1", "--out", approver, status=1
    )
    for private in (keys / "node.key.json", approver):
        secret = json.loads(private.read_text())["private"]
        assert private.stat().st_mode & 0o077 == 0
        assert not any(secret in card.read_text() for card in tmp_path.glob("*.json"))


def test_a_second_key_of_one_name_is_not_trusted(tmp_path: Path, run: Run, drawn_up: Path) -> None:
    other = tmp_path / "other.key"
    said = run("mandate", "approver", "--agency", "450000", "--person", "1", "--out", other)
    card = _card(tmp_path / "other.json", said)
    assert "trusted already" in run("mandate", "trust", card, "--keys", tmp_path / "left", status=1)


def test_a_folder_that_others_can_read_or_that_is_none_is_refused(
    tmp_path: Path, run: Run, drawn_up: Path
) -> None:
    assert "holds no key" in run("mandate", "check", drawn_up, "--keys", tmp_path, status=1)
    (tmp_path / "left" / "node.key.json").chmod(0o640)
    assert "others can read" in run("mandate", "check", drawn_up, "--keys", tmp_path / "left", status=1)


def test_the_job_itself_says_what_is_wrong_before_it_calls_anybody(
    tmp_path: Path, run: Run, drawn_up: Path
) -> None:
    job = [
        "compare-private",
        "--mine",
        tmp_path / "left.csv",
        "--mandate",
        drawn_up,
        "--keys",
        tmp_path / "left",
    ]
    nobody = ("--peer", "http://127.0.0.1:9")
    assert "mandate-unsigned" in run(*job, *nobody, status=1)
    for key in tmp_path.glob("*.key"):
        run("mandate", "sign", drawn_up, "--key", key)
    assert "kind-not-allowed" in run(*job, *nobody, "--kind", "after-death", status=1)
    assert "engine-missing" in run(*job, *nobody, "--engine", "rr22", status=1)
    assert "commitment-broken" in run(
        "compare-private", "--mine", tmp_path / "right.csv", *job[3:], *nobody, status=1
    )
    assert "peer-lost" in run(*job, *nobody, "--patience", "1", status=1)
    assert "not an address" in run(*job, "--peer", "somewhere", status=1)
    assert "give HOST:PORT" in run(*job, "--listen", "everywhere", status=1)
    assert not (tmp_path / "left" / "ledger.jsonl").exists()


def test_the_engine_that_is_not_there_is_said_so(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "There is no fast engine" in run("private-engine", "check", status=1)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "uv is not on the path" in run("private-engine", "install", status=1)
