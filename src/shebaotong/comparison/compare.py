"""The comparison, whatever the engine."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from shebaotong.comparison.doubts.propose import check_installed
from shebaotong.comparison.job import Job, Outcome, Progress, Report, memory_in_mb, no_progress, peak_mb
from shebaotong.comparison.kinds import KINDS
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.results import check_results
from shebaotong.comparison.sources import files_of

ENGINES = ("duckdb", "spark")


def compare(
    *,
    left: str,
    right: str,
    kind: str,
    as_of: date,
    out: Path,
    rejects: Path | None = None,
    links: Path | None = None,
    engine: str = "duckdb",
    memory: str | None = None,
    buckets: int | None = None,
    statistical: bool = False,
    keep: Path | None = None,
    evidence: Path | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Compare two sides of files and write the findings to ``out``.

    ``left`` and ``right`` are a file, a folder or a pattern of Parquet or CSV files in the layouts of
    ``kind``. Months after that of ``as_of`` do not count. ``statistical`` adds doubts by statistics, which
    needs Splink. ``memory`` is the most that the process uses; with Spark the heap of the driver, unless a
    Spark is active already. A run that was killed goes on where it was when it is called again with the same
    arguments. ``evidence`` is written with both sides' rows behind each finding (:mod:`.behind`).
    With ``keep``, a new folder, later runs need only the changes (:func:`.compare_changes`). Raises
    InputProblem for anything wrong with files or options.
    """
    if kind not in KINDS:
        raise InputProblem(f"--kind {kind}: choose one of {', '.join(KINDS)}.")
    if engine not in ENGINES:
        raise InputProblem(f"--engine {engine}: choose one of {', '.join(ENGINES)}.")
    if statistical:
        check_installed()
    if keep is not None and statistical:
        raise InputProblem(
            "--keep goes without --statistical: doubts by statistics need the files each time."
        )
    started = time.monotonic()
    job = Job(
        left=left,
        right=right,
        kind=KINDS[kind],
        as_of=as_of,
        out=out,
        rejects=rejects,
        links=links,
        memory_mb=None if memory is None else memory_in_mb(memory),
        buckets=buckets,
        statistical=statistical,
        keep=keep,
        evidence=evidence,
    )
    run = _engine(engine, job)
    check_results(
        {"--out": out, "--rejects": rejects, "--evidence": evidence},
        read=[*files_of(left), *files_of(right), *([] if links is None else [links])],
        keep=keep,
    )
    done = run(job, progress)
    return Report(
        done.left,
        done.right,
        done.findings,
        seconds=time.monotonic() - started,
        peak_memory_mb=peak_mb() + done.beside_mb,
    )


def _engine(name: str, job: Job) -> Callable[[Job, Progress], Outcome]:
    """The engine's ``run``; each is a heavy import that the other does without. Raises InputProblem."""
    if name == "duckdb":
        from shebaotong.comparison import on_duckdb

        return on_duckdb.run
    if job.keep is not None or job.statistical:
        raise InputProblem(
            "--engine spark goes without --keep and --statistical: both need DuckDB. Leave --engine out."
        )
    if find_spec("pyspark") is None:
        raise InputProblem(
            "--engine spark needs PySpark, which is not installed. Run `pip install 'shebaotong[spark]'`,"
            " or leave the option out: the comparison on DuckDB finds the same."
        )
    from shebaotong.comparison import on_spark

    return on_spark.run
