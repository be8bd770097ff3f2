"""One kept comparison, several runs: nobody takes away what another has kept, and the later one is told."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shebaotong.comparison import kept as kept_module
from shebaotong.comparison import locks
from shebaotong.comparison.api import InputProblem, Progress, Report, compare, compare_changes

from .oracle import Row
from .test_engines import AS_OF
from .worlds import COLUMNS, RESIDENTS, write


def payment(**changed: str) -> Row:
    values = (RESIDENTS[0], "测试甲", "1961-03-05", "employee_pension", "440100", "2023-01", "100")
    return dict(zip(COLUMNS["payments"], values, strict=True)) | changed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "left.csv", "payments", [payment(), payment(month="2023-02")])
    write(tmp_path / "right.csv", "payments", [payment(agency="450100")])
    return tmp_path


def full(folder: Path, out: str = "findings.parquet", **given: Any) -> Report:
    given = {"keep": folder / "kept", **given}
    return compare(
        left=str(folder / "left.csv"), right=str(folder / "right.csv"), kind="benefit", as_of=AS_OF,
        out=folder / out, **given,
    )  # fmt: skip


def night(folder: Path, month: str, out: str = "night.parquet") -> Report:
    """One payment more on the left."""
    COLUMNS["changes"] = (*COLUMNS["payments"], "change")
    log = write(folder / f"{month}.csv", "changes", [payment(month=month) | {"change": "insert"}])
    return compare_changes(kept=folder / "kept", as_of=AS_OF, out=folder / out, left_changes=str(log))


def once(work: Callable[[], object]) -> Progress:
    """A progress that does this work at its first call."""
    left = [work]

    def progress(_step: str, _done: int, _total: int) -> None:
        if left:
            left.pop()()

    return progress


def test_a_night_that_another_run_commits_before_the_lock_is_gone_on_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(folder)
    flock, meanwhile = fcntl.flock, [lambda: night(folder, "2023-03")]

    def late(file: Any, operation: int) -> None:
        if meanwhile:
            meanwhile.pop()()
        flock(file, operation)

    monkeypatch.setattr(locks.fcntl, "flock", late)
    assert night(folder, "2023-04").left.rows_in == 4, "both nights have happened"
    assert {file.name for file in (folder / "kept").glob("night-*")} == {"night-1", "night-2"}
    assert night(folder, "2023-05").left.rows_in == 5


def test_two_nights_at_once(folder: Path) -> None:
    full(folder)

    def another() -> None:
        with pytest.raises(InputProblem, match="another run is at work there"):
            night(folder, "2023-04")

    COLUMNS["changes"] = (*COLUMNS["payments"], "change")
    compare_changes(kept=folder / "kept", as_of=AS_OF, out=folder / "night.parquet", progress=once(another))


def test_two_that_would_keep_in_one_folder(folder: Path) -> None:
    """The second is refused at once, not when it has worked for hours."""

    def another() -> None:
        with pytest.raises(InputProblem, match=r"kept.*another run .* Wait for it"):
            full(folder, "others.parquet", progress=lambda *_: pytest.fail("it has begun to work"))

    full(folder, progress=once(another))
    assert night(folder, "2023-03").left.rows_in == 3
    assert not (folder / "kept.begun").exists()


def test_what_was_put_into_the_folder_meanwhile_stays(folder: Path) -> None:
    def put() -> None:
        (folder / "kept").mkdir()
        (folder / "kept" / "mine.txt").write_text("mine")

    with pytest.raises(InputProblem, match=r"kept: something was put there .* The findings are written"):
        full(folder, progress=once(put))
    assert [file.name for file in (folder / "kept").iterdir()] == ["mine.txt"]
    assert not (folder / "kept.begun").exists()
    assert (folder / "findings.parquet.work" / "left").exists(), "what is done is not lost"
    full(folder, keep=folder / "other")
    assert (folder / "other" / "state.json").exists()
    assert not (folder / "findings.parquet.work").exists()


def test_what_is_put_there_at_the_last_moment_stays_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = kept_module.Kept.commit

    def late(self: kept_module.Kept, state: kept_module.State) -> None:
        commit(self, state)
        (folder / "kept").mkdir()
        (folder / "kept" / "mine.txt").write_text("mine")

    monkeypatch.setattr(kept_module.Kept, "commit", late)
    with pytest.raises(InputProblem, match=r"kept: something was put there"):
        full(folder)
    assert [file.name for file in (folder / "kept").iterdir()] == ["mine.txt"]


def test_an_empty_folder_and_one_begun_by_a_killed_run_are_taken(folder: Path) -> None:
    (folder / "kept").mkdir()
    (folder / "kept.begun" / "base").mkdir(parents=True)
    (folder / "kept.begun" / "base" / "left.parquet").write_text("half")
    full(folder)
    assert night(folder, "2023-03").left.rows_in == 3
    assert not (folder / "kept.begun").exists()


def test_nothing_stays_of_a_run_that_was_refused(folder: Path) -> None:
    before = {file.name for file in folder.iterdir()}
    with pytest.raises(InputProblem):
        full(folder, links=folder / "nowhere.csv")
    assert {file.name for file in folder.iterdir()} == before


@pytest.mark.parametrize("place", ["/proc/none/kept", "left.csv/kept"])
def test_a_folder_that_cannot_be_made_is_told_at_once(folder: Path, place: str) -> None:
    with pytest.raises(InputProblem, match=r"--keep .*kept: cannot write there"):
        full(folder, keep=folder / place, progress=lambda *_: pytest.fail("it has begun to work"))


@pytest.mark.parametrize("option", ["out", "rejects", "evidence"])
def test_results_do_not_lie_in_the_kept_folder(folder: Path, option: str) -> None:
    (folder / "kept").mkdir()
    for place in ("kept", "kept/results.parquet"):
        given = {"out": "findings.parquet", option: place}
        paths = {name: folder / given[name] for name in ("rejects", "evidence") if name in given}
        with pytest.raises(InputProblem, match=rf"--{option} .*--keep"):
            full(folder, given["out"], **paths)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 4}'])
def test_a_damaged_state_is_told(folder: Path, text: str) -> None:
    full(folder)
    (folder / "kept" / "state.json").write_text(text)
    with pytest.raises(InputProblem, match=r"damaged|another version"):
        night(folder, "2023-03")


def test_a_run_whose_neighbour_has_just_ended_takes_the_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one has opened the file to lock, and the other removes it with its folder."""
    flock, meanwhile = fcntl.flock, [lambda: full(folder, keep=None)]

    def late(file: Any, operation: int) -> None:
        if meanwhile:
            meanwhile.pop()()
        flock(file, operation)

    monkeypatch.setattr(locks.fcntl, "flock", late)
    assert full(folder, keep=None).findings == 1
    assert not (folder / "findings.parquet.work").exists()


@pytest.mark.parametrize("written", ["out", "rejects"])
def test_a_night_does_not_write_over_its_changes(folder: Path, written: str) -> None:
    full(folder)
    COLUMNS["changes"] = (*COLUMNS["payments"], "change")
    log = write(folder / "log.csv", "changes", [payment(month="2023-03") | {"change": "insert"}])
    before, paths = log.read_bytes(), {"out": folder / "night.parquet", written: log}
    with pytest.raises(InputProblem, match=rf"--{written} .*log.csv: .* name another"):
        compare_changes(kept=folder / "kept", as_of=AS_OF, left_changes=str(log), **paths)
    assert log.read_bytes() == before
