"""The change log of a side: rows that were inserted or deleted since, encoded like the rows themselves.

A changed row is a deleted one and an inserted one; so is a corrected number. The log nets out by counting: a
row counts as often as it was inserted, less the times that it was deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from shebaotong.comparison.by_person import Ids, PersonRows, spread
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.encode import COLUMNS, ODD, REGULAR, REJECTED, encoded
from shebaotong.comparison.ingest import Encoded, rejected_text
from shebaotong.comparison.intact import intact
from shebaotong.comparison.job import SideCount
from shebaotong.comparison.kinds import Side
from shebaotong.comparison.layouts import Layout
from shebaotong.comparison.paths import literal, pattern, rows_of
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.sources import Source, scans
from shebaotong.comparison.tables import Tables

CHANGE = "change"


def with_change(layout: Layout) -> Layout:
    """The layout of a side's change file: its columns, and ``change``, insert or delete."""
    return replace(layout, texts=(*layout.texts, CHANGE), order=(*layout.order, CHANGE))


def read_changes(connection: duckdb.DuckDBPyConnection, source: Source, side: Side, file: Path) -> None:
    """Write the encoded changes (with ``place`` and ``weight``) of ``source``. Raises InputProblem."""
    parts = scans(source)
    rows = encoded(" union all ".join(part.select for part in parts), side, DUCKDB)
    select = f"""
          select {", ".join(COLUMNS[side.layout.name])},
            case when place = {ODD} then sex_code end as sex_code,
            case when place = {ODD} then number
              when place = {REJECTED} then {rejected_text(side.layout, DUCKDB)} end as text,
            cast(place as tinyint) as place,
            case {CHANGE} when 'insert' then 1 when 'delete' then -1 end as weight
          from ({rows}) as encoded_rows
    """
    with intact(source):
        connection.execute(f"copy ({select}) to {literal(file)} (format parquet)")
    unread = sum(
        connection.execute(f"select count(*) from {part.lines}").fetchall()[0][0]
        for part in parts
        if part.lines is not None
    )
    unknown = connection.execute(
        f"select count(*) from read_parquet({pattern(file)}) where weight is null"
    ).fetchall()
    if unread or unknown[0][0]:
        raise InputProblem(
            f"{source.groups[0].files[0]}: every line must be whole, and its {CHANGE} insert or delete."
        )


