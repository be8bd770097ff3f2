"""The rows behind each finding: what both sides' files say, as they say it, for whoever checks the doubt.

Only rows that take part: of the finding's person, scheme and agency, in its months; of events, those of the
person. What else a file says of somebody is nobody's business here. Costs one more pass over the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shebaotong.comparison import clashes
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.encode import ODD, REGULAR, encoded
from shebaotong.comparison.kinds import Kind, Side
from shebaotong.comparison.layouts import ENROLMENTS, EVENTS
from shebaotong.comparison.output import write_table
from shebaotong.comparison.paths import rows_of
from shebaotong.comparison.sources import Source, scans
from shebaotong.comparison.tables import Tables


def columns(kind: Kind) -> list[str]:
    """The columns of the files of this kind, those of the left side first."""
    return list(dict.fromkeys(column for _, side in kind.sides for column in side.layout.order))


def write_evidence(
    tables: Tables, kind: Kind, sources: Sequence[Source], parts: Sequence[Path], file: Path, *, tied: bool
) -> int:
    """Write the rows behind the findings of ``parts``, in the findings' order; gives how many.

    Each row begins with the finding's place in the findings file, from 1, and the side (left or right) that
    the row is of; the columns of the layouts follow.

    Needs ``numbers`` and, where ``tied``, ``all_matches``.
    """
    tables.keep(
        "found",
        f"select *, row_number() over (order by {clashes.ORDER}) as finding from {rows_of(parts)}",
    )
    chosen = []
    for (own, side), source in zip(kind.sides, sources, strict=True):
        tables.keep(f"{own}_numbers", _numbers(own, tied))
        texts = ", ".join(
            f'"{column}"' if column in side.layout.order else f'null::varchar as "{column}"'
            for column in columns(kind)
        )
        chosen.append(f"select finding, '{own}' as side, {texts}, standing from ({_rows(own, side, source)})")
    select = f"""
      select * exclude (standing) from ({" union all ".join(chosen)}) as rows
      order by finding, side, standing
    """
    return write_table(tables.connection, select, file, read=sources)


def _numbers(own: str, tied: bool) -> str:
    """SELECT of the encoded numbers (person, id) under which a side may know the persons found."""
    same = "select person, person as id from found"
    if not tied:
        return f"select distinct person, id from ({same}) as numbered"
    met = f"select person, {own}_id as id from all_matches where person in (select person from found)"
    return f"select distinct person, id from ({same} union all {met}) as numbered"


def _rows(own: str, side: Side, source: Source) -> str:
    """SELECT of the rows of one side that take part, with ``finding`` and ``standing``, their order in it."""
    texts = " union all ".join(part.select for part in scans(source))
    place = "coalesce(row.id, entry.id)"
    if side.layout is EVENTS:
        order, taking_part = "row.day", "true"
    else:
        until = "row.until" if side.layout is ENROLMENTS else "row.since"
        order = "row.since"
        taking_part = (
            f"row.scheme = found.{own}_scheme and row.agency = found.{own}_agency"
            f" and row.since <= found.until and {until} >= found.since"
        )
    own_columns = ", ".join(f'row."{column}"' for column in side.layout.order)
    return f"""
      select found.finding, {own_columns},
        row_number() over (partition by found.finding order by {order}, {own_columns}) as standing
      from ({encoded(texts, side, DUCKDB)}) as row
        left join numbers as entry on row.place = {ODD} and entry.number = row.number
        join {own}_numbers as who on who.id = {place}
        join found on found.person = who.person
      where row.place in ({REGULAR}, {ODD}) and {taking_part}
    """
