"""The benchmark of the comparison: its report, and that contenders who find something else are noticed."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from shebaotong.cli.main import main
from shebaotong.lab.api import bench_comparison
from shebaotong.lab.bench.comparison import variants
from shebaotong.lab.bench.comparison.provinces import SIDES, write_changes, write_sides
from shebaotong.lab.bench.comparison.turns import Answer, digest, take_turns

ROWS = 20_000


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.slow
def test_the_command_tells_all_ratios_and_all_find_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    """The run itself refuses where two contenders, or the night and a full run, differ."""
    assert main(["bench", "comparison", "--rows", str(ROWS), "--rounds", "1", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert list(found) == [
        "name", "unit", "value", "ratios", "median_of", "spread", "load", "peak_memory_mb", "extra",
    ]  # fmt: skip
    assert list(found["ratios"]) == ["duckdb", "limit", "polars", "splink", "spark"]
    assert all(value > 0 for value in found["ratios"].values())
    extra = found["extra"]
    assert extra["missing"] == []
    assert extra["findings"]["count"] > ROWS / 100
    # Something of every kind of damage that must be rejected, on both sides.
    assert len(extra["findings"]["rejected"]) > 4
    assert extra["rerun_speedup"] > 0
    assert 0 < found["peak_memory_mb"] < 2000


def test_contenders_that_differ_are_refused() -> None:
    same = {"one": lambda: Answer(1.0, 10, (5, 5)), "bare": lambda: Answer(0.5, 20)}
    turns = take_turns("Files", same, 3, silent)
    assert turns.ratio("one", "bare") == 0.5
    assert turns.peak("bare") == 20
    with pytest.raises(ValueError, match="do not find the same"):
        take_turns("Files", same | {"two": lambda: Answer(1.0, 10, (5, 6))}, 1, silent)


def test_the_digest_sees_a_changed_row_and_no_order(tmp_path: Path) -> None:
    tables = {
        "one": "(1, 'a'), (2, 'b')",
        "turned": "(2, 'b'), (1, 'a')",
        "other": "(1, 'a'), (2, 'c')",
    }
    digests = {}
    with duckdb.connect() as connection:
        for name, values in tables.items():
            file = tmp_path / f"{name}.parquet"
            connection.execute(f"copy (select * from (values {values}) as t(x, y)) to '{file}'")
            digests[name] = digest(file, ["x", "y"])
    assert digests["one"] == digests["turned"] != digests["other"]


@pytest.mark.slow
def test_the_files_are_always_the_same_and_a_night_changes_a_hundredth(tmp_path: Path) -> None:
    write_sides(tmp_path, rows=ROWS)
    write_changes(tmp_path, rows=ROWS)
    with duckdb.connect() as connection:

        def count(query: str) -> int:
            return int(connection.execute(f"select count(*) from ({query})").fetchall()[0][0])

        for side in SIDES:
            before, after = (f"from read_csv('{tmp_path}/{side}{which}.csv', all_varchar = true)"
                             for which in ("", "-after"))  # fmt: skip
            assert count(before) == count(after) == ROWS
            assert count(f"{before} except all {after}") == ROWS / 100
    again = tmp_path / "again"
    again.mkdir()
    write_sides(again, rows=ROWS)
    columns = ["person_id", "name", "birth_date", "agency", "start_month", "end_month", "status"]
    for side in SIDES:
        assert digest(tmp_path / f"{side}.parquet", columns) == digest(again / f"{side}.parquet", columns)


def test_a_peer_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "find_spec", lambda name: None if name == "splink" else object())
    files = variants.FromEncoded(tmp_path)
    assert files.missing("polars", "splink", "spark") == ["splink"]
    assert list(files.contenders("splink", "spark")) == ["ours", "spark"]


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        bench_comparison(rows=10, progress=silent)
