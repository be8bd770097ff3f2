"""Which files a side is made of, and whether they have the columns that the comparison needs.

Everything is looked at before anything is computed, so that a wrong file is told in a second.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import duckdb

from shebaotong.comparison.layouts import Layout
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.problems import InputProblem

_FILE = "_file"
SUFFIXES = (".parquet", ".csv")
_HEADER_CHARACTERS = 1_000_000
_CSV_ROW_BYTES = 90
_CSV_BUFFER = 8_000_000
"""Bytes that a thread reads at once: a quarter of DuckDB's own, in whose count of memory they are not."""
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_INSTANT = "TIMESTAMP WITH TIME ZONE"
_AMOUNTS = (*_INTEGERS, "VARCHAR", "FLOAT", "DOUBLE")

Columns = tuple[tuple[str, str], ...]
"""(name, type) of each column of a file."""
Mark = tuple[str, int, int, int, int]
"""Path, size, times and inode of a file: another one where it was written to."""


@dataclass(frozen=True, slots=True)
class Group:
    """Files with the same columns in the same order."""

    suffix: str
    files: tuple[str, ...]
    columns: Columns


@dataclass(frozen=True, slots=True)
class Source:
    side: str
    layout: Layout
    groups: tuple[Group, ...]
    rows: int
    """Exact for Parquet, guessed from the size for CSV."""
    marks: tuple[tuple[Path, Mark], ...]

    @property
    def fingerprint(self) -> str:
        """Changes when a file is added, removed or written to."""
        marks = "".join(repr(mark) for _, mark in self.marks)
        return hashlib.sha256(marks.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Scan:
    select: str
    lines: str | None
    """Of CSV: the table in which DuckDB leaves the lines that are no record of the right number of fields."""


def open_source(*, side: str, path: str, layout: Layout, connection: duckdb.DuckDBPyConnection) -> Source:
    """Find and check the files of one side. Raises InputProblem, naming file and column."""
    files = files_of(path)
    try:
        return _opened(side, files, layout, connection)
    except OSError as error:
        raise InputProblem(
            f"{error.filename or path}: cannot be read ({error.strerror or error})."
        ) from error


def _opened(side: str, files: list[Path], layout: Layout, connection: duckdb.DuckDBPyConnection) -> Source:
    described: dict[tuple[str, Columns], list[str]] = {}
    rows = 0
    # First: whoever writes to a file while it is looked at has changed it.
    marks = tuple((file, mark_of(file)) for file in files)
    for file in files:
        suffix = file.suffix.lower()
        if suffix == ".csv":
            columns = _csv_columns(file)
            rows += file.stat().st_size // _CSV_ROW_BYTES + 1
        else:
            columns, count = _parquet_columns(file, connection)
            rows += count
        _check_columns(file, columns, layout)
        described.setdefault((suffix, columns), []).append(str(file))
    groups = tuple(Group(suffix, tuple(names), columns) for (suffix, columns), names in described.items())
    for group in groups:
        _check_types(group, layout, connection)
    return Source(side, layout, groups, rows, marks)


def mark_of(file: Path) -> Mark:
    """Raises OSError."""
    stat = file.stat()
    # A write changes the change time, whatever is done to the time of modification.
    return str(file.resolve()), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def scans(source: Source) -> list[Scan]:
    """How DuckDB reads the source: for each group of files the layout's columns as text, and ``file``."""
    made = []
    for place, group in enumerate(source.groups):
        files = ", ".join(pattern(file) for file in group.files)
        lines = None
        named, file = {name: name for name, _ in group.columns}, _FILE
        if group.suffix == ".csv":
            lines = f"{source.side}_lines_{place}"
            # By their places: DuckDB reads no file that names two columns alike, or one not at all.
            named = {name: f"column_{at}" for at, (name, _) in enumerate(group.columns)}
            columns = ", ".join(f"column_{at}: 'VARCHAR'" for at in range(len(group.columns)))
            reader = (
                f"read_csv([{files}], auto_detect = false, header = true, delim = ',', quote = '\"',"
                f" escape = '\"', columns = {{{columns}}}, filename = '{file}', store_rejects = true,"
                f" rejects_table = '{lines}', rejects_scan = '{lines}_scans', rejects_limit = 0,"
                f" buffer_size = {_CSV_BUFFER})"
            )
        else:
            taken = {name.lower() for name in named}
            while file in taken:
                file += "_"
            reader = f"read_parquet([{files}], filename = '{file}', hive_partitioning = false)"
        types = dict(group.columns)
        texts = ", ".join(
            f'{_as_text(named[column], types[column])} as "{column}"' for column in source.layout.order
        )
        made.append(Scan(f"select {texts}, {file} as file from {reader}", lines))
    return made


def files_of(path: str) -> list[Path]:
    given = Path(path)
    if given.is_dir():
        found = [file for file in given.rglob("*") if _counts(file.relative_to(given))]
    elif given.exists():
        found = [given]
    else:
        found = [Path(name) for name in glob.glob(path, recursive=True)]
    files = sorted(
        file for file in found if file.is_file() and (len(found) == 1 or file.suffix.lower() in SUFFIXES)
    )
    if not files:
        raise InputProblem(
            f"{path}: no Parquet or CSV file is there."
            " Give a file, a folder, or a pattern such as 'data/*.parquet'."
        )
    for file in files:
        if file.suffix.lower() not in SUFFIXES:
            raise InputProblem(
                f"{file}: the name must end in .parquet or .csv, so that it is read as what it is."
            )
    return files


def _counts(relative: Path) -> bool:
    """Leave out what other programs leave behind in folders of data (``_SUCCESS``, ``.crc``)."""
    return relative.suffix.lower() in SUFFIXES and not any(
        part.startswith((".", "_")) for part in relative.parts
    )


def _csv_columns(file: Path) -> Columns:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        start = opened.read(_HEADER_CHARACTERS)
    try:
        names = next(csv.reader(io.StringIO(start, newline="")), [])
    except csv.Error as error:
        raise InputProblem(f"{file}: the first line does not name the columns ({error}).") from error
    if not names:
        empty = "first line" if start else "file"
        raise InputProblem(f"{file}: the {empty} is empty; the first line must name the columns.")
    if any("\ufffd" in name or "\x00" in name for name in names):
        raise InputProblem(f"{file}: the text is not UTF-8. Save it as 'CSV UTF-8'.")
    return tuple((name, "VARCHAR") for name in names)


def _parquet_columns(file: Path, connection: duckdb.DuckDBPyConnection) -> tuple[Columns, int]:
    try:
        described = connection.execute(
            f"select name, duckdb_type, coalesce(num_children, 0) from parquet_schema({pattern(file)})"
            " order by column_id"
        ).fetchall()
        count = connection.execute(f"select num_rows from parquet_file_metadata({pattern(file)})").fetchall()
    except duckdb.Error as error:
        raise _unreadable(file, error) from error
    columns: list[tuple[str, str]] = []
    inner = 0
    for column, kind, children in described[1:]:
        if inner:
            inner += children - 1
        else:
            columns.append((column, kind))
            inner = children
    return tuple(columns), int(count[0][0])


def _unreadable(file: Path | str, error: duckdb.Error) -> InputProblem:
    return InputProblem(f"{file}: not a readable Parquet file ({str(error).splitlines()[0]}).")


def _check_columns(file: Path, columns: Columns, layout: Layout) -> None:
    names = [name for name, _ in columns]
    for column in layout.order:
        # However they are written: DuckDB and Spark would take the first of them.
        alike = [name for name in names if name.lower() == column]
        if len(alike) > 1:
            raise InputProblem(
                f"{file}: the column {column} is there {len(alike)} times ({', '.join(alike)}); keep one."
            )
        if alike and alike[0] != column:
            raise InputProblem(
                f"{file}: the column {column} is named {alike[0]}, and names are in small letters; name it"
                f" {column}."
            )
        if not alike:
            raise InputProblem(
                f"{file}: the column {column} is missing. A file of {layout.name} has the columns"
                f" {', '.join(layout.order)}; this one has {', '.join(names)}."
            )


def _check_types(group: Group, layout: Layout, connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse Parquet columns of a type that has lost something, unless they hold nothing at all."""
    for column, kind in group.columns:
        if column in layout.texts and kind != "VARCHAR":
            wanted = "text (a number would lose leading zeros, and X)"
        elif column in layout.dates and kind not in ("VARCHAR", "DATE") and not kind.startswith("TIMESTAMP"):
            wanted = "a date, or text YYYY-MM-DD"
        elif column in layout.amounts and kind not in _AMOUNTS and not kind.startswith("DECIMAL"):
            wanted = "a whole number of fen"
        else:
            continue
        files = ", ".join(pattern(file) for file in group.files)
        try:
            held = connection.execute(f'select count("{column}") from read_parquet([{files}])').fetchall()
        except duckdb.Error as error:
            raise _unreadable(group.files[0], error) from error
        if held[0][0]:
            raise InputProblem(
                f"{group.files[0]}: the column {column} is of type {kind}, but must be {wanted}."
            )


def _as_text(column: str, kind: str) -> str:
    """The column as the text that the checks of :mod:`.encode` read."""
    quoted = f'"{column}"'
    if kind == "VARCHAR":
        return quoted
    if kind.startswith("TIMESTAMP"):
        if kind == _INSTANT:
            # Else the day would be another one with the time zone of the machine.
            quoted = f"timezone('Asia/Shanghai', {quoted})"
        day = f"cast({quoted} as date)"
        return f"case when {quoted} = {day} then cast({day} as varchar) else cast({quoted} as varchar) end"
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        whole = f"try_cast({quoted} as bigint)"
        return (
            f"case when {quoted} = {whole} then cast({whole} as varchar) else cast({quoted} as varchar) end"
        )
    return f"cast({quoted} as varchar)"
