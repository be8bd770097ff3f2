"""The comparison on DuckDB: files to encoded buckets, then bucket after bucket to findings.

Persons are spread over buckets by a hash of their number, so that one bucket of either side at a time needs
memory. Rows of persons who are known under several numbers meet after the buckets, by themselves.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb

from shebaotong.comparison import clashes, ties, wording
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.doubts.propose import propose
from shebaotong.comparison.ingest import Encoded, encode_side, number_odd_rows, spread_odd_rows
from shebaotong.comparison.job import Job, Progress, SideCount
from shebaotong.comparison.layouts import LINKS
from shebaotong.comparison.links import write_families
from shebaotong.comparison.numbers import tidy_name, tidy_number
from shebaotong.comparison.output import write_rejects, write_table
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.sources import Source, open_source
from shebaotong.comparison.work import Work, work_beside

_PROCESS_MB = 160
"""What the process needs beside DuckDB's own memory: Python, code, buffers of the readers."""
_LEAST_MB = 256
_ROWS_PER_BUCKET_AND_MB = 1_500
_MOST_BUCKETS = 96
_TIED_PER_PART = 200_000
_VERSION = 1
"""Of what the work folder holds; a folder of another version is not gone on with."""

Sides = tuple[Encoded, Encoded]
Counts = tuple[SideCount, SideCount, int]


def run(job: Job, progress: Progress) -> Counts:
    """Compare, write the findings and the rejected rows. Raises InputProblem."""
    with duckdb.connect(":memory:") as connection:
        sources = [
            open_source(side=name, path=path, layout=side.layout, connection=connection)
            for (name, side), path in zip(job.kind.sides, (job.left, job.right), strict=True)
        ]
        links = None
        if job.links is not None:
            links = open_source(side="links", path=str(job.links), layout=LINKS, connection=connection)
        buckets = job.buckets or _buckets(sum(source.rows for source in sources), job.memory_mb)
        key = {
            "version": [_VERSION, duckdb.__version__],
            "files": [source.fingerprint for source in (*sources, *([links] if links else []))],
            "kind": job.kind.name,
            "as_of": job.last_month,
            "buckets": buckets,
            "statistical": job.statistical,
        }
        with work_beside(job.out, key=key) as work:
            _configure(connection, job.memory_mb, work.folder)
            try:
                return _Run(job, progress, connection, work, buckets).compare(sources[0], sources[1], links)
            except duckdb.OutOfMemoryException as error:
                raise InputProblem(
                    f"--memory {job.memory_mb}MB is too little for these files. With more, it begins anew."
                ) from error


