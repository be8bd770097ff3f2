"""Files as they come: each row is compared or rejected with a reason, or the file is refused by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shebaotong.cli.main import main
from shebaotong.comparison.api import InputProblem, Report, compare

from .oracle import Row
from .worlds import COLUMNS, RESIDENTS, write

HEADER = ",".join(COLUMNS["payments"])
GOOD = f"{RESIDENTS[0]},测试甲,1961-03-05,employee_pension,440100,2023-01,100"


def payment(**changed: str | None) -> Row:
    return dict(zip(COLUMNS["payments"], GOOD.split(","), strict=True)) | changed


def run(folder: Path, left: Path | str, right: Path | str | None = None, *, engine: str = "duckdb") -> Report:
    """Compare payments with one good payment on the right."""
    if right is None:
        right = write(folder / "good-right.csv", "payments", [payment(agency="450100")])
    return compare(
        left=str(left), right=str(right), kind="benefit", as_of=date(2023, 12, 31),
        out=folder / "findings.parquet", rejects=folder / "rejects.parquet", engine=engine,
    )  # fmt: skip


def rejected(folder: Path) -> list[tuple[str, str, str | None]]:
    with duckdb.connect() as connection:
        return connection.execute(
            f"select reason, \"column\", person_id from '{folder}/rejects.parquet' order by all"
        ).fetchall()


def csv_file(
    folder: Path, lines: Iterable[str | bytes], *, name: str = "left.csv", end: bytes = b"\n"
) -> Path:
    file = folder / name
    file.write_bytes(b"".join((line if isinstance(line, bytes) else line.encode()) + end for line in lines))
    return file


@pytest.mark.slow
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_what_spreadsheets_do_to_csv(tmp_path: Path, end: bytes) -> None:
    header = "note," + ",".join(reversed(COLUMNS["payments"])) + ",other"
    row = payment(name='李\n四，"别名"')
    values = ["备注, 第一行\n第二行", *(row[column] or "" for column in reversed(COLUMNS["payments"])), ""]
    quoted = ",".join('"' + value.replace('"', '""') + '"' for value in values)
    file = csv_file(
        tmp_path, ["\ufeff" + header, quoted, "", f"x,{','.join(reversed(GOOD.split(',')))},y"], end=end
    )
    report = run(tmp_path, file)
    assert (report.left.rows_in, report.left.rejected) == (2, 0)
    # The first row's name contradicts, so that its month is a doubt of its own.
    assert report.findings == 2


@pytest.mark.slow
def test_lines_that_are_no_records_are_rejected_and_counted(tmp_path: Path) -> None:
    file = csv_file(
        tmp_path,
        [
            HEADER,
            GOOD,
            "only,three,fields",
            GOOD + ",one too many",
            GOOD.encode("gbk"),
            GOOD.replace("测试甲", "\x00"),
        ],
    )
    report = run(tmp_path, file)
    assert (report.left.rows_in, report.left.compared, report.left.rejected) == (5, 2, 3)
    assert [reason for reason, _, _ in rejected(tmp_path)] == ["bad_line"] * 3
    with duckdb.connect() as connection:
        told = connection.execute(
            f"select file, detail from '{tmp_path}/rejects.parquet' order by detail"
        ).fetchall()
    assert all(file == str(tmp_path / "left.csv") for file, _ in told)
    assert "line 3" in told[0][1] and "Expected Number of Columns: 7 Found: 3" in told[0][1]


BAD: list[tuple[Row, str, str]] = [
    ({"person_id": None}, "no_number", "person_id"),
    ({"person_id": "　 "}, "no_number", "person_id"),
    ({"person_id": "1234"}, "bad_number", "person_id"),
    ({"person_id": "1.10101E+17"}, "bad_number", "person_id"),
    ({"person_id": RESIDENTS[0] + "0"}, "bad_number", "person_id"),
    ({"person_id": RESIDENTS[0][:5] + "O" + RESIDENTS[0][6:]}, "bad_number", "person_id"),
    ({"person_id": "9" * 100_000}, "bad_number", "person_id"),
    ({"benefit": "养老金"}, "unknown_code", "benefit"),
    ({"benefit": None}, "unknown_code", "benefit"),
    ({"agency": " "}, "unknown_code", "agency"),
    ({"agency": "4" * 1_000}, "unknown_code", "agency"),
    ({"birth_date": "1961-02-29"}, "bad_date", "birth_date"),
    ({"birth_date": "1961/03/05"}, "bad_date", "birth_date"),
    ({"month": "2023-13"}, "bad_month", "month"),
    ({"month": "-2023-01"}, "bad_month", "month"),
    ({"month": "2023-01-01"}, "bad_month", "month"),
    ({"amount_fen": "100.5"}, "bad_amount", "amount_fen"),
    ({"amount_fen": "9" * 40}, "bad_amount", "amount_fen"),
    ({"amount_fen": "一百"}, "bad_amount", "amount_fen"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("changed", "reason", "column"), BAD)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_bad_value_rejects_its_row_only(
    changed: Row, reason: str, column: str, suffix: str, tmp_path: Path
) -> None:
    bad = payment(**changed)
    report = run(tmp_path, write(tmp_path / f"left{suffix}", "payments", [payment(), bad]))
    assert (report.left.rows_in, report.left.rejected, report.findings) == (2, 1, 1)
    assert rejected(tmp_path) == [(reason, column, bad["person_id"])]


def parquet(folder: Path, file: str = "left.parquet", **changed: pa.Array) -> Path:
    columns = {name: pa.array([value, value]) for name, value in payment().items()}
    columns["amount_fen"] = pa.array([100, 100])
    pq.write_table(pa.table(columns | changed), folder / file)
    return folder / file


def test_everything_at_once(engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of files of every form: what is wrong in them is told, and the rest compared."""
    folder = tmp_path / "it's [left] {左} 100%"
    folder.mkdir()
    bad = [payment(**changed) for changed, _, _ in BAD]
    write(folder / "a*b.csv", "payments", [*bad, payment()])
    write(folder / "部分[1].parquet", "payments", [*bad, payment(month="2023-02")])
    write(folder / "c+d é.parquet", "payments", [payment(month="2023-04"), payment(month="2022-13")])
    write(folder / "10:30.parquet", "payments", [payment(month="2023-06")])
    broken = ["one,two", GOOD + ",more", GOOD.encode("gbk"), GOOD.replace("测试甲", "\x00")]
    csv_file(folder, [HEADER, *broken], name="broken.CSV", end=b"\r\n")
    write(folder / "empty.csv", "payments", [])
    write(folder / "empty.parquet", "payments", [])
    # A spreadsheet's floats and times: judged row by row.
    born = pa.array([date(1961, 3, 5)] * 2, pa.date32()).cast(pa.timestamp("ns"))
    floats = {"amount_fen": pa.array([100.0, float("nan")]), "month": pa.array(["2023-05"] * 2)}
    parquet(folder, "floats.parquet", birth_date=born, extra=born, **floats)
    months = [payment(agency="450100", month=f"2023-{month:02d}") for month in range(1, 7)]
    right = write(tmp_path / "right.parquet", "payments", months)
    out, rejects = tmp_path / "findings.parquet", tmp_path / "rejects.parquet"
    given = ["--as-of", "2023-12-31", "--out", str(out), "--rejects", str(rejects), "--engine", engine]
    assert main(["compare", str(folder), str(right), "--kind", "benefit", *given, "--json"]) == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    lost = 2 * len(BAD) + 5
    assert report["left"] == {"rows_in": lost + 6, "compared": 6, "rejected": lost}
    assert report["right"] == {"rows_in": 6, "compared": 6, "rejected": 0}
    assert report["seconds"] > 0 and report["peak_memory_mb"] > 20
    assert "read" in printed.err and "compare" in printed.err
    with duckdb.connect() as connection:
        found = connection.execute(f"select first_month, last_month from '{out}' order by all").fetchall()
        told = connection.execute(
            f"select file, reason, \"column\", person_id, amount_fen from '{rejects}'"
        ).fetchall()
    # The name with a NUL contradicts: its month is a doubt of its own.
    assert found == [("2023-01", "2023-01"), ("2023-01", "2023-02"), ("2023-04", "2023-06")]
    assert report["findings"] == 3
    expected: list[tuple[str, str, str, str | None, str | None]] = [
        (str(folder / file), reason, column, row["person_id"], row["amount_fen"])
        for file in ("a*b.csv", "部分[1].parquet")
        for row, (_, reason, column) in zip(bad, BAD, strict=True)
    ]
    expected.extend([(str(folder / "broken.CSV"), "bad_line", "line", None, None)] * 3)
    expected.append((str(folder / "c+d é.parquet"), "bad_month", "month", RESIDENTS[0], "100"))
    expected.append((str(folder / "floats.parquet"), "bad_amount", "amount_fen", RESIDENTS[0], "nan"))
    assert sorted(told, key=str) == sorted(expected, key=str)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        {"birth_date": pa.array([date(1961, 3, 5)] * 2)},
        {"birth_date": pa.array([date(1961, 3, 5)] * 2, pa.date32()).cast(pa.timestamp("us"))},
        {"birth_date": pa.array([None, None])},
        {"name": pa.array([None, None], pa.int32())},
        {"agency": pa.array(["440100"] * 2).dictionary_encode()},
        {"month": pa.array(["2023-01"] * 2, pa.large_string())},
        {"amount_fen": pa.array([100, 100], pa.int16())},
        {"amount_fen": pa.array([100.0, 100.0])},
        {"extra": pa.array([{"person_id": 1, "amount_fen": 2}] * 2)},
    ],
    ids=lambda changed: f"{next(iter(changed))}-{next(iter(changed.values())).type}".split("<")[0],
)
def test_other_types_of_the_same_thing_are_read(changed: dict[str, pa.Array], tmp_path: Path) -> None:
    report = run(tmp_path, parquet(tmp_path, **changed))
    assert (report.left.rows_in, report.left.rejected, report.findings) == (2, 0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda f: csv_file(f, []), "left.csv: the file is empty"),
        (lambda f: csv_file(f, [HEADER.replace("_fen", ""), GOOD]), "the column amount_fen is missing"),
        (lambda f: csv_file(f, [HEADER + ",agency", GOOD + ",440100"]), "the column agency is there 2 times"),
        (lambda f: csv_file(f, [HEADER.replace(",", ";"), GOOD]), "the column person_id is missing"),
        (lambda f: csv_file(f, [HEADER.encode("utf-16"), GOOD.encode("utf-16")]), "the text is not UTF-8"),
        (lambda f: csv_file(f, [GOOD], name="left.txt"), "must end in .parquet or .csv"),
        (lambda f: csv_file(f, [GOOD], name="left.parquet"), "left.parquet: not a readable Parquet file"),
        (lambda f: f / "nowhere", "nowhere: no Parquet or CSV file is there"),
        (lambda f: f / "*.parquet", "*.parquet: no Parquet or CSV file is there"),
        (lambda f: parquet(f, person_id=pa.array([1, 2])), "the column person_id is of type BIGINT"),
        (lambda f: parquet(f, month=pa.array([date(2023, 1, 1)] * 2)), "the column month is of type DATE"),
        (lambda f: parquet(f, amount_fen=pa.array([True, True])), "the column amount_fen is of type BOOLEAN"),
        (lambda f: parquet(f, agency=pa.array([["1"], ["2"]])), "the column agency is of type VARCHAR[]"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_by_name_and_column(
    make: Callable[[Path], Path], said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputProblem) as problem:
        run(tmp_path, make(tmp_path))
    assert said in str(problem.value)
    assert not (tmp_path / "findings.parquet").exists()


@pytest.mark.slow
def test_two_columns_of_one_name_in_parquet(tmp_path: Path) -> None:
    names = [*COLUMNS["payments"], "month"]
    table = pa.Table.from_arrays([pa.array([payment()[name]]) for name in names], names=names)
    pq.write_table(table, tmp_path / "left.parquet")
    with pytest.raises(InputProblem, match="the column month is there 2 times"):
        run(tmp_path, tmp_path / "left.parquet")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_no_rows_on_one_side(suffix: str, tmp_path: Path) -> None:
    report = run(tmp_path, write(tmp_path / f"left{suffix}", "payments", []))
    assert (report.left.rows_in, report.right.rows_in, report.findings) == (0, 1, 0)


@pytest.mark.slow
def test_no_rows_at_all(engine: str, tmp_path: Path) -> None:
    empty = [write(tmp_path / f"left{suffix}", "payments", []) for suffix in (".csv", ".parquet")]
    report = run(tmp_path, *empty, engine=engine)
    assert (report.left.rows_in, report.right.rows_in, report.findings) == (0, 0, 0)
    with duckdb.connect() as connection:
        written = connection.execute(f"from '{tmp_path}/findings.parquet'")
        assert [column[0] for column in written.description or ()][:2] == ["person_id", "kind"]


@pytest.mark.slow
def test_folders_patterns_and_names_that_look_like_patterns(tmp_path: Path) -> None:
    folder = tmp_path / "it's [left] 左"
    (folder / "2023").mkdir(parents=True)
    write(folder / "a*b.csv", "payments", [payment()])
    write(folder / "2023" / "部分[1].parquet", "payments", [payment(month="2023-02")])
    write(folder / "c.CSV", "payments", [payment(month="2023-04")])
    for left_behind in ("_SUCCESS", ".hidden.csv", "_temporary.parquet", "read me.txt"):
        (folder / left_behind).write_text("not data")
    months = [payment(agency="450100", month=f"2023-{month:02d}") for month in range(1, 7)]
    right = write(tmp_path / "right.csv", "payments", months)
    report = run(tmp_path, folder, right)
    assert (report.left.rows_in, report.left.rejected, report.findings) == (3, 0, 2)
    assert run(tmp_path, tmp_path / "*" / "2023" / "*.parquet", right).left.rows_in == 1
    assert run(tmp_path, folder / "2023" / "部分[1].parquet", right).left.rows_in == 1


@pytest.mark.slow
def test_nothing_but_one_payment_a_hundred_thousand_times(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        for side, agency in (("left", "440100"), ("right", "450100")):
            values = ", ".join(f"'{value}' as {name}" for name, value in payment(agency=agency).items())
            connection.execute(f"copy (select {values} from range(100000)) to '{tmp_path}/{side}.parquet'")
        report = run(tmp_path, tmp_path / "left.parquet", tmp_path / "right.parquet")
        found = connection.execute(
            f"select left_amount_fen, right_amount_fen, months from '{tmp_path}/findings.parquet'"
        ).fetchall()
    assert (report.left.rows_in, report.findings) == (100_000, 1)
    assert found == [(10_000_000, 10_000_000, 1)]
