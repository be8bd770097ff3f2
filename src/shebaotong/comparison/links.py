"""Documents that are known to be one person's: the file of ``--links`` as families of numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from shebaotong.comparison import numbers
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.encode import identified
from shebaotong.comparison.intact import intact
from shebaotong.comparison.paths import literal
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.sources import Source, scans

MOST_DOCUMENTS = 20


def write_families(connection: duckdb.DuckDBPyConnection, source: Source, file: Path) -> None:
    """Write ``kin`` (number, digits, family): each linked number, tidied, and whose it is.

    ``digits`` are the 17 of a right resident number, else null. Raises InputProblem for a line that holds
    no number, and for a family that is too large to be a person.
    """
    parts = scans(source)
    read = " union all ".join(part.select for part in parts)
    with intact(source):
        connection.execute(f"create or replace temp table link_pairs as {_pairs(read)}")
    for part in parts:
        if part.lines is not None:
            _refuse_broken_lines(connection, part.lines)
    wrong = connection.execute(
        "select file from link_pairs where one is null or other is null limit 1"
    ).fetchall()
    if wrong:
        raise _wrong_row(connection, source, str(wrong[0][0]))
    _spread_labels(connection)
    crowd = connection.execute(
        f"select count(*) from labels group by label having count(*) > {MOST_DOCUMENTS} limit 1"
    ).fetchall()
    if crowd:
        raise InputProblem(
            f"--links: {crowd[0][0]} numbers are linked to one another. Nobody has more than {MOST_DOCUMENTS}"
            " documents: look for a placeholder among the numbers."
        )
    connection.execute(f"""
        copy (
          select number, digits, label as family
          from labels join link_numbers on link_numbers.place = labels.place
        ) to {literal(file)} (format parquet)
    """)
    connection.execute("drop table link_pairs; drop table link_numbers; drop table labels")


def _pairs(read: str, *columns: str) -> str:
    """SELECT of both numbers of each row, with ``file`` and other ``columns`` of ``read``."""
    kept = ", ".join(("file", *columns))
    one = identified(
        f"select number as person_id, null::varchar as birth_date, other_number, {kept} from ({read})", DUCKDB
    )
    named = f"select {_name()} as one, {_digits()} as one_digits, other_number, {kept} from ({one})"
    other = identified(
        f"select other_number as person_id, null::varchar as birth_date, * from ({named})", DUCKDB
    )
    return f"select one, one_digits, {_name()} as other, {_digits()} as other_digits, {kept} from ({other})"


def _name() -> str:
    return (
        f"case when regular then {numbers.eighteen('digits', DUCKDB)} when shape is not null then number end"
    )


def _digits() -> str:
    return "case when regular then digits end"


def _wrong_row(connection: duckdb.DuckDBPyConnection, source: Source, file: str) -> InputProblem:
    """The refusal of the first row of ``file`` that links nothing, with its place and its column."""
    (group,) = (group for group in source.groups if file in group.files)
    (part,) = scans(replace(source, groups=(replace(group, files=(file,)),)))
    # By one thread and in order, the rows are counted as they stand in the file.
    connection.execute("set preserve_insertion_order = true; set threads = 1")
    numbered = f"select *, row_number() over () as row_in_file from ({part.select}) as file_rows"
    row, in_first = connection.execute(
        f"select row_in_file, one is null from ({_pairs(numbered, 'row_in_file')}) as pairs"
        " where one is null or other is null order by row_in_file limit 1"
    ).fetchall()[0]
    connection.execute("set preserve_insertion_order = false; reset threads")
    column = "number" if in_first else "other_number"
    return InputProblem(
        f"{file}, row {row} (the names of the columns not counted): the column {column} is empty, or holds"
        " what is no personal document's number. Correct the row or take it out, then start again."
    )


def _refuse_broken_lines(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    broken = connection.execute(
        f"select file_path, line, error_message from {table}"
        f" join {table}_scans using (scan_id, file_id) limit 1"
    ).fetchall()
    if broken:
        file, line, message = broken[0]
        raise InputProblem(f"{file}, line {line}: {message}")


def _spread_labels(connection: duckdb.DuckDBPyConnection) -> None:
    """One label for connected numbers: the least of the neighbours', then that one's own, till none moves."""
    connection.execute("""
        create or replace temp table link_numbers as
        select number, digits, row_number() over (order by number) as place
        from (select one as number, one_digits as digits from link_pairs
              union select other, other_digits from link_pairs)
    """)
    connection.execute(
        "create or replace temp table labels as select place, place as label from link_numbers"
    )
    connection.execute("""
        create or replace temp table edges as
        select a.place as one, b.place as other
        from link_pairs join link_numbers as a on a.number = one join link_numbers as b on b.number = other
    """)
    connection.execute("insert into edges select other, one from edges")
    while True:
        connection.execute("""
            create or replace temp table heard as
            select mine.place, least(mine.label, coalesce(min(theirs.label), mine.label)) as label
            from labels as mine left join edges on edges.one = mine.place
              left join labels as theirs on theirs.place = edges.other
            group by mine.place, mine.label
        """)
        connection.execute("""
            create or replace temp table labels_now as
            select heard.place, its.label from heard join heard as its on its.place = heard.label
        """)
        moved = connection.execute(
            "select count(*) from labels join labels_now using (place) where labels.label <> labels_now.label"
        ).fetchall()[0][0]
        connection.execute("create or replace temp table labels as from labels_now")
        if not moved:
            connection.execute("drop table edges; drop table heard; drop table labels_now")
            return
