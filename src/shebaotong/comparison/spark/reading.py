"""A side's rows as Spark reads them: Parquet by itself, everything else after DuckDB has made it Parquet.

Only one reader may decide what a line of CSV is, and how a float is written: so it is the same one as in the
comparison on DuckDB.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb

from shebaotong.comparison.ingest import broken_lines
from shebaotong.comparison.layouts import Layout
from shebaotong.comparison.paths import literal
from shebaotong.comparison.sources import Group, Scan, Source, scans
from shebaotong.comparison.spark.tables import SparkTables, readable, text

_SPARKS = {
    "VARCHAR": "string",
    "DATE": "date",
    "TINYINT": "tinyint",
    "SMALLINT": "smallint",
    "INTEGER": "int",
    "BIGINT": "bigint",
}
"""Types of columns that mean the same to both, with Spark's name."""
_TEXTS = "texts.parquet"
_LINES = "lines.parquet"


def read(
    tables: SparkTables, connection: duckdb.DuckDBPyConnection, source: Source
) -> tuple[str, list[Path]]:
    """SELECT of the layout's columns as text with ``file``, and Parquet files of broken lines (``text``)."""
    selects, lines = [], []
    for place, (group, scan) in enumerate(zip(source.groups, scans(source), strict=True)):
        view = f"{source.side}_files_{place}"
        if _reads_itself(group, source.layout):
            selects.append(_columns(tables, view, group, source.layout))
            continue
        folder = tables.work.once(view, partial(_convert, connection, scan, source.layout))
        tables.read(view, folder / _TEXTS)
        selects.append(f"select {', '.join(source.layout.order)}, file from {view}")
        if scan.lines is not None:
            lines.append(folder / _LINES)
    return " union all ".join(selects), lines


def _reads_itself(group: Group, layout: Layout) -> bool:
    types = dict(group.columns)
    if group.suffix == ".csv" or any(types[column] not in _SPARKS for column in layout.order):
        return False
    # Spark takes what stands before a colon for a file system.
    return not any(":" in file for file in group.files)


def _columns(tables: SparkTables, view: str, group: Group, layout: Layout) -> str:
    types = dict(group.columns)
    # Other columns are not looked at, whatever their type.
    schema = ", ".join(f"{column} {_SPARKS[types[column]]}" for column in layout.order)
    rows = tables.session.read.schema(schema).parquet(*(readable(Path(file)) for file in group.files))
    columns = ", ".join(f"cast({column} as string) as {column}" for column in layout.order)
    if len(group.files) == 1:
        rows.createOrReplaceTempView(view)
        return f"select {columns}, {text(group.files[0])} as file from {view}"
    rows.selectExpr("*", "_metadata.file_path as uri").createOrReplaceTempView(view)
    # Spark tells where a row is from as a URI of its own making; people get the name that they gave.
    given = {os.path.abspath(file): file for file in group.files}
    paths = [urlsplit(uri).path for uri in rows.inputFiles()]
    values = ", ".join(f"({text(f'file:{path}')}, {text(given[unquote(path)])})" for path in paths)
    return (
        f"select {columns}, names.file from {view}"
        f" left join values {values} as names(uri, file) on names.uri = {view}.uri"
    )


def _convert(connection: duckdb.DuckDBPyConnection, scan: Scan, layout: Layout, folder: Path) -> None:
    """Write the rows of a group of files as texts, and the lines that are no record."""
    folder.mkdir()
    connection.execute(f"copy ({scan.select}) to {literal(folder / _TEXTS)} (format parquet)")
    if scan.lines is not None:
        lines = broken_lines(scan.lines, layout)
        connection.execute(f"copy ({lines}) to {literal(folder / _LINES)} (format parquet)")
