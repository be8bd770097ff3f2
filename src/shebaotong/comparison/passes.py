"""The passes over encoded rows: who has several numbers, then bucket after bucket, then those persons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import duckdb

from shebaotong.comparison import clashes
from shebaotong.comparison.cascade import MakePeople, Propose, find_ties
from shebaotong.comparison.common_rows import Common
from shebaotong.comparison.job import Progress
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.lanes import side_by_side
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.tables import Tables

if TYPE_CHECKING:
    from pyarrow import Table as Arrow

_TIED_PER_PART = 200_000
_PIECES = 8
_TOGETHER = 2
"""Buckets that are compared at once where only rows of common persons are looked at: planning a query takes
as long as computing it for a small bucket."""
_COMMON_ROWS = 300_000
"""More rows of both sides are not compared at once in such a query."""


class Rows(Protocol):
    """The encoded rows of a side as relations."""

    def rows(self, *buckets: int) -> str:
        """All rows of these buckets."""

    def odd_rows(self, *buckets: int) -> str:
        """Those with ids below zero; of each at least id, name and birth date."""

    def now(self, base: str, *buckets: int) -> str:
        """What became of some rows of the first run in these buckets, the relation ``base``."""


Sides = tuple[Rows, Rows]


def tie_sides(
    tables: Tables,
    sides: Sides,
    *,
    kin: Path | None,
    propose: Propose | None = None,
    make_people: MakePeople | None = None,
    buckets: int,
    progress: Progress,
) -> int:
    """Find the persons known under several numbers, on all rows. Gives how many numbers are theirs.

    ``kin`` is the file of the linked documents.
    """
    progress("tie", 0, 1)
    for side, rows in zip(("left", "right"), sides, strict=True):
        tables.view(f"{side}_rows", f"from {rows.rows(*range(buckets))}")
        tables.view(f"{side}_odd_rows", f"from {rows.odd_rows(*range(buckets))}")
    linked = None if kin is None else pattern(kin)
    tied = find_ties(tables, kin=linked, propose=propose, make_people=make_people)
    progress("tie", 1, 1)
    return tied


def compare_all(
    tables: Tables,
    kind: Kind,
    sides: Sides,
    *,
    tied: int,
    as_of: int,
    buckets: int,
    progress: Progress,
    common: Common | None = None,
) -> list[Path]:
    """Files of the findings of all persons, bucket by bucket. Comes after :func:`tie_sides`.

    With ``common``, which has the rows that ``sides`` give without what changed later, several buckets are
    compared at once, as few of their rows are looked at.
    """
    if tied:
        for side in ("left", "right"):
            tables.keep(f"{side}_tied", f"from {side}_rows where id in (select id from tied)")
    found = clashes.findings(kind, as_of=as_of, tied=False)

    def relations(bucket: int) -> list[str]:
        return [_but_tied(rows.rows(bucket)) if tied else rows.rows(bucket) for rows in sides]

    def compare_unit(lane: Tables, unit: int) -> list[Path]:
        if common is not None:
            return _findings_of_common(lane, found, sides, common, units[unit], tied=tied > 0)
        return [_findings_of(lane, found, relations(unit), f"findings-{unit}")]

    together = 1 if common is None else _TOGETHER
    units = [range(start, min(start + together, buckets)) for start in range(0, buckets, together)]
    done = side_by_side(tables, compare_unit, len(units), partial(progress, "compare"))
    parts = []
    for unit, files in zip(units, done, strict=True):
        parts += files or [
            part for bucket in unit for part in _piecewise(tables, found, relations(bucket), bucket, buckets)
        ]
    tied_parts = -(-tied // _TIED_PER_PART)
    for part in range(tied_parts):
        tables.view("left_rows", "from left_tied")
        tables.view("right_rows", "from right_tied")
        tables.view("matches", f"from all_matches where hash(person) % {tied_parts} = {part}")
        parts.append(tables.part(f"findings-tied-{part}", clashes.findings(kind, as_of=as_of, tied=True)))
    return parts


def _findings_of_common(
    tables: Tables, found: str, sides: Sides, common: Common, unit: Sequence[int], *, tied: bool
) -> list[Path]:
    """The findings of some buckets, of as many at once as there is room for their common rows."""
    from pyarrow import concat_tables

    parts = []
    met: list[tuple[Arrow, Arrow]] = []
    begun = unit[0]
    for bucket in unit:
        met.append(common.rows(bucket))
        if bucket < unit[-1] and sum(len(table) for pair in met for table in pair) < _COMMON_ROWS:
            continue
        names = [
            tables.give(f"{side}_met", concat_tables(rows))
            for side, *rows in zip(("left", "right"), *met, strict=True)
        ]
        now = [rows.now(name, *range(begun, bucket + 1)) for rows, name in zip(sides, names, strict=True)]
        relations = [_but_tied(rows) if tied else rows for rows in now]
        parts.append(_findings_of(tables, found, relations, f"findings-{begun}-to-{bucket}"))
        met, begun = [], bucket + 1
    return parts


def _but_tied(rows: str) -> str:
    return f"(select own.* from {rows} as own anti join tied on tied.id = own.id)"


def _findings_of(tables: Tables, found: str, relations: Sequence[str], name: str, some: str = "") -> Path:
    for side, rows in zip(("left", "right"), relations, strict=True):
        tables.view(f"{side}_rows", f"select * from {rows} as own {some}")
    return tables.part(name, found)


def _piecewise(tables: Tables, found: str, relations: Sequence[str], bucket: int, buckets: int) -> list[Path]:
    """The findings of a bucket by itself; person by person in pieces where even that needs too much memory.

    How much a bucket needs depends on how many persons are common, which nobody knows before.
    """
    try:
        return [_findings_of(tables, found, relations, f"findings-{bucket}")]
    except duckdb.OutOfMemoryException:
        return [
            _findings_of(
                tables,
                found,
                relations,
                f"findings-{bucket}-{piece}",
                f"where hash(id) // {buckets} % {_PIECES} = {piece}",
            )
            for piece in range(_PIECES)
        ]
