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
_MEMORY = "Out of Memory"
"""How DuckDB's own exception begins, of which Arrow makes another."""
_WAITING = 4
"""So many batches are ready before their turn, at the most."""


@contextmanager
def ahead(connection: duckdb.DuckDBPyConnection, select: str) -> Iterator[pa.RecordBatchReader]:
    """The rows of ``select``, in its order. What goes wrong in it is raised.

    ``connection`` is for this alone meanwhile.
    """
    import pyarrow as pa

    ready: Queue[pa.RecordBatch | None] = Queue(_WAITING)
    stopped = Event()
    failed: list[Exception] = []

    def compute() -> None:
        try:
            for batch in rows:
                ready.put(batch)
                if stopped.is_set():
                    return
        except Exception as error:
            failed.append(error)
        ready.put(None)

    def handed_over() -> Iterator[pa.RecordBatch]:
        while (batch := ready.get()) is not None:
            yield batch
        if failed:
            raise failed[0]

    rows = connection.sql(select).to_arrow_reader(_ROWS)
    worker = Thread(target=compute, daemon=True)
    worker.start()
    try:
        yield pa.RecordBatchReader.from_batches(rows.schema, handed_over())
    except Exception as error:
        # Whoever reads says something about its source; what happened there is what counts.
        told = failed[0] if failed else error
        if _MEMORY in str(told):
            raise duckdb.OutOfMemoryException(str(told)) from None
        raise told from None
    finally:
        stopped.set()
        while worker.is_alive():
            try:
                ready.get(timeout=0.01)
            except Empty:
                continue
