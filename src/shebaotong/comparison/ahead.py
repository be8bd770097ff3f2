"""A query computed ahead, by a thread of its own, while another query reads its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 4096
"""Of each batch that is handed over."""
_WAITING = 4
"""So many batches are ready before their turn, at the most."""


@contextmanager
def ahead(connection: duckdb.DuckDBPyConnection, select: str) -> Iterator[pa.RecordBatchReader]:
    """The rows of ``select``, in its order. What goes wrong in it is raised where they are read.

    ``connection`` is for this alone meanwhile.
    """
    import pyarrow as pa

    ready: Queue[pa.RecordBatch | BaseException | None] = Queue(_WAITING)
    stopped = Event()

    def compute() -> None:
        try:
            for batch in rows:
                ready.put(batch)
                if stopped.is_set():
                    return
            ready.put(None)
        except BaseException as error:
            ready.put(error)

    def handed_over() -> Iterator[pa.RecordBatch]:
        while (batch := ready.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch

    rows = connection.sql(select).to_arrow_reader(_ROWS)
    worker = Thread(target=compute, daemon=True)
    worker.start()
    try:
        yield pa.RecordBatchReader.from_batches(rows.schema, handed_over())
    finally:
        stopped.set()
        while worker.is_alive():
            try:
                ready.get(timeout=0.01)
            except Empty:
                continue