class _Run:
    def __init__(
        self, job: Job, progress: Progress, connection: duckdb.DuckDBPyConnection, work: Work, buckets: int
    ) -> None:
        self.job = job
        self.progress = progress
        self.connection = connection
        self.work = work
        self.buckets = buckets

    def compare(self, left: Source, right: Source, links: Source | None) -> Counts:
        sides = self._encode(left, right)
        tied = self._tie(sides, (left, right), links)
        parts = [self._bucket(sides, bucket, without_tied=tied > 0) for bucket in range(self.buckets)]
        parts += [
            self._tied_part(part, of=-(-tied // _TIED_PER_PART)) for part in range(-(-tied // _TIED_PER_PART))
        ]
        self.progress("write", 0, 1)
        findings = self._write_findings(parts)
        if self.job.rejects is not None:
            write_rejects(self.connection, sides, self.job.rejects)
        self.progress("write", 1, 1)
        return sides[0].count, sides[1].count, findings

    def _encode(self, left: Source, right: Source) -> Sides:
        """Read both sides once; then give odd numbers their place in the dictionary and in the buckets."""
        read: list[Encoded] = []
        for source, (name, side) in zip((left, right), self.job.kind.sides, strict=True):
            self.progress("read", len(read), 2)
            make = partial(encode_side, self.connection, source, side, buckets=self.buckets)
            read.append(Encoded(source.layout, (self.work.once(name, make),)))
        self.progress("read", 2, 2)
        make = partial(number_odd_rows, self.connection, read[0], read[1])
        self._view("numbers", f"from '{self.work.once('numbers.parquet', make)}'")
        spread = []
        for rows, (name, _) in zip(read, self.job.kind.sides, strict=True):
            make = partial(spread_odd_rows, self.connection, rows, "numbers", buckets=self.buckets)
            spread.append(Encoded(rows.layout, (*rows.folders, self.work.once(f"{name}-odd", make))))
        return spread[0], spread[1]

    def _tie(self, sides: Sides, sources: tuple[Source, Source], links: Source | None) -> int:
        """Find the persons known under several numbers. Gives how many numbers are theirs."""
        for side, rows in zip(("left", "right"), sides, strict=True):
            self._view(f"{side}_rows", f"from {rows.rows(*range(self.buckets))}")
        self.progress("tie", 0, 1)
        self._view("families", "select null::bigint as id, null::bigint as person where false")
        if links is not None:
            kin = self.work.once("kin.parquet", partial(write_families, self.connection, links))
            self._view("kin", f"from '{kin}'")
            self._kept("families", ties.families())
        self._kept("odd_people", ties.odd_people())
        for side in ("left", "right"):
            self._kept(f"{side}_odd", ties.odd(side, DUCKDB))
            self._kept(f"{side}_people", ties.people(side))
        self._kept("cascade", ties.cascade(DUCKDB))
        self._propose(*sources)
        self._kept("ties", ties.ties())
        self._kept("tied", ties.tied_ids())
        tied: int = self.connection.execute("select count(*) from tied").fetchall()[0][0]
        if tied:
            self._kept("all_matches", ties.matches())
            for side in ("left", "right"):
                self._kept(f"{side}_tied", f"select * from {side}_rows where id in (select id from tied)")
        self.progress("tie", 1, 1)
        return tied

    def _propose(self, left: Source, right: Source) -> None:
        """Doubts by statistics for the people whom the cascade leaves, where they are asked for."""
        self._view("proposed", "select null::bigint as left_id, null::bigint as right_id where false")
        if self.job.statistical:
            made = self.work.once(
                "proposed.parquet",
                lambda target: propose(self.connection, self.job.kind, left, right, target),
            )
            self._view("proposed", f"from '{made}'")

    def _bucket(self, sides: Sides, bucket: int, *, without_tied: bool) -> Path:
        """The findings of one bucket of persons."""
        self.progress("compare", bucket, self.buckets)
        for side, rows in zip(("left", "right"), sides, strict=True):
            but = "where id not in (select id from tied)" if without_tied else ""
            self._view(f"{side}_rows", f"from {rows.rows(bucket)} {but}")
        found = clashes.findings(self.job.kind, as_of=self.job.last_month, tied=False)
        return self._part(f"findings-{bucket}.parquet", found)

    def _tied_part(self, part: int, *, of: int) -> Path:
        """The findings of a part of the persons who are known under several numbers."""
        self._view("left_rows", "from left_tied")
        self._view("right_rows", "from right_tied")
        self._view("matches", f"from all_matches where hash(person) % {of} = {part}")
        found = clashes.findings(self.job.kind, as_of=self.job.last_month, tied=True)
        return self._part(f"findings-tied-{part}.parquet", found)

    def _part(self, name: str, found: str) -> Path:
        return self.work.once(
            name, lambda target: self._execute(f"copy ({found}) to '{target}' (format parquet)")
        )

    def _write_findings(self, parts: list[Path]) -> int:
        files = ", ".join(f"'{part}'" for part in parts)
        # Sorted while they are narrow; the words are wide.
        ordered = f"""(
          select found.*, numbers.number
          from read_parquet([{files}]) as found left join numbers on numbers.id = found.person
          order by {clashes.ORDER}
        )"""
        return write_table(self.connection, wording.worded(self.job.kind, ordered, DUCKDB), self.job.out)

    def _kept(self, name: str, select: str) -> None:
        """A table of the cascade that a resumed run finds again."""
        file = self.work.once(
            f"{name}.parquet", lambda target: self._execute(f"copy ({select}) to '{target}' (format parquet)")
        )
        self._view(name, f"from '{file}'")

    def _view(self, name: str, select: str) -> None:
        self._execute(f"create or replace temp view {name} as {select}")

    def _execute(self, statement: str) -> None:
        self.connection.execute(statement)


def _buckets(rows: int, memory_mb: int) -> int:
    """So many that the rows of one bucket, joined and grouped, fit into the memory."""
    return max(1, min(_MOST_BUCKETS, -(-rows // (_ROWS_PER_BUCKET_AND_MB * memory_mb))))


def _configure(connection: duckdb.DuckDBPyConnection, memory_mb: int, folder: Path) -> None:
    if memory_mb < _LEAST_MB:
        raise InputProblem(f"--memory {memory_mb}MB: the comparison needs at least {_LEAST_MB}MB.")
    connection.execute(f"set memory_limit = '{memory_mb - _PROCESS_MB}MB'")
    connection.execute(f"set temp_directory = '{folder}/spill'")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set partitioned_write_flush_threshold = 16384")
    connection.execute(f"set partitioned_write_max_open_files = {_MOST_BUCKETS + 8}")
    connection.execute("set enable_progress_bar = false")
    connection.create_function("tidy_number", tidy_number, ["VARCHAR"], "VARCHAR")
    connection.create_function("tidy_name", tidy_name, ["VARCHAR"], "VARCHAR")