@dataclass(frozen=True, slots=True)
class Current:
    """A side as it is after its changes: the first run's rows, but for persons whose rows changed since."""

    base: Encoded
    persons: PersonRows
    side: str

    @property
    def buckets(self) -> int:
        return self.persons.buckets

    @property
    def _columns(self) -> str:
        return ", ".join(self._keys)

    @property
    def _keys(self) -> tuple[str, ...]:
        """What a row is; the text of an odd number is as good as its id."""
        return (*COLUMNS[self.base.layout.name], "sex_code")

    def rows(self, *buckets: int) -> str:
        return self.now(self.base.rows(*buckets), *buckets)

    def now(self, base: str, *buckets: int) -> str:
        """The rows ``base`` of the first run in these buckets as they are now."""
        return self._but_changed(base, f"hash(id) % {self.buckets} in {_listed(buckets)}")

    def odd_rows(self, *buckets: int) -> str:
        return f"(from {self.side}_odd_now where hash(id) % {self.buckets} in {_listed(buckets)})"

    def _but_changed(self, rows: str, some: str) -> str:
        # Not "id not in": DuckDB takes that to leave few rows, and builds its tables from the many others.
        columns = ", ".join(f"base.{column}" for column in self._keys)
        return (
            f"(select {columns} from {rows} as base anti join changed on changed.id = base.id"
            f" union all select {self._columns} from {self.side}_net where {some})"
        )

    def log(self, tables: Tables, log: list[Path]) -> None:
        """Make ``…_log``, all changes of rows that are compared."""
        nothing = f"select *, 1 as weight from {Encoded(self.base.layout, ()).rows(0)}"
        tables.view(f"{self.side}_log", some_of(log) if log else nothing)

    def net(self, tables: Tables, changed: Mapping[int, Ids]) -> None:
        """Make ``…_net``, the rows now of the ids ``changed``. Raises InputProblem.

        These are the ids in the log of either side (also the relation ``changed``): the other side's rows of
        a changed person will be asked for. Makes ``…_odd_now``, too, who has an odd number now.
        """
        found = tables.give(f"{self.side}_found", self.persons.of_ids(changed))
        counted = ", ".join(
            "cast(amount * sum(weight) as bigint) as amount" if key == "amount" else key for key in self._keys
        )
        tables.keep(
            f"{self.side}_net",
            f"""
            select {counted}, cast(sum(weight) as int) as weight
            from (
              select {self._columns}, 1 as weight from {found}
              union all select {self._columns}, weight from {self.side}_log
            ) as all_of_them
            group by {self._columns} having sum(weight) <> 0
            """,
        )
        if tables.count(f"(from {self.side}_net where weight < 0)"):
            raise never_there(self.side)
        self._keep_odd(tables)

    def _keep_odd(self, tables: Tables) -> None:
        columns = "id, name_hash, birth"
        odd = self.base.odd_rows(*range(self.buckets))
        tables.keep(
            f"{self.side}_odd_now",
            f"""
            select {columns} from {odd} as base anti join changed on changed.id = base.id
            union all select {columns} from {self.side}_net where id < 0
            """,
        )

    def of_ids(self, tables: Tables, ids: str) -> str:
        """A relation of the rows now of the ids (``id``) of the SELECT ``ids``, to be read once."""
        asked = spread(
            tables.connection,
            f"select id from ({ids}) as asked(id) where id not in (from changed)",
            self.buckets,
        )
        base = tables.give(f"{self.side}_asked", self.persons.of_ids(asked))
        return (
            f"(select {self._columns} from {base}"
            f" union all select {self._columns} from {self.side}_net where id in ({ids}))"
        )

    def of_people(self, tables: Tables, people: str) -> str:
        """A relation, to be read once, of the unchanged rows with a ``name_hash`` and ``birth`` of the SELECT
        ``people``, and a few others."""
        base = tables.give(f"{self.side}_named", self.persons.of_people(tables.connection, people))
        return f"(select base.* from {base} as base anti join changed on changed.id = base.id)"

    def rejected(self, log: list[Path]) -> str:
        """A relation of the rejected rows now, as texts with their number."""
        first = f"select text, 1 as weight from {self.base.rows(REJECTED)} as base"
        later = "".join(
            f" union all select text, weight from {pattern(file)} where place = {REJECTED}" for file in log
        )
        # Two equal rows may come from different files: what nets out are the rows.
        return f"""(
          select any_value(text) as text, cast(sum(weight) as bigint) as weight
          from (select *, from_json(text, '["VARCHAR"]') as raw from ({first}{later}) as rejected) as listed
          group by raw[1], raw[4:] having sum(weight) <> 0
        )"""


def extend_dictionary(tables: Tables, before: str, read: list[Path]) -> None:
    """Make ``numbers``, in which those that no earlier night knew follow on below the others."""
    odd = "".join(f" union select text from {pattern(file)} where place = {ODD}" for file in read)
    tables.keep(
        "numbers",
        f"""
        with fresh as (
          select text from (select null::varchar as text{odd}) as read
          where text is not null and text not in (select number from {before})
        )
        select number, id from {before}
        union all
        select text, least(0, (select min(id) from {before})) - row_number() over (order by text)
        from fresh
        """,
    )


def number_changes(tables: Tables, file: Path) -> None:
    """Write the odd rows of the changes in ``file`` beside it, with their ids. Needs ``numbers``."""
    tables.part(
        _odd(file).stem,
        f"""
        select read.* replace (numbers.id as id)
        from {pattern(file)} as read join numbers on numbers.number = read.text where read.place = {ODD}
        """,
    )


def some_of(log: Sequence[Path]) -> str:
    """SELECT of the changes of rows that are compared."""
    return (
        f"select * from {rows_of(log)} where place = {REGULAR}"
        f" union all select * from {rows_of([_odd(file) for file in log])}"
    )


def _odd(file: Path) -> Path:
    return file.with_name(f"{file.stem}-odd.parquet")


def never_there(side: str) -> InputProblem:
    return InputProblem(
        f"--{side}-changes: deletes a row that is not there. The log has a gap, or was given twice;"
        " begin anew with compare --keep."
    )


def counted(file: Path, before: SideCount, connection: duckdb.DuckDBPyConnection) -> SideCount:
    """Rows of a side after the changes in ``file``."""
    rows, rejected = connection.execute(
        f"select coalesce(sum(weight), 0), coalesce(sum(weight) filter (place = {REJECTED}), 0)"
        f" from {pattern(file)}"
    ).fetchall()[0]
    return SideCount(before.rows_in + int(rows), before.rejected + int(rejected))


def _listed(buckets: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, buckets))})"
