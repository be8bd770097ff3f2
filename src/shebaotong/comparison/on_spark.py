"""The comparison on Spark: the SQL of the comparison on DuckDB, on one machine or a cluster.

Spark spreads persons over its tasks by itself, so there are no buckets. The read sides and the findings lie
in the work folder when they are complete, where a resumed run finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import duckdb
import pyspark
from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError

from shebaotong.comparison import clashes
from shebaotong.comparison.behind import write_evidence
from shebaotong.comparison.cascade import find_ties
from shebaotong.comparison.dialect import SPARK
from shebaotong.comparison.encode import COLUMNS, ODD, REGULAR, REJECTED, encoded
from shebaotong.comparison.ingest import rejected_text
from shebaotong.comparison.intact import intact
from shebaotong.comparison.job import Job, Outcome, Progress, SideCount
from shebaotong.comparison.kinds import Side
from shebaotong.comparison.layouts import LINKS
from shebaotong.comparison.links import write_families
from shebaotong.comparison.output import write_findings, write_rejects
from shebaotong.comparison.paths import pattern, rows_of
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.sources import Source, open_source
from shebaotong.comparison.spark.memory import peak_mb
from shebaotong.comparison.spark.reading import read
from shebaotong.comparison.spark.session import session
from shebaotong.comparison.spark.tables import SparkTables
from shebaotong.comparison.spark.watching import watched
from shebaotong.comparison.tables import USUAL_MB, Tables, bounded, connected
from shebaotong.comparison.work import work_beside

_VERSION = 1
"""Of what the work folder holds; a folder of another version is not gone on with."""
_DICTIONARY_PARTS = 256
"""So many tasks number the documents that are no resident numbers."""


def run(job: Job, progress: Progress) -> Outcome:
    """Compare, write the findings and the rejected rows. Raises InputProblem."""
    with connected() as connection:
        sources = [
            open_source(side=name, path=path, layout=side.layout, connection=connection)
            for (name, side), path in zip(job.kind.sides, (job.left, job.right), strict=True)
        ]
        links = None
        if job.links is not None:
            links = open_source(side="links", path=str(job.links), layout=LINKS, connection=connection)
        key = {
            "engine": "spark",
            "version": [_VERSION, duckdb.__version__, pyspark.__version__],
            "files": [source.fingerprint for source in (*sources, *([links] if links else []))],
            "kind": job.kind.name,
            "as_of": job.last_month,
        }
        with (
            session(memory_mb=job.memory_mb) as spark,
            work_beside(job.out, key=key) as work,
            bounded(connection, memory_mb=USUAL_MB, spill=work.folder / "spill"),
            _enough_memory(),
        ):
            tables = SparkTables(spark, work)
            if links is not None:
                kin = work.once("kin.parquet", partial(write_families, connection, links))
                tables.read("kin_files", kin)
            with watched(spark, "read", progress):
                read_sides = [
                    _read_side(tables, connection, source, side)
                    for source, (_, side) in zip(sources, job.kind.sides, strict=True)
                ]
                numbers = tables.keep("numbers", _dictionary())
            for name, side in job.kind.sides:
                _name_rows(tables, name, side)
            with watched(spark, "tie", progress):
                tied = find_ties(tables, kin=None if links is None else "kin_files", propose=None)
            with watched(spark, "compare", progress):
                found = tables.keep("findings", _findings(tables, job, tied=bool(tied)))
            on_driver = Tables(connection, work)
            on_driver.view("numbers", f"from {rows_of([numbers])}")
            progress("write", 0, 1)
            findings = write_findings(connection, job.kind, [found], job.out)
            if job.rejects is not None:
                write_rejects(connection, job.kind, [rejected for _, rejected in read_sides], job.rejects)
            progress("write", 1, 1)
            if job.evidence is not None:
                progress("evidence", 0, 1)
                on_driver.view("all_matches", f"from {rows_of([work.folder / 'all_matches.parquet'])}")
                write_evidence(on_driver, job.kind, sources, [found], job.evidence, tied=tied > 0)
                progress("evidence", 1, 1)
            counts = [count for count, _ in read_sides]
            return Outcome(counts[0], counts[1], findings, beside_mb=peak_mb(spark))


def _read_side(
    tables: SparkTables, connection: duckdb.DuckDBPyConnection, source: Source, side: Side
) -> tuple[SideCount, str]:
    """Make ``…_read``, all rows of a side encoded. Gives their number and a relation of the rejected ones."""
    with intact(source):
        rows, lines = read(tables, connection, source)
        encoded_rows = f"""
          select {", ".join(COLUMNS[source.layout.name])},
            case when place = {ODD} then sex_code end as sex_code,
            case when place = {ODD} then number
              when place = {REJECTED} then {rejected_text(source.layout, SPARK)} end as text,
            cast(place as tinyint) as place
          from ({encoded(rows, side, SPARK)}) as encoded_rows
        """
        folder = tables.keep(f"{source.side}_read", encoded_rows)
    broken = "".join(f" union all select text from {pattern(file)}" for file in lines)
    rejected = f"(select text from {rows_of([folder])} where place = {REJECTED}{broken})"
    count = f"select count(*) filter (place <> {REJECTED}) from {rows_of([folder])}"
    compared = connection.execute(count).fetchall()[0][0]
    lost = connection.execute(f"select count(*) from {rejected} as rejected").fetchall()[0][0]
    return SideCount(rows_in=compared + lost, rejected=lost), rejected


def _dictionary() -> str:
    """SELECT of (number, id below zero) of all numbers that are no resident numbers.

    A number falls into one of the parts and is counted there, so that no task sees them all, and one that is
    done again gives the same.
    """
    odd = " union ".join(
        f"select text as number from {side}_read where place = {ODD}" for side in ("left", "right")
    )
    part = f"pmod({SPARK.hash('number')}, cast({_DICTIONARY_PARTS} as bigint))"
    return f"""
      select number,
        -({_DICTIONARY_PARTS} * (row_number() over (partition by part order by number) - 1) + part + 1) as id
      from (select number, {part} as part from ({odd}) as odd) as parted
    """


def _name_rows(tables: SparkTables, name: str, side: Side) -> None:
    """Make ``…_rows`` and of them ``…_odd_rows``, those with ids below zero."""
    columns = [column for column in (*COLUMNS[side.layout.name], "sex_code") if column != "id"]
    others = ", ".join(columns)
    tables.keep(
        f"{name}_odd_rows",
        f"select numbers.id, {others} from {name}_read"
        f" join numbers on numbers.number = text where place = {ODD}",
    )
    tables.view(
        f"{name}_rows",
        f"select id, {others} from {name}_read where place = {REGULAR}"
        f" union all select id, {others} from {name}_odd_rows",
    )


def _findings(tables: SparkTables, job: Job, *, tied: bool) -> str:
    """SELECT of the findings of all persons."""
    if not tied:
        return _found(tables, job, tied=False)
    for side in ("left", "right"):
        rows = f"select {side}_rows.* from {side}_rows"
        tables.view(f"{side}_tied", f"{rows} semi join tied on {side}_rows.id = tied.id")
        tables.view(f"{side}_rows", f"{rows} anti join tied on {side}_rows.id = tied.id")
    tables.view("found_apart", _found(tables, job, tied=False))
    for side in ("left", "right"):
        tables.view(f"{side}_rows", f"select * from {side}_tied")
    tables.view("matches", "select * from all_matches")
    tables.view("found_tied", _found(tables, job, tied=True))
    return "select * from found_apart union all select * from found_tied"


def _found(tables: SparkTables, job: Job, *, tied: bool) -> str:
    """SELECT of the findings of the persons of ``left_rows`` and ``right_rows``.

    Spark would compute a relation anew wherever it is read, and so those before it a thousand times: what
    several steps read is written.
    """
    *steps, (_, last) = clashes.findings_in_steps(job.kind, as_of=job.last_month, tied=tied)
    for name, select in steps:
        if name not in clashes.used_twice(job.kind):
            tables.view(name, select)
            continue
        written = f"{name}_{'tied' if tied else 'apart'}"
        tables.keep(written, select)
        tables.view(name, f"select * from {written}")
    return last


@contextmanager
def _enough_memory() -> Iterator[None]:
    try:
        yield
    except (Py4JError, ConnectionError) as error:
        told = _told(error)
        if told is None:
            raise InputProblem(
                "Spark has ended in the middle: most often its memory was too little for these files, or"
                " somebody stopped it. Start again with more --memory; what was finished is gone on with."
            ) from None
        if not any(sign in told for sign in _SIGNS_OF_MEMORY):
            raise
        raise InputProblem(
            "The memory of Spark is too little for these files. Give more: --memory on this machine,"
            " spark.executor.memory on a cluster."
        ) from error


_SIGNS_OF_MEMORY = ("OutOfMemory", "Not enough memory")


def _told(error: Exception) -> str | None:
    """What Java says of an error; None where it is gone."""
    if not isinstance(error, Py4JJavaError):
        return None if isinstance(error, (ConnectionError, Py4JNetworkError)) else str(error)
    try:
        return str(error)
    except (Py4JError, ConnectionError):
        return None
