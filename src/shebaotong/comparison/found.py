"""The findings of a kept comparison in the order of the findings file, as numbers, in files of Arrow's.

A night puts its own among those of the night before, as all of a person's are replaced or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
from numpy.typing import NDArray

from shebaotong.comparison import clashes, wording
from shebaotong.comparison.by_person import Ids, arrow, mapped, pages, values
from shebaotong.comparison.dialect import DUCKDB

if TYPE_CHECKING:
    import pyarrow as pa

NOBODY: Ids = np.empty(0, dtype=np.int64)
_ROWS = 16_384
"""Of a batch, or nearly so many."""
_TYPES = {
    "person": "bigint",
    "left_scheme": "tinyint",
    "left_agency": "varchar",
    "right_scheme": "tinyint",
    "right_agency": "varchar",
    "since": "integer",
    "until": "integer",
    "left_amount": "bigint",
    "right_amount": "bigint",
    "confidence": "integer",
    "evidence": "integer",
}


IN_PLACE = "(select id, number, -row_number() over (order by number) as place from numbers)"
"""The dictionary ``numbers`` with the place of each number among all: a night gives those that are new to it
ids below the others, wherever they stand."""


def in_order(found: str, numbers: str, *, place: str = "id") -> str:
    """SELECT of the findings, the relation ``found``, in order, with the ``number`` that names the person.

    ``place``: the column of ``numbers`` that orders those with ids below zero (:data:`IN_PLACE`).
    """
    columns = ", ".join(f"cast(found.{column} as {_TYPES[column]}) as {column}" for column in clashes.FINDING)
    order = clashes.ORDER if place == "id" else f"coalesce(numbers.{place}, person), {clashes.ORDER}"
    # Numbers of 18 characters are made when the rows have their order: they are wide.
    return f"""
      select {", ".join(clashes.FINDING)}, {wording.number(DUCKDB)} as number
      from (
        select {columns}, numbers.number
        from {found} as found left join {numbers} as numbers on numbers.id = found.person
        order by {order}
      ) as ordered
    """


def write_anew(
    connection: duckdb.DuckDBPyConnection, found: str, numbers: str, file: Path, *, place: str = "id"
) -> None:
    """Write all findings, the relation ``found``, in order (see :func:`in_order`)."""
    arrow()
    rows = connection.sql(in_order(found, numbers, place=place)).to_arrow_reader(_ROWS)
    with _written(file, rows.schema) as keep:
        for batch in rows:
            keep(batch)


@dataclass(frozen=True, slots=True)
class Merged:
    """The findings in the file ``before``, but those of the persons ``gone``, and others among them."""

    before: Path | None
    gone: Ids
    """In order."""
    fresh: Path
    """The file (:func:`write_anew`) of the others, who are some of these persons if there are any before."""
    places: Ids | None = None
    """Of the persons with the ids -1, -2 and so on their places (:data:`IN_PLACE`); None: ids are places."""

    def rows(self, target: Path) -> pa.RecordBatchReader:
        """All of them in order. What has been read lies in the file ``target``, too."""
        fresh = mapped(pages(self.fresh))
        return arrow().RecordBatchReader.from_batches(fresh.schema, self._kept(fresh, target))

    def _kept(self, fresh: pa.Table, target: Path) -> Iterator[pa.RecordBatch]:
        with _written(target, fresh.schema) as keep:
            for batch in self._merged(fresh):
                keep(batch)
                yield batch

    def _merged(self, fresh: pa.Table) -> Iterator[pa.RecordBatch]:
        pa = arrow()
        persons, done = self._placed(_persons(fresh)), 0
        for old in _batches(self.before):
            ids = _persons(old)
            own = self._placed(ids)
            end = int(np.searchsorted(persons, own[-1], side="right"))
            stay = np.flatnonzero(~_among(ids, self.gone))
            both = np.concatenate((stay, np.arange(len(own), len(own) + end - done)))
            order = np.argsort(np.concatenate((own[stay], persons[done:end])), kind="stable")
            together = pa.concat_tables([old, fresh.slice(done, end - done)]).combine_chunks()
            yield from _even(together.take(both[order]))
            done = end
        for start in range(done, len(fresh), _ROWS):
            yield from _even(fresh.slice(start, _ROWS))

    def _placed(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """By what persons are ordered."""
        if self.places is None:
            return ids
        placed = ids.copy()
        odd = ids < 0
        placed[odd] = self.places[-ids[odd] - 1]
        return placed


def _batches(file: Path | None) -> Iterator[pa.Table]:
    """Read batch by batch: what is mapped counts as memory of the process."""
    if file is None:
        return
    from pyarrow import ipc

    opened = ipc.open_file(arrow().OSFile(str(file)))
    for place in range(opened.num_record_batches):
        yield arrow().table(opened.get_batch(place))


def _persons(table: pa.Table) -> NDArray[np.int64]:
    return values(table, "person", np.int64)


def _even(table: pa.Table) -> list[pa.RecordBatch]:
    """Batches of about one size: a few rows too many are none of their own, night after night."""
    count = max(1, round(len(table) / _ROWS))
    return table.combine_chunks().to_batches(-(-len(table) // count)) if len(table) else []


def _among(ids: NDArray[np.int64], others: Ids) -> NDArray[np.bool_]:
    """Which of some ids are among others in order."""
    at = np.searchsorted(others, ids)
    at[at == len(others)] = 0
    among: NDArray[np.bool_] = others[at] == ids if len(others) else np.zeros(len(ids), dtype=bool)
    return among


@contextmanager
def _written(file: Path, schema: pa.Schema) -> Iterator[Callable[[pa.RecordBatch], None]]:
    from pyarrow import ipc

    with ipc.new_file(str(file), schema) as writer:
        yield writer.write_batch
