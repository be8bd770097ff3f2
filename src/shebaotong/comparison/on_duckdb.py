"""The comparison on DuckDB: files to encoded buckets, then bucket after bucket to findings.

Persons are spread over buckets by a hash of their number, so that one bucket of either side at a time needs
memory. Rows of persons who are known under several numbers meet after the buckets, by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import duckdb

from shebaotong.comparison.behind import write_evidence
from shebaotong.comparison.doubts.propose import propose
from shebaotong.comparison.encode import REJECTED
from shebaotong.comparison.ingest import Encoded, encode_side, number_odd_rows, spread_odd_rows
from shebaotong.comparison.job import Job, Outcome, Progress
from shebaotong.comparison.kept import State, begin, place_for
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.layouts import LINKS
from shebaotong.comparison.links import write_families
from shebaotong.comparison.output import write_findings, write_rejects
from shebaotong.comparison.passes import compare_all, tie_sides
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.sources import Source, open_source
from shebaotong.comparison.tables import (
    MOST_BUCKETS,
    PROCESS_MB,
    USUAL_MB,
    Tables,
    bounded,
    connected,
    make_room_for_arrow,
)
from shebaotong.comparison.work import work_beside

_ROWS_PER_BUCKET_AND_MB = 8_400
_VERSION = 1
"""Of what the work folder holds; a folder of another version is not gone on with."""


def run(job: Job, progress: Progress) -> Outcome:
    """Compare, write the findings and the rejected rows. Raises InputProblem."""
    with place_for(job.keep), connected() as connection:
        sources = [
            open_source(side=name, path=path, layout=side.layout, connection=connection)
            for (name, side), path in zip(job.kind.sides, (job.left, job.right), strict=True)
        ]
        links = None
        if job.links is not None:
            links = open_source(side="links", path=str(job.links), layout=LINKS, connection=connection)
        memory_mb = job.memory_mb or USUAL_MB
        buckets = job.buckets or _buckets(sum(source.rows for source in sources), memory_mb)
        key = {
            "version": [_VERSION, duckdb.__version__],
            "files": [source.fingerprint for source in (*sources, *([links] if links else []))],
            "kind": job.kind.name,
            "as_of": job.last_month,
            "buckets": buckets,
            "statistical": job.statistical,
        }
        with (
            work_beside(job.out, key=key) as work,
            bounded(connection, memory_mb=memory_mb, spill=work.folder / "spill"),
        ):
            tables = Tables(connection, work)
            kin = None
            if links is not None:
                kin = work.once("kin.parquet", partial(write_families, connection, links))
            sides = encode(tables, job.kind, sources, buckets=buckets, progress=progress)

            def proposals() -> str:
                make = partial(propose, connection, job.kind, sources[0], sources[1])
                return pattern(work.once("proposed.parquet", make))

            tied = tie_sides(
                tables,
                sides,
                kin=kin,
                propose=proposals if job.statistical else None,
                buckets=buckets,
                progress=progress,
            )
            parts = compare_all(
                tables, job.kind, sides, tied=tied, as_of=job.last_month, buckets=buckets, progress=progress
            )
            counts = sides[0].count, sides[1].count
            findings = _write(job, tables, sides, parts, progress)
            if job.evidence is not None:
                progress("evidence", 0, 1)
                write_evidence(tables, job.kind, sources, parts, job.evidence, tied=tied > 0)
                progress("evidence", 1, 1)
            if job.keep is not None:
                linked = None if kin is None else 0
                state = State(job.kind.name, job.last_month, buckets, 0, *counts, linked)
                make_room_for_arrow(connection, memory_mb)
                begin(job.keep, tables, sides, parts, state)
            return Outcome(*counts, findings)


def _write(
    job: Job, tables: Tables, sides: tuple[Encoded, Encoded], parts: list[Path], progress: Progress
) -> int:
    progress("write", 0, 1)
    findings = write_findings(tables.connection, job.kind, parts, job.out)
    if job.rejects is not None:
        rejected = [rows.rows(REJECTED) for rows in sides]
        write_rejects(tables.connection, job.kind, rejected, job.rejects)
    progress("write", 1, 1)
    return findings


def encode(
    tables: Tables, kind: Kind, sources: Sequence[Source], *, buckets: int, progress: Progress
) -> tuple[Encoded, Encoded]:
    """Read both sides once; then give odd numbers their place in the dictionary and in the buckets."""
    read: list[Encoded] = []
    for source, (name, side) in zip(sources, kind.sides, strict=True):
        progress("read", len(read), 2)
        make = partial(encode_side, tables.connection, source, side, buckets=buckets)
        read.append(Encoded(source.layout, (tables.work.once(name, make),)))
    progress("read", 2, 2)
    make = partial(number_odd_rows, tables.connection, read[0], read[1])
    tables.view("numbers", f"from {pattern(tables.work.once('numbers.parquet', make))}")
    spread = []
    for rows, (name, _) in zip(read, kind.sides, strict=True):
        make = partial(spread_odd_rows, tables.connection, rows, "numbers", buckets=buckets)
        spread.append(Encoded(rows.layout, (*rows.folders, tables.work.once(f"{name}-odd", make))))
    return spread[0], spread[1]


def _buckets(rows: int, memory_mb: int) -> int:
    """So many that the buckets side by side fit into the memory where few persons are common, as usual.

    An odd number: DuckDB's tables of numbers go by the last bits of the hash that the buckets go by, and
    would be crowded where all numbers of a bucket had the same ones.
    """
    own_mb = max(1, memory_mb - PROCESS_MB)
    return min(MOST_BUCKETS - 1, -(-rows // (_ROWS_PER_BUCKET_AND_MB * own_mb)) | 1)
