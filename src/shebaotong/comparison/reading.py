"""Reading the files of results back, row by row: for those who hand the findings to the people who check.

What the sentence of a finding holds in words (the signs, the clause) comes apart here, because the words are
put together in this folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from shebaotong.comparison import wording
from shebaotong.comparison.clauses import Clause, clause
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.problems import InputProblem

_AT_ONCE = 2_000
_REJECTS_OWN = ("side", "file", "reason", "column", "detail")
Row = dict[str, str]
"""Column to text as a file has it; empty ones are left out."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding. The columns of the file, and what its sentence says."""

    number: int
    """Its place in the file, from 1."""
    person_id: str
    kind: str
    left_agency: str
    left_scheme: str
    right_agency: str | None
    right_scheme: str | None
    first_month: str
    last_month: str
    months: int
    left_amount_fen: int | None
    right_amount_fen: int | None
    confidence: float
    rule: str
    rule_version: int
    explanation: str
    left_rows: tuple[Row, ...] = field(default=(), repr=False)
    right_rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def certain(self) -> bool:
        """Whether the person is certain; never whether the overlap is unlawful."""
        return self.confidence == 1.0

    @property
    def signs(self) -> tuple[str, ...]:
        """What speaks for and against one person, in words."""
        told = self.explanation.rpartition(wording.SIGNS_BEGIN)[2].partition(wording.SIGNS_END)[0]
        return tuple(told.split(wording.SIGNS_JOIN)) if told else ()

    @property
    def clause(self) -> Clause:
        return clause(self.kind, self.left_scheme, self.right_scheme)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    side: str
    reason: str
    column: str
    detail: str
    values: Row


def read_findings(
    file: Path, *, evidence: Path | None = None, agency: str | None = None
) -> Iterator[FoundRow]:
    """The findings in the order of the file, with the rows behind them where ``evidence`` is given.

    With ``agency`` only those in which it is one of the sides. Raises InputProblem for files of another kind.
    """
    with duckdb.connect(":memory:") as connection:
        source = _source(connection, file, *wording.COLUMNS)
        where = "where $agency is null or left_agency = $agency or right_agency = $agency"
        columns = ", ".join(wording.COLUMNS)
        select = f"select file_row_number + 1 as number, {columns} from {source} {where} order by number"
        found = _rows(connection, select, agency=agency)
        if evidence is None:
            yield from (FoundRow(**values) for values in found)
            return
        behind = _rows(
            connection,
            f"select * exclude (file_row_number) from {_source(connection, evidence, 'finding', 'side')}"
            f" where finding in (select file_row_number + 1 from {source} {where})"
            " order by finding, file_row_number",
            agency=agency,
        )
        yield from _beside(found, behind)


def _beside(found: Iterator[dict[str, Any]], behind: Iterator[dict[str, Any]]) -> Iterator[FoundRow]:
    """Findings with their rows: both come in the findings' order, so that one at a time is held."""
    grouped = groupby(behind, key=lambda row: int(row["finding"]))
    number, rows = next(grouped, (0, iter(())))
    for values in found:
        sides: dict[str, list[Row]] = {"left": [], "right": []}
        if number == values["number"]:
            for row in rows:
                sides[row["side"]].append(_filled(row, "finding", "side"))
            number, rows = next(grouped, (0, iter(())))
        yield FoundRow(**values, left_rows=tuple(sides["left"]), right_rows=tuple(sides["right"]))


def read_rejects(file: Path, *, side: str | None = None, agency: str | None = None) -> Iterator[RejectedRow]:
    """The rejected rows, those of one side or one agency where it is given. Raises InputProblem."""
    with duckdb.connect(":memory:") as connection:
        where = "where ($side is null or side = $side) and ($agency is null or agency = $agency)"
        select = f"select * exclude (file_row_number) from {_source(connection, file, *_REJECTS_OWN)} {where}"
        for values in _rows(connection, f"{select} order by file_row_number", agency=agency, side=side):
            own = {column: str(values[column] or "") for column in _REJECTS_OWN}
            rest = _filled(values, *_REJECTS_OWN)
            yield RejectedRow(own["side"], own["reason"], own["column"], own["detail"], rest)


def _filled(values: dict[str, Any], *but: str) -> Row:
    return {column: text for column, text in values.items() if text is not None and column not in but}


def _source(connection: duckdb.DuckDBPyConnection, file: Path, *wanted: str) -> str:
    """The file as a relation, once it is seen to have the columns."""
    if file.suffix.lower() != ".parquet":
        raise InputProblem(f"{file}: results are read back from Parquet; write them as .parquet.")
    source = f"read_parquet({pattern(file)}, hive_partitioning = false, file_row_number = true)"
    try:
        held = [row[0] for row in connection.execute(f"describe from {source}").fetchall()]
    except duckdb.Error as error:
        raise InputProblem(f"{file}: not a readable Parquet file.") from error
    if missing := [column for column in wanted if column not in held]:
        raise InputProblem(f"{file}: the column {missing[0]} is missing; is this a file of results?")
    return source


def _rows(
    connection: duckdb.DuckDBPyConnection, select: str, **given: str | None
) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        answer = cursor.execute(select, given)
        names = [described[0] for described in answer.description or ()]
        while rows := answer.fetchmany(_AT_ONCE):
            yield from (dict(zip(names, row, strict=True)) for row in rows)
