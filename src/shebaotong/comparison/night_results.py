"""The results of a night: findings put into words and written by two threads, a half of them each.

A night has few persons to compare and all findings to write; one thread would take as long for these as two
take for everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from shebaotong.comparison import wording
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.found import Merged
from shebaotong.comparison.joined import append_csv, append_parquet
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.lanes import at_once
from shebaotong.comparison.output import CSV, PARQUET, as_it_comes, is_csv, write_by_one
from shebaotong.comparison.output import rejects as rejects_of
from shebaotong.comparison.paths import literal
from shebaotong.comparison.tables import Tables


def write_both(
    tables: Tables,
    kind: Kind,
    *,
    found: Merged,
    kept: Sequence[Path],
    findings: Path,
    rejected: Sequence[str],
    rejects: Path | None,
) -> int:
    """Write the findings in words, and the rejected rows where a file is given; gives how many findings.

    The findings are kept as numbers, too, in two files ``kept``. ``rejected`` is as in output.rejects.
    """
    begun, more = findings.with_name(f"{findings.name}.begun"), tables.work.folder / "more-words"

    def word(half: int, lane: Tables) -> int:
        form = PARQUET if not is_csv(findings) else CSV if half == 0 else f"{CSV} false"
        rows = lane.give(f"half_{half}", found.half(half, kept[half]))
        target = literal((begun, more)[half])
        copied: int = lane.connection.execute(
            f"copy ({wording.worded(kind, rows, DUCKDB)}) to {target} ({form})"
        ).fetchall()[0][0]
        return copied

    works: list[Callable[[Tables], int]] = [partial(word, half) for half in range(2)]
    if rejects is not None:
        select = rejects_of(kind, rejected)
        works.append(lambda lane: write_by_one(lane.connection, select, rejects))
    with as_it_comes(tables.connection):
        written = at_once(tables, works, helped=False)
    (append_csv if is_csv(findings) else append_parquet)(begun, more)
    more.unlink()
    begun.replace(findings)
    return sum(written[:2])
