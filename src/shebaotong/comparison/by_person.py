"""Encoded rows in the order of persons: arrays on the disk of which only the persons asked for are touched.

A comparison that is kept pays once for the order. After that the persons of two sides meet by two lists in
order, where a join would have to make a table of one side and look every row of the other up in it.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from shebaotong.comparison.encode import COLUMNS
from shebaotong.comparison.ingest import EXTRA, Encoded
from shebaotong.comparison.layouts import Layout

if TYPE_CHECKING:
    # Loaded where it is used: it takes memory that a comparison which keeps nothing has no use for.
    import pyarrow as pa

Ids = NDArray[np.int64]
"""Encoded numbers in order, each once."""


_AT_ONCE = 65_536
"""Rows that are read at once."""


class Places(NamedTuple):
    """Where the rows of persons stand in a bucket."""

    rows: NDArray[np.int64]
    who: NDArray[np.int64]
    """Of each row, the place of its person in the ids that were asked for."""


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of one side. ``bucket-N-persons.arrow`` has ids in order and where their rows begin;
    ``bucket-N-names.arrow`` has names and birth dates, mixed, in order, and the row of each."""

    layout: Layout
    folder: Path
    buckets: int

    def ids(self, bucket: int) -> Ids:
        found: Ids = mapped(pages(self._persons(bucket))).column("id").to_numpy()
        return found

    def rows(self, bucket: int, places: NDArray[np.int64]) -> pa.Table:
        """The rows of a bucket at ``places``.

        The few rows lie on most pages of the file: each column's are let go before the next one's.
        """
        pa = arrow()
        own = pages(self._rows(bucket))
        table = mapped(own)
        taken = []
        for column in table.columns:
            taken.append(column.take(places))
            own.madvise(mmap.MADV_DONTNEED)
        return pa.table(taken, schema=table.schema)

    def values(self, bucket: int, column: str, kind: type[Any]) -> NDArray[Any]:
        """A column of numbers of all rows of a bucket; where it is null there is any number."""
        return values(mapped(pages(self._rows(bucket))), column, kind)

    def places(self, bucket: int, ids: Ids) -> Places:
        """The rows of those of ``ids`` who are in the bucket."""
        persons = mapped(pages(self._persons(bucket)))
        own, first = persons.column("id").to_numpy(), persons.column("first").to_numpy()
        at = np.searchsorted(own, ids)
        at[at == len(own)] = 0
        there = np.flatnonzero(own[at] == ids) if len(own) else np.empty(0, np.int64)
        begin = first[at[there]]
        count = persons.column("rows").to_numpy()[at[there]]
        return Places(_stretches(begin, count), np.repeat(there, count))

    def of_ids(self, asked: Mapping[int, Ids]) -> pa.RecordBatchReader:
        """The rows of the ids of each bucket (:func:`spread`)."""
        return self._reader(self.rows(bucket, self.places(bucket, ids).rows) for bucket, ids in asked.items())

    def of_people(self, connection: duckdb.DuckDBPyConnection, select: str) -> pa.RecordBatchReader:
        """The rows with a ``name_hash`` and ``birth`` of ``select``, and a few others."""
        people = connection.sql(select).to_arrow_table()
        asked = np.unique(_mixed(people))
        buckets = range(self.buckets) if len(asked) else ()
        return self._reader(self._of_names(bucket, asked) for bucket in buckets)

    def _of_names(self, bucket: int, asked: NDArray[np.uint32]) -> pa.Table:
        """Rows whose name and birth date, mixed, are ``asked``."""
        names = mapped(pages(self._names(bucket)))
        own = values(names, "mixed", np.uint32)
        begin = np.searchsorted(own, asked, side="left")
        count = np.searchsorted(own, asked, side="right") - begin
        rows = values(names, "row", np.int32)[_stretches(begin, count)]
        return self.rows(bucket, np.sort(rows))

    def _reader(self, tables: Iterable[pa.Table]) -> pa.RecordBatchReader:
        schema = mapped(pages(self._rows(0))).schema
        return arrow().RecordBatchReader.from_batches(
            schema, (batch for table in tables for batch in table.to_batches())
        )

    def _persons(self, bucket: int) -> Path:
        return self.folder / f"bucket-{bucket}-persons.arrow"

    def _rows(self, bucket: int) -> Path:
        return self.folder / f"bucket-{bucket}-rows.arrow"

    def _names(self, bucket: int) -> Path:
        return self.folder / f"bucket-{bucket}-names.arrow"


