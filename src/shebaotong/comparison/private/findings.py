"""From the rows of common persons to findings: each side runs the open comparison on the same two files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from shebaotong.comparison.compare import compare
from shebaotong.comparison.kinds import KINDS
from shebaotong.comparison.private.mandate import Side
from shebaotong.comparison.private.needs import NUMBER_FORM, needed_columns
from shebaotong.comparison.private.own_list import Row


def find(
    *,
    kind: str,
    as_of: date,
    numbers: Sequence[str],
    left: Sequence[Row],
    right: Sequence[Row],
    work: Path,
    out: Path,
) -> tuple[int, str]:
    """Write the findings; how many, and a digest of them that is the same on both sides.

    ``numbers`` are the common persons' document numbers, by place.
    """
    with TemporaryDirectory(dir=work, prefix="common-") as folder:
        files = {}
        sides: tuple[tuple[Side, Sequence[Row]], ...] = (("left", left), ("right", right))
        for side, rows in sides:
            files[side] = Path(folder) / f"{side}.parquet"
            _write(files[side], kind=kind, side=side, rows=rows, numbers=numbers)
        report = compare(left=str(files["left"]), right=str(files["right"]), kind=kind, as_of=as_of, out=out)
    return report.findings, _digest(out)


def _write(path: Path, *, kind: str, side: Side, rows: Sequence[Row], numbers: Sequence[str]) -> None:
    """A file in the side's layout; what was not sent stays empty."""
    # The open comparison, whose memory is bounded, does without this heavy import.
    import pyarrow
    from pyarrow import parquet

    sent = sorted(needed_columns(kind, side))
    table: dict[str, list[str | None]] = {}
    for at, column in enumerate(sent):
        table[column] = [values[at] for _, values in rows]
    table["person_id"] = [
        _written(numbers[place], form) for (place, _), form in zip(rows, table.pop(NUMBER_FORM), strict=True)
    ]
    # Only enrolments of this status can clash, and only such rows are sent.
    table["status"] = ["normal"] * len(rows)
    nothing: list[str | None] = [None] * len(rows)
    columns = {
        column: pyarrow.array(table.get(column, nothing), pyarrow.string())
        for column in dict(KINDS[kind].sides)[side].layout.order
    }
    parquet.write_table(pyarrow.table(columns), path)


def _written(number: str, form: str | None) -> str:
    """The number as the row has it: the open comparison weighs a 15-digit one by its birth date."""
    return f"{number[:6]}{number[8:17]}" if form == "15" else number


def _digest(findings: Path) -> str:
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(f"from read_parquet('{findings}') order by all").fetchall()
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
