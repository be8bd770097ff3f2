"""Writing results: Parquet, or CSV where the name says so; complete under their name or not there at all."""

from __future__ import annotations

from pathlib import Path

import duckdb

from shebaotong.comparison.encode import REJECTED
from shebaotong.comparison.ingest import Encoded

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
    """Write the rows of ``select`` in its order; gives how many."""
    begun = file.with_name(f"{file.name}.begun")
    form = "format csv, header" if file.suffix.lower() == ".csv" else f"format parquet, {_SMALL_GROUPS}"
    connection.execute("set preserve_insertion_order = true")
    written: int = connection.execute(f"copy ({select}) to '{_quoted(begun)}' ({form})").fetchall()[0][0]
    connection.execute("set preserve_insertion_order = false")
    begun.replace(file)
    return written


def write_rejects(connection: duckdb.DuckDBPyConnection, sides: tuple[Encoded, Encoded], file: Path) -> int:
    """Write the rejected rows as they came: side, file, reason, column, detail, then the layouts' columns."""
    columns = list(dict.fromkeys(column for side in sides for column in side.layout.order))
    parts = []
    for name, side in zip(("left", "right"), sides, strict=True):
        own = {column: f"raw[{place}]" for place, column in enumerate(side.layout.order, start=4)}
        values = ", ".join(f'{own.get(column, "null::varchar")} as "{column}"' for column in columns)
        listed = f"""select from_json(text, '["VARCHAR"]') as raw from {side.rows(REJECTED)} as rejected"""
        parts.append(f"""
          select '{name}' as side, raw[2] as file, split_part(raw[1], ':', 1) as reason,
            split_part(raw[1], ':', 2) as "column", raw[3] as detail, {values}
          from ({listed}) as listed
        """)
    texts = " ".join(f"when '{reason}' then '{text}'" for reason, text in REASONS.items())
    rejected = " union all ".join(parts)
    return write_table(
        connection,
        f"select * replace (coalesce(detail, case reason {texts} end) as detail) from ({rejected})",
        file,
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
