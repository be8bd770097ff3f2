"""The passes over encoded rows: who has several numbers, then bucket after bucket, then those persons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import duckdb

from shebaotong.comparison import clashes, ties
from shebaotong.comparison.cascade import People, Propose, find_ties
from shebaotong.comparison.job import Progress
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.lanes import side_by_side
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.tables import Tables

_TIED_PER_PART = 200_000
_PIECES = 8


class Rows(Protocol):
    """The encoded rows of a side as relations."""

    def rows(self, *buckets: int) -> str:
        """All rows of these buckets."""

    def odd_rows(self, *buckets: int) -> str:
        """Those with ids below zero."""


Sides = tuple[Rows, Rows]


def tie_sides(
    tables: Tables,
    sides: Sides,
    *,
    kin: Path | None,
    propose: Propose | None = None,
    people: People = ties.people,
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
    tied = find_ties(tables, kin=None if kin is None else pattern(kin), propose=propose, people=people)
    progress("tie", 1, 1)
    return tied


def compare_all(
    tables: Tables, kind: Kind, sides: Sides, *, tied: int, as_of: int, buckets: int, progress: Progress
) -> list[Path]:
    """Files of the findings of all persons, bucket by bucket. Comes after :func:`tie_sides`."""
    if tied:
        for side in ("left", "right"):
            tables.keep(f"{side}_tied", f"from {side}_rows where id in (select id from tied)")
    found = clashes.findings(kind, as_of=as_of, tied=False)

    def relations(bucket: int) -> list[str]:
        return [_but_tied(rows.rows(bucket)) if tied else rows.rows(bucket) for rows in sides]

    def compare_bucket(lane: Tables, bucket: int) -> Path:
        return _findings_of(lane, found, relations(bucket), f"findings-{bucket}")

    done = side_by_side(tables, compare_bucket, buckets, partial(progress, "compare"))
    parts = []
    for bucket, file in enumerate(done):
        parts += _piecewise(tables, found, relations(bucket), bucket, buckets) if file is None else [file]
    tied_parts = -(-tied // _TIED_PER_PART)
    for part in range(tied_parts):
        tables.view("left_rows", "from left_tied")
        tables.view("right_rows", "from right_tied")
        tables.view("matches", f"from all_matches where hash(person) % {tied_parts} = {part}")
        parts.append(tables.part(f"findings-tied-{part}", clashes.findings(kind, as_of=as_of, tied=True)))
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
