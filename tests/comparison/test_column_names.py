"""Columns are told from one another by their exact names, whatever else a file calls its own."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shebaotong.comparison.api import InputProblem

from .oracle import Row
from .test_hostile_files import GOOD, HEADER, csv_file, payment, run
from .worlds import COLUMNS, RESIDENTS

OTHERS = [
    "note,note", "note,Note", ",", "_file,file", "filename,_FILE", "column_0,column_9", "row,place",
    "file_row_number,_file_",
]  # fmt: skip
"""What other columns may be called: nobody reads them."""


def parquet(folder: Path, names: list[str], values: list[str]) -> Path:
    table = pa.Table.from_arrays([pa.array([value]) for value in values], names=names)
    pq.write_table(table, folder / "left.parquet")
    return folder / "left.parquet"


def file_of(folder: Path, suffix: str, names: str, values: str) -> Path:
    if suffix == ".csv":
        return csv_file(folder, [names, values])
    return parquet(folder, names.split(","), values.split(","))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("others", OTHERS)
def test_other_columns_are_left_alone_whatever_their_names(others: str, suffix: str, tmp_path: Path) -> None:
    for names, values in ((f"{others},{HEADER}", f"x,y,{GOOD}"), (f"{HEADER},{others}", f"{GOOD},x,y")):
        report = run(tmp_path, file_of(tmp_path, suffix, names, values))
        assert (report.left.rows_in, report.left.rejected, report.findings) == (1, 0, 1)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_a_column_named_twice_in_two_ways_is_refused(suffix: str, first: bool, tmp_path: Path) -> None:
    """Only one of them is the number, and nobody but the file's author knows which."""
    pair = [("PERSON_ID", RESIDENTS[1]), (HEADER, GOOD)]
    names, values = zip(*(pair if first else pair[::-1]), strict=True)
    with pytest.raises(
        InputProblem, match=r"the column person_id is there 2 times \(.*PERSON_ID.*; keep one"
    ):
        run(tmp_path, file_of(tmp_path, suffix, ",".join(names), ",".join(values)))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_column_in_capitals_is_told(suffix: str, tmp_path: Path) -> None:
    names = HEADER.replace("month", "Month")
    with pytest.raises(InputProblem, match=r"left\.\w+: the column month is named Month, .* name it month"):
        run(tmp_path, file_of(tmp_path, suffix, names, GOOD))


def test_two_provinces_whose_columns_differ_in_case(tmp_path: Path) -> None:
    right: list[Row] = [payment(agency="450100")]
    values = ",".join(value or "" for value in right[0].values())
    other = csv_file(
        tmp_path, [",".join(name.title() for name in COLUMNS["payments"]), values], name="right.csv"
    )
    with pytest.raises(InputProblem, match=r"right.csv: the column person_id is named Person_Id"):
        run(tmp_path, csv_file(tmp_path, [HEADER, GOOD]), other)


def test_an_empty_first_line_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="the first line is empty"):
        run(tmp_path, csv_file(tmp_path, ["", HEADER, GOOD]))
