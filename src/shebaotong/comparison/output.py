"""Writing results: Parquet, or CSV where the name says so; complete under their name or not there at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from shebaotong.comparison import wording
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.found import in_order
from shebaotong.comparison.intact import intact
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.paths import literal, rows_of
from shebaotong.comparison.sources import Source

CSV = "format csv, header"
PARQUET = "format parquet, row_group_size 8192"
"""Sentences and whole rows are wide: a group of the usual size would not fit into a small memory."""

REASONS = {
    "no_number": "没有证件号码",
    "bad_number": "证件号码的字符或长度不属于任何个人证件",
    "unknown_code": "代码不在规定范围内或为空",
    "bad_date": "日期不存在或不是 YYYY-MM-DD",
    "bad_month": "月份不存在或不是 YYYY-MM",
    "end_before_start": "终止月份早于起始月份",
    "bad_amount": "金额不是以分为单位的整数或超出范围",
    "bad_line": "该行不是完整的 CSV 记录",
}
"""Why a row was rejected: the code in the column ``reason``, and its wording."""


def is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"


def write_table(
    connection: duckdb.DuckDBPyConnection, select: str, file: Path, *, read: Sequence[Source] = ()
) -> int:
    """Write the rows of ``select`` in its order; gives how many. Raises InputProblem with ``read``
    (:func:`intact`), whose files ``select`` goes over.

    By one thread: several that keep an order wait for one another, and hold what they have ready meanwhile.
    """
    with _one_thread(connection), as_it_comes(connection):
        return write_by_one(connection, select, file, read=read)


def write_by_one(
    connection: duckdb.DuckDBPyConnection, select: str, file: Path, *, read: Sequence[Source] = ()
) -> int:
    """The same where there is but one thread already, and queries give their rows as they come."""
    with _complete(file) as copy, intact(*read):
        written: int = connection.execute(copy.format(select)).fetchall()[0][0]
    return written


@contextmanager
def _one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.execute("set threads = 1")
    yield
    connection.execute("reset threads")


@contextmanager
def as_it_comes(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Queries give their rows in the order of their source."""
    connection.execute("set preserve_insertion_order = true")
    yield
    connection.execute("set preserve_insertion_order = false")


@contextmanager
def _complete(file: Path) -> Iterator[str]:
    """SQL that writes a SELECT (``{}``); the file has its name when that has been done."""
    begun = file.with_name(f"{file.name}.begun")
    form = CSV if is_csv(file) else PARQUET
    target = literal(begun).replace("{", "{{").replace("}", "}}")
    try:
        yield f"copy ({{}}) to {target} ({form})"
        begun.replace(file)
    except BaseException:
        begun.unlink(missing_ok=True)
        raise


def write_findings(connection: duckdb.DuckDBPyConnection, kind: Kind, parts: list[Path], file: Path) -> int:
    """Put the findings of the parts into words, in order; gives how many. Needs ``numbers``."""
    # Sorted while they are narrow; the words are wide.
    ordered = f"({in_order(rows_of(parts), 'numbers')})"
    return write_table(connection, wording.worded(kind, ordered, DUCKDB), file)


def write_rejects(
    connection: duckdb.DuckDBPyConnection, kind: Kind, rejected: Sequence[str], file: Path
) -> int:
    """Write the rejected rows (:func:`rejects`)."""
    return write_table(connection, rejects(kind, rejected), file)


def rejects(kind: Kind, rejected: Sequence[str]) -> str:
    """SELECT of rejected rows as they came: side, file, reason, column, detail, then the layouts' columns.

    ``rejected`` has for each side a relation of texts (ingest.rejected_text).
    """
    columns = list(dict.fromkeys(column for _, side in kind.sides for column in side.layout.order))
    parts = []
    for (name, side), texts in zip(kind.sides, rejected, strict=True):
        own = {column: f"raw[{place}]" for place, column in enumerate(side.layout.order, start=4)}
        values = ", ".join(f'{own.get(column, "null::varchar")} as "{column}"' for column in columns)
        parts.append(f"""
          select '{name}' as side, raw[2] as file, split_part(raw[1], ':', 1) as reason,
            split_part(raw[1], ':', 2) as "column", raw[3] as detail, {values}
          from (select from_json(text, '["VARCHAR"]') as raw from {texts} as texts) as listed
        """)
    details = " ".join(f"when '{reason}' then '{text}'" for reason, text in REASONS.items())
    return f"""
      select * replace (coalesce(detail, case reason {details} end) as detail)
      from ({" union all ".join(parts)}) as rejected
    """
