"""Reading a side once: every row becomes an encoded row in its bucket, or a rejected one with its reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from shebaotong.comparison.dialect import DUCKDB, Dialect
from shebaotong.comparison.encode import COLUMNS, ODD, REGULAR, REJECTED, encoded
from shebaotong.comparison.intact import intact
from shebaotong.comparison.job import SideCount
from shebaotong.comparison.kinds import Side
from shebaotong.comparison.layouts import Layout
from shebaotong.comparison.paths import literal, pattern
from shebaotong.comparison.sources import Source, scans

_TYPES = {
    "id": "bigint",
    "name_hash": "ubigint",
    "birth": "integer",
    "grade": "tinyint",
    "scheme": "tinyint",
    "agency": "varchar",
    "since": "integer",
    "until": "integer",
    "amount": "bigint",
    "day": "date",
    "sex_code": "tinyint",
    "text": "varchar",
}
EXTRA = ("sex_code", "text")
"""Of an odd row the sex that it states and its number; of a rejected row what :func:`write_rejects` needs,
fault, file, detail and the own columns, as a JSON list."""
_LAYOUT = "format parquet, partition_by (bucket), compression uncompressed, row_group_size 16384"
_COUNTS = "counts.json"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Folders of one side's encoded rows: ``bucket=N`` for N from 0, and one for each other place."""

    layout: Layout
    folders: tuple[Path, ...]

    @property
    def count(self) -> SideCount:
        return SideCount(**json.loads((self.folders[0] / _COUNTS).read_text()))

    def rows(self, *places: int) -> str:
        """A relation of the rows of these buckets or other places."""
        return self._rows(self.folders, places)

    def odd_rows(self, *buckets: int) -> str:
        """Those of the second folder: ids below zero."""
        return self._rows(self.folders[1:], buckets)

    def now(self, base: str, *_buckets: int) -> str:
        """These rows: nothing has changed since."""
        return base

    def _rows(self, folders: Sequence[Path], places: Sequence[int]) -> str:
        kept = (*COLUMNS[self.layout.name], *EXTRA)
        parts = [folder / f"bucket={place}" for folder in folders for place in places]
        files = [pattern(part, "*.parquet") for part in parts if part.exists()]
        if not files:
            nothing = ", ".join(f"cast(null as {_TYPES[column]}) as {column}" for column in kept)
            return f"(select {nothing} where false)"
        return (
            f"(select {', '.join(kept)} from read_parquet([{', '.join(files)}], hive_partitioning = false))"
        )


def encode_side(
    connection: duckdb.DuckDBPyConnection, source: Source, side: Side, folder: Path, *, buckets: int
) -> None:
    """Write the encoded rows of ``source`` into ``folder``, spread over ``buckets`` by number."""
    parts = scans(source)
    rows = encoded(" union all ".join(part.select for part in parts), side, DUCKDB)
    select = f"""
          select {", ".join(COLUMNS[source.layout.name])},
            case when place = {ODD} then sex_code end as sex_code,
            case when place = {ODD} then number
              when place = {REJECTED} then {rejected_text(source.layout, DUCKDB)} end as text,
            cast(case when place = {REGULAR} then hash(id) % {buckets} else place end as smallint) as bucket
          from ({rows}) as encoded_rows
    """
    with intact(source):
        copied = connection.execute(f"copy ({select}) to {literal(folder)} ({_LAYOUT})").fetchall()
    written = copied[0][0]
    folder.mkdir(exist_ok=True)
    lines = sum(
        _keep_broken_lines(connection, part.lines, source.layout, folder)
        for part in parts
        if part.lines is not None
    )
    rejected = connection.execute(
        f"select count(*) from {Encoded(source.layout, (folder,)).rows(REJECTED)} as rejected"
    ).fetchall()[0][0]
    counts = {"rows_in": written + lines, "rejected": rejected}
    (folder / _COUNTS).write_text(json.dumps(counts))


def rejected_text(layout: Layout, sql: Dialect) -> str:
    """SQL: a rejected row as it came, as one text; an empty value is none, as in CSV."""
    return sql.json_list(["fault", "file", "null", *(f"nullif({column}, '')" for column in layout.order)])


def broken_lines(table: str, layout: Layout) -> str:
    """SELECT of the lines in a table of sources.Scan, each as a rejected row's text."""
    message = "concat('line ', line, ': ', min(error_message))"
    row = ["'bad_line:line'", "any_value(file_path)", message, *("null" for _ in layout.order)]
    return (
        f"select {DUCKDB.json_list(row)} as text"
        f" from {table} join {table}_scans using (scan_id, file_id) group by scan_id, file_id, line"
    )


def _keep_broken_lines(
    connection: duckdb.DuckDBPyConnection, table: str, layout: Layout, folder: Path
) -> int:
    """Lines of CSV that could not be read as records join the rejected rows. Gives their number."""
    nulls = ", ".join(f"cast(null as {_TYPES[column]}) as {column}" for column in COLUMNS[layout.name])
    place = folder / f"bucket={REJECTED}"
    place.mkdir(exist_ok=True)
    count: int = connection.execute(f"""
        copy (
          select {nulls}, cast(null as tinyint) as sex_code, text
          from ({broken_lines(table, layout)}) as broken
        ) to {literal(place / f"{table}.parquet")} (format parquet)
    """).fetchall()[0][0]
    return count


def number_odd_rows(
    connection: duckdb.DuckDBPyConnection, left: Encoded, right: Encoded, dictionary: Path
) -> None:
    """Write the dictionary (number, id below zero) of all numbers that are no resident numbers."""
    odd = " union ".join(f"select text as number from {side.rows(ODD)} as odd" for side in (left, right))
    connection.execute(f"""
        copy (select number, -row_number() over (order by number) as id from ({odd}) as odd)
        to {literal(dictionary)} (format parquet)
    """)


def spread_odd_rows(
    connection: duckdb.DuckDBPyConnection, side: Encoded, dictionary: str, folder: Path, *, buckets: int
) -> None:
    """Give the odd rows of a side their numbers of the dictionary, and spread them over the buckets."""
    others = [column for column in (*COLUMNS[side.layout.name], *EXTRA) if column != "id"]
    connection.execute(f"""
        copy (
          select entry.id, {", ".join(f"odd.{column}" for column in others)},
            cast(hash(entry.id) % {buckets} as smallint) as bucket
          from {side.rows(ODD)} as odd join {dictionary} as entry on entry.number = odd.text
        ) to {literal(folder)} ({_LAYOUT})
    """)
    folder.mkdir(exist_ok=True)
