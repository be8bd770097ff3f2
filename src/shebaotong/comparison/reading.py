"""Reading the files of results back, row by row: for those who hand the findings to the people who check.

What the sentence of a finding holds in words (the signs, the clause) comes apart here, because the words are
put together in this folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from shebaotong.comparison import wording
from shebaotong.comparison.clauses import Clause, clause
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.problems import InputProblem

_AT_ONCE = 5_000
_EVIDENCE_OWN = ("finding", "side")
_REJECTS_OWN = ("side", "file", "reason", "column", "detail")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding. The columns of the file, and what its sentence says."""

    number: int
    """Its place in the file, from 1: what the rows behind it name."""
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
class RowBehind:
    """A row of one side's file that takes part in a finding."""

    finding: int
    side: str
    values: dict[str, str]
    """Column to text as the file has it; empty ones are left out."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    side: str
    reason: str
    column: str
    detail: str
    values: dict[str, str]


def read_findings(file: Path) -> Iterator[FoundRow]:
    """The findings in the order of the file. Raises InputProblem where it is none of ours."""
    for number, values in enumerate(_rows(file, tuple(wording.COLUMNS)), start=1):
        yield FoundRow(number, **values)


def read_evidence(file: Path) -> Iterator[RowBehind]:
    """The rows behind the findings, in the findings' order. Raises InputProblem."""
    for values in _rows(file, _EVIDENCE_OWN):
        yield RowBehind(values.pop("finding"), values.pop("side"), _filled(values))


def read_rejects(file: Path) -> Iterator[RejectedRow]:
    """The rejected rows. Raises InputProblem."""
    for values in _rows(file, _REJECTS_OWN):
        own = {column: str(values.pop(column) or "") for column in _REJECTS_OWN}
        yield RejectedRow(own["side"], own["reason"], own["column"], own["detail"], _filled(values))


def _filled(values: dict[str, Any]) -> dict[str, str]:
    return {column: text for column, text in values.items() if text is not None}


def _rows(file: Path, wanted: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if file.suffix.lower() != ".parquet":
        raise InputProblem(f"{file}: results are read back from Parquet; write them as .parquet.")
    with duckdb.connect(":memory:") as connection:
        try:
            answer = connection.execute(f"from read_parquet({pattern(file)}, hive_partitioning = false)")
        except duckdb.Error as error:
            raise InputProblem(f"{file}: not a readable Parquet file.") from error
        names = [described[0] for described in answer.description or ()]
        if missing := [column for column in wanted if column not in names]:
            raise InputProblem(f"{file}: the column {missing[0]} is missing; is this a file of results?")
        while rows := answer.fetchmany(_AT_ONCE):
            yield from (dict(zip(names, row, strict=True)) for row in rows)
