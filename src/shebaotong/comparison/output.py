"""Writing results: Parquet, or CSV where the name says so; complete under their name or not there at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from shebaotong.comparison import clashes, wording
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.paths import literal, rows_of

_SMALL_GROUPS = "row_group_size 16384"
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


def write_table(connection: duckdb.DuckDBPyConnection, select: str, file: Path) -> int:
    """Write the rows of ``select`` in its order; gives how many.

    By one thread: several that keep an order wait for one another, and hold what they have ready meanwhile.
    """
    begun = file.with_name(f"{file.name}.begun")
    form = "format csv, header" if file.suffix.lower() == ".csv" else f"format parquet, {_SMALL_GROUPS}"
    connection.execute("set preserve_insertion_order = true; set threads = 1")
    written: int = connection.execute(f"copy ({select}) to {literal(begun)} ({form})").fetchall()[0][0]
    connection.execute("set preserve_insertion_order = false; reset threads")
    begun.replace(file)
    return written


def write_findings(connection: duckdb.DuckDBPyConnection, kind: Kind, parts: list[Path], file: Path) -> int:
    """Put the findings of the parts into words, in order; gives how many. Needs ``numbers``."""
    # Sorted while they are narrow; the words are wide.
    ordered = f"""(
      select found.*, numbers.number
      from {rows_of(parts)} as found left join numbers on numbers.id = found.person
      order by {clashes.ORDER}
    )"""
    return write_table(connection, wording.worded(kind, ordered, DUCKDB), file)


def write_rejects(
    connection: duckdb.DuckDBPyConnection, kind: Kind, rejected: Sequence[str], file: Path
) -> int:
    """Write the rejected rows as they came: side, file, reason, column, detail, then the layouts' columns.

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
    select = f"""
      select * replace (coalesce(detail, case reason {details} end) as detail)
      from ({" union all ".join(parts)}) as rejected
    """
    return write_table(connection, select, file)
