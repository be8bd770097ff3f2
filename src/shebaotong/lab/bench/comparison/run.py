"""``shebaotong bench comparison``: two provinces' files to findings, beside what others make of the same.

Three questions. From text files: our command beside the same work written by hand in DuckDB, and beside our
own night after which one row in a hundred has changed. From encoded files: our buckets beside DuckDB's bare
join and Polars. From encoded files of a million rows: Splink and PySpark.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shebaotong.lab.bench.comparison.provinces import write_changes, write_sides
from shebaotong.lab.bench.comparison.turns import Turns, take_turns
from shebaotong.lab.bench.comparison.variants import MEMORY, FromEncoded, FromText
from shebaotong.lab.bench.measure import load_now, report
from shebaotong.lab.progress import Progress

SMALL_ROWS = 1_000_000
"""Of each side, where the peers are slow."""
LEAST_ROWS = 1_000
OURS, RERUN = "ours", "rerun"


def run(*, rows: int, progress: Progress, rounds: int = 3) -> dict[str, Any]:
    """Measure and check; the one object of the benchmark. ``rows`` are those of each of the two files.

    ``value`` is rows of both CSV files a second, from text to findings. A peer that is not installed is named
    in ``extra.missing`` and has no ratio. Raises ValueError for too few rows, and where two contenders do not
    come to the same findings and rejected rows.
    """
    if rows < LEAST_ROWS:
        raise ValueError(f"at least {LEAST_ROWS} rows are needed")
    load = load_now()
    with TemporaryDirectory(prefix="shebaotong-bench-") as base:
        folder = Path(base)
        progress("Files", 0, 3)
        write_sides(folder, rows=rows)
        progress("Files", 1, 3)
        write_changes(folder, rows=rows)
        progress("Files", 2, 3)
        small = folder
        if rows > SMALL_ROWS:
            small = folder / "small"
            small.mkdir()
            write_sides(small, rows=SMALL_ROWS)
        progress("Files", 3, 3)
        text = _text(FromText(folder), rounds, progress)
        encoded = FromEncoded(folder)
        large = take_turns("Encoded files", encoded.contenders("limit", "polars"), rounds, progress)
        if small != folder:
            FromText(small).keep()
        few = FromEncoded(small)
        slow = take_turns("Encoded files, small", few.contenders("splink", "spark"), rounds, progress)
    ratios = {"duckdb": text.ratio(OURS, "duckdb")}
    for turns in (large, slow):
        ratios |= {name: turns.ratio(OURS, name) for name in turns.answers if name != OURS}
    return report(
        name="comparison",
        unit="rows/s",
        count=2 * rows,
        seconds=text.seconds(OURS),
        ratios=ratios,
        load=load,
        extra={
            "rows_of_each_side": rows,
            "rows_where_slow": min(rows, SMALL_ROWS),
            "memory": MEMORY,
            "cores": os.cpu_count(),
            "findings": text.answers[OURS][0].found,
            "missing": [*encoded.missing("polars"), *few.missing("splink", "spark")],
            "parquet_rows_per_second": round(2 * rows / text.median(f"{OURS} parquet"), 1),
            "parquet_ratio_duckdb": round(text.ratio(f"{OURS} parquet", "duckdb parquet"), 2),
            "rerun_speedup": round(text.ratio(RERUN, OURS), 2),
            "encoded_rows_per_second": round(2 * rows / large.median(OURS), 1),
            "text": _figures(text),
            "encoded": _figures(large),
            "encoded_where_slow": _figures(slow),
        },
        peak_memory_mb=text.peak(OURS),
    )


def _text(files: FromText, rounds: int, progress: Progress) -> Turns:
    """From text to findings, and again for a night's changes. Raises ValueError where those are not right."""
    files.keep()
    contenders = {
        OURS: files.ours,
        "duckdb": files.by_hand,
        f"{OURS} parquet": lambda: files.ours(".parquet"),
        "duckdb parquet": lambda: files.by_hand(".parquet"),
        RERUN: files.rerun,
    }
    turns = take_turns("Text files", contenders, rounds, progress)
    progress("Rerun against all", 0, 1)
    night, anew = files.found_by_rerun(), files.ours_after().found
    if night != anew:
        raise ValueError(f"The rerun after a night's changes finds {night}, a full run finds {anew}.")
    progress("Rerun against all", 1, 1)
    return turns


def _figures(turns: Turns) -> dict[str, dict[str, float]]:
    return {
        name: {
            "seconds": turns.median(name),
            "processor_seconds": turns.processor(name),
            "peak_memory_mb": turns.peak(name),
        }
        for name in turns.answers
    }
