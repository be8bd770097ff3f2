"""`shebaotong compare`: its one JSON object, its files, and what it says of wrong ones."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from shebaotong.cli.main import main
from support.examples import unhurried

from .oracle import Row
from .worlds import RESIDENTS, write

COLUMNS = {
    "person_id": "VARCHAR", "kind": "VARCHAR", "left_agency": "VARCHAR", "left_scheme": "VARCHAR",
    "right_agency": "VARCHAR", "right_scheme": "VARCHAR", "first_month": "VARCHAR", "last_month": "VARCHAR",
    "months": "INTEGER", "left_amount_fen": "BIGINT", "right_amount_fen": "BIGINT", "confidence": "DOUBLE",
    "rule": "VARCHAR", "rule_version": "INTEGER", "explanation": "VARCHAR",
}  # fmt: skip


def payment(**changed: str | None) -> Row:
    row: Row = {
        "person_id": RESIDENTS[0], "name": "测试甲", "birth_date": "1961-03-05",
        "benefit": "employee_pension", "agency": "440100", "month": "2023-01", "amount_fen": "310050",
    }  # fmt: skip
    return row | changed


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    left = [payment(), payment(month="2023-02"), payment(person_id=None)]
    right = [payment(agency="450100", benefit="resident_pension", month=month, amount_fen="16300")
             for month in ("2023-01", "2023-02", "2023-03")]  # fmt: skip
    return (
        str(write(tmp_path / "left.csv", "payments", left)),
        str(write(tmp_path / "right.parquet", "payments", right)),
    )


def test_one_object_on_standard_output_and_progress_on_standard_error(
    sides: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, rejects = tmp_path / "findings.parquet", tmp_path / "rejects.parquet"
    status = main(
        ["compare", *sides, "--kind", "benefit", "--as-of", "2023-12-31", "--out", str(out),
         "--rejects", str(rejects), "--memory", "512MB", "--json"]
    )  # fmt: skip
    told = capsys.readouterr()
    assert status == 0
    report = json.loads(told.out)
    assert report.keys() == {"left", "right", "findings", "seconds", "peak_memory_mb"}
    assert report["left"] == {"rows_in": 3, "compared": 2, "rejected": 1}
    assert report["right"] == {"rows_in": 3, "compared": 3, "rejected": 0}
    assert report["findings"] == 1
    assert report["seconds"] > 0 and report["peak_memory_mb"] > 20
    assert "read" in told.err and "compare" in told.err
    with duckdb.connect() as connection:
        found = connection.execute(f"from '{out}'")
        assert {column[0]: str(column[1]) for column in found.description or ()} == COLUMNS
        finding = dict(zip(COLUMNS, found.fetchall()[0], strict=True))
        lost = connection.execute(f"select side, reason, \"column\", amount_fen from '{rejects}'").fetchall()
    assert lost == [("left", "no_number", "person_id", "310050")]
    explanation = finding.pop("explanation")
    assert finding == {
        "person_id": RESIDENTS[0], "kind": "benefit",
        "left_agency": "440100", "left_scheme": "employee_pension",
        "right_agency": "450100", "right_scheme": "resident_pension", "first_month": "2023-01",
        "last_month": "2023-02", "months": 2, "left_amount_fen": 620100, "right_amount_fen": 32600,
        "confidence": 1.0, "rule": "benefit.duplicate", "rule_version": 1,
    }  # fmt: skip
    assert explanation == (
        "2023-01至2023-02（2个月），440100发放职工基本养老金共6201.00元，450100发放城乡居民养老金共326.00元，月份相同。"
        "判断为同一人的依据：证件号码相同且校验码正确。"
        "规则benefit.duplicate@1（人社部发〔2014〕17号八、人社厅发〔2021〕77号：保留职工待遇）。"
        "本条为疑点，核实前不得据此停发、清理或扣款。"
    )


@pytest.mark.slow
def test_findings_as_csv_for_a_spreadsheet(sides: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "findings.csv"
    assert main(["compare", *sides, "--kind", "benefit", "--as-of", "2023-12-31", "--out", str(out)]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 2


def test_nothing_but_the_findings_stays_behind(sides: tuple[str, str], tmp_path: Path) -> None:
    before = {file.name for file in tmp_path.iterdir()}
    out = tmp_path / "findings.parquet"
    assert main(["compare", *sides, "--kind", "benefit", "--as-of", "2023-12-31", "--out", str(out)]) == 0
    assert {file.name for file in tmp_path.iterdir()} - before == {"findings.parquet"}


@pytest.mark.slow
def test_nights_after_a_kept_comparison(
    sides: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, out = str(tmp_path / "kept"), str(tmp_path / "findings.parquet")
    given = ["--as-of", "2023-12-31", "--out", out, "--json"]
    assert main(["compare", *sides, "--kind", "benefit", "--keep", kept, *given]) == 0
    log = tmp_path / "changes.csv"
    columns = ",".join([*payment(), "change"])
    stopped = ",".join([*(value or "" for value in payment(month="2023-02").values()), "delete"])
    log.write_text(f"{columns}\n{stopped}\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["compare-changes", kept, "--left-changes", str(log), *given]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["left"] == {"rows_in": 2, "compared": 1, "rejected": 1}
    assert report["findings"] == 1
    with duckdb.connect() as connection:
        assert connection.execute(f"select months from '{out}'").fetchall() == [(1,)]
    assert main(["compare-changes", kept, "--left-changes", str(log), *given]) == 1
    assert "deletes a row that is not there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "spark", "--statistical"], "--engine spark goes without --keep and --statistical"),
        (["--engine", "spark", "--keep", "kept"], "--engine spark goes without --keep and --statistical"),
        (["--memory", "lots"], "--memory lots: give a size such as 512MB"),
        (["--memory", "64MB"], "--memory 64MB: the comparison needs at least"),
        (["--kind", "enrolment"], "left.csv: the column sex is missing"),
        (["--links", "nowhere.csv"], "nowhere.csv: no Parquet or CSV file is there"),
        (["--out", "/proc/none/findings.parquet"], "cannot write there"),
    ],
)
def test_a_wrong_option_is_named(
    options: list[str], said: str, sides: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--kind", "benefit", "--as-of", "2023-12-31", "--out", str(tmp_path / "findings.parquet")]
    assert main(["compare", *sides, *given, *options]) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


@pytest.mark.parametrize("suffix", [".csv", *unhurried(".parquet")])
@pytest.mark.parametrize(
    ("bad", "column"), [(("", "H10000001"), "number"), (("H10000001", "?"), "other_number")]
)
def test_a_bad_link_is_refused_with_its_row_before_anything_is_read(
    bad: tuple[str, str], column: str, suffix: str, sides: tuple[str, str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    pairs = [("H10000001", "H20000002")] * 2500 + [bad] + [("H30000003", "H40000004"), ("", "")]
    rows: list[Row] = [{"number": one, "other_number": other} for one, other in pairs]
    links = write(tmp_path / f"links [1]{suffix}", "links", rows)
    out = tmp_path / "findings.parquet"
    given = ["--kind", "benefit", "--as-of", "2023-12-31", "--out", str(out), "--links", str(links)]
    assert main(["compare", *sides, *given]) == 1
    told = capsys.readouterr().err
    assert f"{links}, row 2501 (the names of the columns not counted): the column {column} is empty" in told
    assert "then start again" in told
    assert not list(tmp_path.glob("findings*"))


@pytest.mark.parametrize("written", ["--out", "--rejects"])
@pytest.mark.parametrize("place", ["left.csv", "right.parquet", "findings.parquet"])
def test_results_take_the_place_of_no_file(
    written: str, place: str, sides: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [Path(side).read_bytes() for side in sides]
    other = {"--out": "--rejects", "--rejects": "--out"}[written]
    given = ["--kind", "benefit", "--as-of", "2023-12-31", other, str(tmp_path / "findings.parquet")]
    assert main(["compare", *sides, *given, written, str(tmp_path / "." / place)]) == 1
    assert "name another" in capsys.readouterr().err
    assert [Path(side).read_bytes() for side in sides] == before


def test_an_impossible_date_is_a_misspelling(
    sides: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["compare", *sides, "--kind", "benefit", "--as-of", "2023-02-30", "--out", "x.parquet"])
    assert ended.value.code == 2
    assert "2023-02-30: not a date" in capsys.readouterr().err
