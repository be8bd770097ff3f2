"""Named relations of one run on DuckDB, and the connection that holds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.disk import on_disk
from shebaotong.comparison.numbers import tidy_name, tidy_number
from shebaotong.comparison.paths import literal, pattern
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.work import Work

if TYPE_CHECKING:
    from pyarrow import RecordBatchReader as Reader
    from pyarrow import Table as Arrow

MOST_BUCKETS = 96
USUAL_MB = 512
"""Memory of a run that says nothing of it."""
PROCESS_MB = 182
"""What the process needs beside DuckDB's own memory: Python, code, buffers of the readers."""
ARROW_MB = 28
"""What a process needs besides that reads rows in the order of persons (by_person)."""
_LEAST_MB = 256


class Tables:
    """Views by name. What is kept lies in the work folder, where a resumed run finds it.

    A run that is not resumed keeps only ``lasting`` there, what later runs need, and the rest in DuckDB.
    """

    sql = DUCKDB

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, work: Work, lasting: Collection[str] | None = None
    ) -> None:
        self.connection = connection
        self.work = work
        self._lasting = lasting
        self._kept: dict[str, Path] = {}
        self._held: set[str] = set()

    def beside(self) -> Tables:
        """Another connection that knows what has been kept, for work side by side with this one's."""
        other = Tables(self.connection.cursor(), self.work, self._lasting)
        for name, file in self._kept.items():
            other.view(name, f"from {pattern(file)}")
        return other

    def adopt(self, other: Tables) -> None:
        """Know what another connection of :meth:`beside` has kept since."""
        self._held |= other._held
        for name, file in other._kept.items():
            if name not in self._kept:
                self._kept[name] = file
                self.view(name, f"from {pattern(file)}")

    def view(self, name: str, select: str) -> None:
        self.connection.execute(f"create or replace temp view {name} as {select}")

    def keep(self, name: str, select: str) -> None:
        """Compute once, then read what was computed."""
        if self._lasting is not None and name not in self._lasting:
            self.connection.execute(f"create or replace table {name} as {select}")
            self.connection.execute(f"drop view if exists temp.{name}")
            self._held.add(name)
            return
        file = self._kept[name] = self.part(name, select)
        self.view(name, f"from {pattern(file)}")

    def forget(self) -> None:
        """Give back the memory of what is kept in DuckDB."""
        for name in self._held:
            self.connection.execute(f"drop table {name}")
        self._held.clear()

    def part(self, name: str, select: str) -> Path:
        """The file of the rows of ``select``, computed once."""
        return self.work.once(
            f"{name}.parquet",
            lambda target: self.connection.execute(f"copy ({select}) to {literal(target)} (format parquet)"),
        )

    def give(self, name: str, rows: Arrow | Reader) -> str:
        """Name rows that lie in memory, or that come from a reader, to be read once. Gives the name."""
        self.connection.execute(f"drop view if exists temp.{name}")
        self.connection.register(name, rows)
        return name

    def count(self, name: str) -> int:
        counted: int = self.connection.execute(f"select count(*) from {name}").fetchall()[0][0]
        return counted


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the tidying functions."""
    with duckdb.connect(":memory:") as connection:
        connection.create_function("tidy_number", tidy_number, ["VARCHAR"], "VARCHAR")
        connection.create_function("tidy_name", tidy_name, ["VARCHAR"], "VARCHAR")
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        # Rows that wait for their bucket: few, as many buckets are open at once.
        connection.execute("set partitioned_write_flush_threshold = 16384")
        connection.execute(f"set partitioned_write_max_open_files = {MOST_BUCKETS + 8}")
        yield connection


def make_room_for_arrow(connection: duckdb.DuckDBPyConnection, memory_mb: int) -> None:
    """From here on a process within ``memory_mb`` (:func:`bounded`) also has rows of Arrow's."""
    connection.execute(f"set memory_limit = '{memory_mb - PROCESS_MB - ARROW_MB}MB'")


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, *, memory_mb: int, spill: Path) -> Iterator[None]:
    """Keep the process within ``memory_mb``; what does not fit goes to ``spill``.

    Raises InputProblem, also for what the disk refuses.
    """
    if memory_mb < _LEAST_MB:
        raise InputProblem(f"--memory {memory_mb}MB: the comparison needs at least {_LEAST_MB}MB.")
    connection.execute(f"set memory_limit = '{memory_mb - PROCESS_MB}MB'")
    connection.execute(f"set temp_directory = {literal(spill)}")
    try:
        with on_disk():
            yield
    except duckdb.OutOfMemoryException as error:
        raise InputProblem(f"--memory {memory_mb}MB is too little for these files.") from error