def write_by_person(
    connection: duckdb.DuckDBPyConnection, encoded: Encoded, folder: Path, *, buckets: int
) -> None:
    """Write the compared rows of a side in the order of persons into the new ``folder``."""
    pa = arrow()
    folder.mkdir()
    target = PersonRows(encoded.layout, folder, buckets)
    columns = ", ".join((*COLUMNS[encoded.layout.name], *EXTRA))
    for bucket in range(buckets):
        select = f"select {columns} from {encoded.rows(bucket)} as rows"
        # Batch by batch: as a whole it would lie in DuckDB's memory and in Arrow's at once.
        found = connection.sql(select).to_arrow_reader(_AT_ONCE).read_all()
        order = np.argsort(values(found, "id", np.int64), kind="stable")
        schema, columns_left, sorted_columns = found.schema, found.columns, []
        del found
        while columns_left:
            sorted_columns.append(columns_left.pop(0).take(order).combine_chunks())
        table = pa.table(sorted_columns, schema=schema)
        ids = values(table, "id", np.int64)
        first = np.flatnonzero(np.concatenate((np.ones(min(1, len(ids)), dtype=bool), ids[1:] != ids[:-1])))
        count = np.diff(np.append(first, len(ids)))
        persons = pa.table(
            {"id": ids[first], "first": first.astype(np.int32), "rows": count.astype(np.int32)}
        )
        _write(persons, target._persons(bucket))
        _write(table, target._rows(bucket))
        _write(_names_in_order(table), target._names(bucket))
        pa.default_memory_pool().release_unused()


def _names_in_order(table: pa.Table) -> pa.Table:
    # Sorted as one number each, the row in its lower half.
    both = _mixed(table).astype(np.uint64) << np.uint64(32) | np.arange(len(table), dtype=np.uint64)
    both.sort()
    halves = both.view(np.uint32).reshape(-1, 2)
    return arrow().table({"mixed": halves[:, 1].copy(), "row": halves[:, 0].astype(np.int32)})


def _mixed(table: pa.Table) -> NDArray[np.uint32]:
    """Of each row ``name_hash`` and ``birth`` as 32 bits, which few others share."""
    # Little-endian, as Arrow's files are: the lower half comes first.
    low = values(table, "name_hash", np.int64).view(np.uint32)[::2]
    mixed: NDArray[np.uint32] = low ^ values(table, "birth", np.int32).view(np.uint32)
    return mixed


def _stretches(begin: NDArray[np.integer[Any]], count: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """For each of some stretches its places, one after another: from ``begin``, ``count`` of them."""
    ends = np.cumsum(count)
    return np.repeat(begin - (ends - count), count) + np.arange(ends[-1] if len(ends) else 0)


def values(table: pa.Table, column: str, kind: type[Any]) -> NDArray[Any]:
    """A column of numbers as it lies in memory; where it is null there is any number."""
    chunks = table.column(column).chunks
    parts = [
        np.frombuffer(chunk.buffers()[1], dtype=kind)[chunk.offset : chunk.offset + len(chunk)]
        for chunk in chunks
        if len(chunk)
    ]
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, dtype=kind), *parts])


def spread(connection: duckdb.DuckDBPyConnection, select: str, buckets: int) -> Mapping[int, Ids]:
    """The ids (``id``) of ``select``, which may come more than once, by bucket."""
    table = connection.sql(
        f"select id, cast(hash(id) % {buckets} as utinyint) as bucket from ({select}) as asked"
        " where id is not null"
    ).to_arrow_table()
    ids, bucket = values(table, "id", np.int64), values(table, "bucket", np.uint8)
    order = np.argsort(bucket, kind="stable")
    ids, bucket = ids[order], bucket[order]
    ends: Sequence[int] = np.searchsorted(bucket, np.arange(buckets + 1)).tolist()
    return {
        place: np.unique(ids[begin:end]) for place, (begin, end) in enumerate(pairwise(ends)) if end > begin
    }


def arrow() -> Any:
    """Arrow, with memory that goes back when it is free: its own pool would hold on to it."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    return pa


def pages(file: Path) -> mmap.mmap:
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ)


def mapped(pages: mmap.mmap) -> pa.Table:
    """What a file of Arrow holds, where it lies."""
    from pyarrow import ipc

    pa = arrow()
    return ipc.open_file(pa.BufferReader(pa.py_buffer(pages))).read_all()


def _write(table: pa.Table, file: Path) -> None:
    from pyarrow import ipc

    with ipc.new_file(str(file), table.schema) as writer:
        writer.write_table(table)
