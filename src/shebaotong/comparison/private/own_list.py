"""A province's own file as a list of persons whose number is certain, and their rows when they are asked for.

Rows are read as the open comparison reads them. A person is on the list for at least one row whose number
is certain; then all rows of that number count, as they do openly. Rejected rows, rows that can clash with
nothing and broken numbers stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from shebaotong.comparison import numbers
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.encode import ODD, REGULAR, encoded
from shebaotong.comparison.intact import intact
from shebaotong.comparison.kinds import KINDS
from shebaotong.comparison.private.commitment import Opening, file_digest
from shebaotong.comparison.private.mandate import Side
from shebaotong.comparison.private.needs import NUMBER_FORM
from shebaotong.comparison.sources import open_source, scans

Row = tuple[int, tuple[str | None, ...]]
"""A person's place in the common list, and columns of one row as text."""

_PERMIT_MARK = "|"
"""Between a permit and its birth date: no number holds it, so no permit can be taken for a resident."""


@dataclass(frozen=True, slots=True)
class OwnList:
    """Distinct certain persons by ``keys``, in order; the rows stay in a database in the work folder."""

    kind: str
    side: Side
    keys: list[bytes]
    rows: int
    files: tuple[str, ...]
    _connection: duckdb.DuckDBPyConnection

    def opening(self, salt: str) -> Opening:
        """What a commitment to this list hides."""
        return Opening(salt, self.kind, self.rows, len(self.keys), self.files)

    def rows_of(self, places: Sequence[int], columns: Sequence[str]) -> list[Row]:
        """The rows of the persons at ``places`` of the list, each with the place in ``places``; in order.

        Rows of a permit that stands on the list with two birth dates come once, at the first place.
        """
        import pyarrow  # heavy, and the open comparison does without unless it is kept

        asked = pyarrow.table(
            {
                "place": pyarrow.array(range(len(places)), pyarrow.int64()),
                "own_number": pyarrow.array(
                    [number_in(self.keys[index]) for index in places], pyarrow.string()
                ),
            }
        )
        self._connection.register("asked", asked)
        wanted = ", ".join(f'"{column}"' for column in columns)
        once = "select own_number, min(place) as place from asked group by own_number"
        found = self._connection.execute(
            f"select place, {wanted} from ({once}) as once join own using (own_number) order by all"
        ).fetchall()
        return [(place, tuple(values)) for place, *values in found]


@contextmanager
def own_list(path: str, *, kind: str, side: Side, work: Path) -> Iterator[OwnList]:
    """Read a file, a folder or a pattern. Raises InputProblem where the open comparison would."""
    rules = dict(KINDS[kind].sides)[side]
    with (
        TemporaryDirectory(dir=work, prefix="own-") as folder,
        duckdb.connect(f"{folder}/own.duckdb") as connection,
    ):
        connection.create_function("tidy_number", numbers.tidy_number, ["VARCHAR"], "VARCHAR")
        connection.create_function("tidy_name", numbers.tidy_name, ["VARCHAR"], "VARCHAR")
        source = open_source(side=side, path=path, layout=rules.layout, connection=connection)
        read = " union all ".join(scan.select for scan in scans(source))
        columns = ", ".join(f'"{column}"' for column in rules.layout.order)
        every_row = f"""
            select {columns}, place, grade,
              case when shape = 15 and place = {REGULAR} then '15' else '' end as {NUMBER_FORM},
              case when place = {REGULAR} then {numbers.eighteen("id", DUCKDB)} else number end as own_number,
              case when place = {REGULAR} then '' else concat('{_PERMIT_MARK}', birth) end as mark
            from ({encoded(read, rules, DUCKDB)}) as encoded_rows
        """
        # The digests, too, are those of the files that were read.
        with intact(source):
            connection.execute(f"create table every_row as {every_row}")
            files = sorted(file for group in source.groups for file in group.files)
            digests = tuple(file_digest(Path(file)) for file in files)
        rows = connection.execute("select count(*) from every_row").fetchall()[0][0]
        connection.execute(f"""
            create table own as select * exclude (place) from every_row where place in ({REGULAR}, {ODD})
        """)
        connection.execute("drop table every_row")
        keys = connection.execute(
            "select distinct concat(own_number, mark) as key from own"
            f" where grade >= {numbers.SURE} order by key"
        ).fetchall()
        yield OwnList(
            kind=kind,
            side=side,
            keys=[key.encode() for (key,) in keys],
            rows=rows,
            files=digests,
            _connection=connection,
        )


def number_in(key: bytes) -> str:
    """The document number of a key."""
    return key.decode().split(_PERMIT_MARK)[0]
