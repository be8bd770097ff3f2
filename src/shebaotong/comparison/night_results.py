"""The results of a night, side by side: findings in words, and rejected rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from shebaotong.comparison import wording
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.found import Merged
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.lanes import at_once
from shebaotong.comparison.output import as_it_comes, write_by_one
from shebaotong.comparison.output import rejects as rejects_of
from shebaotong.comparison.tables import Tables


def write_both(
    tables: Tables,
    kind: Kind,
    *,
    found: Merged,
    kept: Path,
    findings: Path,
    rejected: Sequence[str],
    rejects: Path | None,
) -> int:
    """Write the findings in words, and the rejected rows where a file is given; gives how many findings.

    The findings are kept as numbers, too, in the file ``kept``. ``rejected`` is as in output.rejects.
    """

    def word(lane: Tables) -> int:
        rows = lane.give("found_rows", found.rows(kept))
        return write_by_one(lane.connection, wording.worded(kind, rows, DUCKDB), findings)

    works: list[Callable[[Tables], int]] = [word]
    if rejects is not None:
        select = rejects_of(kind, rejected)
        works.append(lambda lane: write_by_one(lane.connection, select, rejects))
    with as_it_comes(tables.connection):
        return at_once(tables, works, helped=False)[0]
