"""A kept comparison's encoded rows compared again, to bare findings: what takes the time, by itself."""

from __future__ import annotations

from pathlib import Path

from shebaotong.comparison.common_rows import Common
from shebaotong.comparison.ingest import Encoded
from shebaotong.comparison.job import Progress, memory_in_mb, no_progress
from shebaotong.comparison.kept import opened
from shebaotong.comparison.passes import compare_all
from shebaotong.comparison.tables import Tables, bounded, connected, make_room_for_arrow
from shebaotong.comparison.work import Work


def compare_encoded(
    *, kept: Path, out: Path, memory: str = "512MB", progress: Progress = no_progress
) -> list[Path]:
    """Compare all persons of a kept comparison, as they were in its first run, by equal numbers alone.

    Writes the findings as numbers (clashes.FINDING), in Parquet files in the new folder ``out``, and gives
    these. For measuring: nothing is read from text, tied or put into words. Raises InputProblem.
    """
    with opened(kept) as store, connected() as connection:
        state = store.state
        out.mkdir()
        memory_mb = memory_in_mb(memory)
        with bounded(connection, memory_mb=memory_mb, spill=out / "spill"):
            make_room_for_arrow(connection, memory_mb)
            left, right = (
                Encoded(side.layout, (store.base / name, store.base / f"{name}-odd"))
                for name, side in state.kind.sides
            )
            return compare_all(
                Tables(connection, Work(out)),
                state.kind,
                (left, right),
                tied=0,
                as_of=state.as_of,
                buckets=state.buckets,
                progress=progress,
                common=Common(state.kind, (store.by_person("left"), store.by_person("right"))),
            )
