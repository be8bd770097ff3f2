"""Damaged files, files that change, full disks, folders nobody may write: a sentence names them, and nothing
is made of half of a file."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shebaotong.cli.main import main
from shebaotong.comparison.api import InputProblem, Progress, compare, compare_changes
from shebaotong.comparison.private.own_list import own_list

from .oracle import Row
from .test_engines import AS_OF
from .test_hostile_files import GOOD, HEADER, csv_file, parquet, payment, rejected, run
from .worlds import COLUMNS, write


def with_bytes(file: Path, change: Callable[[bytearray], None]) -> Path:
    data = bytearray(file.read_bytes())
    change(data)
    file.write_bytes(data)
    return file


def zeroed(data: bytearray) -> None:
    data[4:200] = bytes(196)


def cut(data: bytearray) -> None:
    del data[4:200]


def not_utf8(folder: Path) -> Path:
    places = pa.array([0, 2, 4], pa.int32()).buffers()[1]
    names = pa.Array.from_buffers(pa.string(), 2, [None, places, pa.py_buffer(b"\xff\xfeab")])
    return parquet(folder, name=names)


DAMAGED: dict[str, Callable[[Path], Path]] = {
    "pages": lambda folder: with_bytes(parquet(folder), zeroed),
    "holes": lambda folder: with_bytes(parquet(folder), cut),
    "text": not_utf8,
}


@pytest.mark.parametrize("make", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_named(make: Callable[[Path], Path], tmp_path: Path) -> None:
    folder = tmp_path / "left"
    folder.mkdir()
    file = make(folder)
    write(folder / "good.csv", "payments", [payment()])
    with pytest.raises(InputProblem, match=r"cannot be read to its end \(.*\)\. It is damaged") as problem:
        run(tmp_path, folder)
    assert str(problem.value).startswith(f"{file}: ")
    assert not list(tmp_path.glob("findings*"))


def test_a_damaged_file_is_named_before_a_private_comparison(tmp_path: Path) -> None:
    file = with_bytes(parquet(tmp_path), zeroed)
    with (
        pytest.raises(InputProblem, match=r"left.parquet: cannot be read to its end"),
        own_list(str(file), kind="benefit", side="left", work=tmp_path),
    ):
        pass


@pytest.mark.slow
def test_a_damaged_file_is_named_on_spark(spark: None, tmp_path: Path) -> None:
    file = with_bytes(parquet(tmp_path, amount_fen=pa.array([100, 100], pa.int64())), zeroed)
    with pytest.raises(InputProblem, match=r"left.parquet: cannot be read to its end"):
        run(tmp_path, file, engine="spark")


@pytest.mark.parametrize("ends", ["\n|\r\n|\n", "\n|\r|\n", "\r\n|\n|\r\n", "\r\n|\r|\r\n"])
def test_line_ends_of_two_kinds_are_told(ends: str, tmp_path: Path) -> None:
    """What comes of gluing files of two systems together."""
    lines = zip((HEADER, GOOD, GOOD), ends.split("|"), strict=True)
    with pytest.raises(InputProblem, match=r"left.csv: .* Its lines end in different ways"):
        run(tmp_path, csv_file(tmp_path, ["".join(f"{line}{end}" for line, end in lines)], end=b""))


def at(step: str, work: Callable[[], object]) -> Progress:
    """A progress that does this work when the step begins."""
    left = [work]

    def progress(now: str, done: int, _total: int) -> None:
        if (now, done) == (step, 0) and left:
            left.pop()()

    return progress


@pytest.fixture
def sides(tmp_path: Path) -> dict[str, str]:
    write(tmp_path / "left.csv", "payments", [payment()])
    write(tmp_path / "right.csv", "payments", [payment(agency="450100")])
    return {"left": str(tmp_path / "left.csv"), "right": str(tmp_path / "right.csv"), "kind": "benefit"}


def more(file: Path) -> None:
    with file.open("a") as opened:
        opened.write(f"{GOOD}\n")


def same_length(file: Path) -> None:
    stat = file.stat()
    file.write_bytes(file.read_bytes().replace(b"2023-01", b"2023-02"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize("change", [more, same_length, Path.unlink])
@pytest.mark.parametrize("file", ["left.csv", "right.csv"])
def test_a_file_that_changes_while_it_is_read(
    file: str, change: Callable[[Path], None], sides: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(InputProblem, match=rf"{file}: was written to, replaced or removed while it was read"):
        compare(**sides, as_of=AS_OF, out=tmp_path / "f.csv",
                progress=at("read", lambda: change(tmp_path / file)))  # type: ignore[arg-type]  # fmt: skip
    assert not (tmp_path / "f.csv").exists()


def test_rows_behind_findings_are_not_those_of_another_file(sides: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=r"left.csv: was written to"):
        compare(**sides, as_of=AS_OF, out=tmp_path / "f.csv", evidence=tmp_path / "e.csv",
                progress=at("evidence", lambda: same_length(tmp_path / "left.csv")))  # type: ignore[arg-type]  # fmt: skip
    assert not list(tmp_path.glob("e.csv*"))


def test_a_log_that_changes_while_it_is_read(sides: dict[str, str], tmp_path: Path) -> None:
    compare(**sides, as_of=AS_OF, out=tmp_path / "f.csv", keep=tmp_path / "kept")  # type: ignore[arg-type]
    COLUMNS["changes"] = (*COLUMNS["payments"], "change")
    log = write(tmp_path / "log.csv", "changes", [payment(month="2023-02") | {"change": "insert"}])
    given = {"kept": tmp_path / "kept", "as_of": AS_OF, "out": tmp_path / "f.csv", "left_changes": str(log)}
    with pytest.raises(InputProblem, match=r"log.csv: was written to"):
        compare_changes(**given, progress=at("read", log.touch))  # type: ignore[arg-type]
    assert compare_changes(**given).left.rows_in == 2  # type: ignore[arg-type]


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file grows beyond ``room``: what writes more is refused, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def many(tmp_path: Path) -> dict[str, str]:
    """Sides whose files all are of some size, and who meet in everything."""
    for side, agency in (("left", "440100"), ("right", "450100")):
        rows: list[Row] = [
            payment(person_id=f"P{place:07d}", name=f"测试{place}", agency=agency) for place in range(6_000)
        ]
        rows.extend(payment(month="never", name=f"测试{place}") for place in range(6_000))
        write(tmp_path / f"{side}.csv", "payments", rows)
    return {"left": str(tmp_path / "left.csv"), "right": str(tmp_path / "right.csv"), "kind": "benefit"}


@pytest.mark.parametrize("step", ["read", "compare", "write", "evidence"])
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    step: str, many: dict[str, str], tmp_path: Path
) -> None:
    results = {"out": tmp_path / "f.csv", "rejects": tmp_path / "r.csv", "evidence": tmp_path / "e.csv"}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))

    with full_disk(10**9), pytest.raises(InputProblem, match=r"written .*File too large.* Make room there"):
        compare(**many, **results, as_of=AS_OF, progress=at(step, fill))  # type: ignore[arg-type]
    assert not list(tmp_path.glob("*.begun")), "no half of a file stays"
    report = compare(**many, **results, as_of=AS_OF)  # type: ignore[arg-type]
    assert (report.findings, report.left.rejected) == (6_000, 6_000)
    assert len(results["out"].read_text().splitlines()) == 6_001
    assert not (tmp_path / "f.csv.work").exists()


def test_a_full_disk_at_night(many: dict[str, str], tmp_path: Path) -> None:
    given = {"as_of": AS_OF, "out": tmp_path / "f.csv"}
    compare(**many, **given, keep=tmp_path / "kept")  # type: ignore[arg-type]
    with full_disk(20_000), pytest.raises(InputProblem, match="Make room there"):
        compare_changes(kept=tmp_path / "kept", **given)  # type: ignore[arg-type]
    assert compare_changes(kept=tmp_path / "kept", **given).findings == 6_000  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["--out", "--rejects", "--evidence"])
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere/r.csv", "there is no such folder"),
        ("left.csv/r.csv", "there is no such folder"),
        ("", "is a folder"),
    ],
)
def test_where_results_cannot_be_written_is_told_before_the_work(
    option: str, place: str, said: str, sides: dict[str, str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    given = ["--kind", "benefit", "--as-of", "2023-12-31", "--out", str(tmp_path / "f.csv")]
    assert main(["compare", sides["left"], sides["right"], *given, option, str(tmp_path / place)]) == 1
    told = capsys.readouterr().err
    assert said in told and option in told and "read" not in told
    assert {file.name for file in tmp_path.iterdir()} == {"left.csv", "right.csv"}


def test_an_input_that_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, opened = csv_file(tmp_path, [HEADER, GOOD]), Path.open

    def refused(self: Path, *given: object, **named: object) -> object:
        if self == file:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputProblem, match=r"left.csv: cannot be read \(Permission denied\)"):
        run(tmp_path, file)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_a_moment_is_a_day_in_china_whatever_the_machine_is_set_to(
    zone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    china = datetime(1961, 3, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    moments = [china, datetime(1961, 3, 5, tzinfo=ZoneInfo("UTC"))]
    table = pq.read_table(parquet(tmp_path)).drop_columns(["birth_date"])
    times = pa.array(moments, pa.timestamp("us", "UTC"))
    pq.write_table(table.append_column("birth_date", times), tmp_path / "left.parquet")
    report = run(tmp_path, tmp_path / "left.parquet")
    assert (report.left.rejected, report.findings) == (1, 1)
    assert [reason for reason, _, _ in rejected(tmp_path)] == ["bad_date"]
