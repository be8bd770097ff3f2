"""A run that is killed goes on where it was; one with other inputs begins anew."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest

from shebaotong.comparison.api import InputProblem, compare
from shebaotong.comparison.lanes import LANES

from .oracle import SIDES, Row
from .oracle import compare as expected_of
from .test_engines import AS_OF, found_in
from .worlds import row, write

pytestmark = pytest.mark.slow

BUCKETS = 8

PROGRAM = """
import json, os, signal, sys
from datetime import date
from pathlib import Path
from shebaotong.comparison.api import compare

folder, step, at = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def progress(now, done, total):
    print(json.dumps([now, done]), flush=True)
    if (now, done) == (step, at):
        os.kill(os.getpid(), signal.SIGKILL)

compare(
    left=str(folder / "left.parquet"), right=str(folder / "right.csv"), kind="enrolment",
    as_of=date.fromisoformat(sys.argv[4]), out=folder / "findings.parquet",
    links=folder / "links.csv", buckets=int(sys.argv[5]), progress=progress,
)
"""


@pytest.fixture(scope="module")
def sides() -> tuple[list[Row], list[Row]]:
    random = Random(4)
    return [row(random, "enrolments") for _ in range(300)], [row(random, "enrolments") for _ in range(300)]


@pytest.fixture
def folder(sides: tuple[list[Row], list[Row]], tmp_path: Path) -> Path:
    write(tmp_path / "left.parquet", SIDES["enrolment"][0], sides[0])
    write(tmp_path / "right.csv", SIDES["enrolment"][1], sides[1])
    write(tmp_path / "links.csv", "links", [])
    return tmp_path


def go(folder: Path, *, kill_at: tuple[str, int], as_of: date = AS_OF) -> tuple[int, list[tuple[str, int]]]:
    """Run in a process of its own; how it ended and what it did."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder, kill_at[0], str(kill_at[1]), as_of.isoformat(), str(BUCKETS)],
        stdout=subprocess.PIPE, check=False, timeout=120,
    )  # fmt: skip
    return ran.returncode, [(step, done) for step, done in map(json.loads, ran.stdout.splitlines())]


@pytest.mark.parametrize("kill_at", [("read", 1), ("tie", 0), ("compare", 0), ("compare", 4), ("write", 0)])
def test_a_killed_run_goes_on_where_it_was(
    kill_at: tuple[str, int], folder: Path, sides: tuple[list[Row], list[Row]]
) -> None:
    ended, _ = go(folder, kill_at=kill_at)
    assert ended == -signal.SIGKILL
    assert not (folder / "findings.parquet").exists()
    work = folder / "findings.parquet.work"
    done = {file.name: file.stat().st_ino for file in work.iterdir() if file.suffix == ".parquet"}
    kept = [f"findings-{bucket}.parquet" for bucket in range(BUCKETS) if f"findings-{bucket}.parquet" in done]
    # The bucket beside the last one that was told of may be done, too, or not.
    told = {"compare": kill_at[1], "write": BUCKETS}.get(kill_at[0], 0)
    assert told <= len(kept) <= min(BUCKETS, told and told + LANES)
    # Killed a second time, it has lost nothing of what the first had done.
    ended, _ = go(folder, kill_at=("write", 0))
    assert ended == -signal.SIGKILL
    assert done.items() <= {file.name: file.stat().st_ino for file in work.iterdir()}.items()
    ended, _ = go(folder, kill_at=("never", 0))
    assert ended == 0
    assert not work.exists()
    assert sorted(found_in(folder / "findings.parquet"), key=str) == sorted(
        expected_of(*sides, "enrolment", AS_OF), key=str
    )


def test_other_inputs_begin_anew(folder: Path, sides: tuple[list[Row], list[Row]]) -> None:
    assert go(folder, kill_at=("write", 0))[0] == -signal.SIGKILL
    changed = sides[0][:200]
    write(folder / "left.parquet", "enrolments", changed)
    as_of = date(2023, 3, 1)
    assert go(folder, kill_at=("never", 0), as_of=as_of)[0] == 0
    expected = expected_of(changed, sides[1], "enrolment", as_of)
    assert sorted(found_in(folder / "findings.parquet"), key=str) == sorted(expected, key=str)


def test_two_runs_do_not_write_the_same_findings(folder: Path) -> None:
    given = {"left": str(folder / "left.parquet"), "right": str(folder / "right.csv"), "kind": "enrolment"}

    def start_another(_step: str, _done: int, _total: int) -> None:
        with pytest.raises(InputProblem, match="another run is writing these findings"):
            compare(**given, as_of=AS_OF, out=folder / "findings.parquet")  # type: ignore[arg-type]

    compare(**given, as_of=AS_OF, out=folder / "findings.parquet", progress=start_another)  # type: ignore[arg-type]
