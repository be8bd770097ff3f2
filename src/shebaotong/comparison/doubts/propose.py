"""From two lists of persons to proposed pairs. A proposal is a doubt for somebody to check, never a match."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

import duckdb

from shebaotong.comparison.doubts import persons
from shebaotong.comparison.doubts.model import PROPOSED_FROM, settings
from shebaotong.comparison.intact import intact
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.paths import literal
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.sources import Source

_NOBODY = "(select null::bigint as left_id, null::bigint as right_id, null::double as probability limit 0)"


def check_installed() -> None:
    """Raises InputProblem, saying how to get it, where Splink is not installed."""
    if find_spec("splink") is None:
        raise InputProblem(
            "--statistical needs Splink, which is not installed. Run `pip install 'shebaotong[statistical]'`,"
            " or leave the option out: the rules work without it."
        )


def propose(
    connection: duckdb.DuckDBPyConnection, kind: Kind, left: Source, right: Source, target: Path
) -> None:
    """Write the proposed pairs (left_id, right_id, probability) as Parquet.

    Needs the relations ``numbers`` (id, number) and ``cascade`` (left_id, right_id).
    """
    for (name, side), source in zip(kind.sides, (left, right), strict=True):
        with intact(source):
            _table(connection, f"{name}_persons", persons.persons(source, side))
    for own, other in (("left", "right"), ("right", "left")):
        _table(connection, f"{own}_rest", persons.remainder(f"{own}_persons", f"{other}_persons"))
        _table(connection, f"{own}_prepared", persons.prepared(f"{own}_rest"))
    for own, other in (("left", "right"), ("right", "left")):
        _table(connection, f"{own}_candidates", persons.candidates(f"{own}_prepared", f"{other}_prepared"))
    sizes = [_count(connection, f"{own}_candidates") for own in ("left", "right")]
    if all(sizes):
        largest = max(_count(connection, f"{own}_persons") for own in ("left", "right"))
        found = _predicted(connection, largest)
    else:
        found = _NOBODY
    connection.execute(f"copy (select * from {found} order by all) to {literal(target)} (format parquet)")


def _predicted(connection: duckdb.DuckDBPyConnection, largest: int) -> str:
    """Splink's pairs above the threshold, each once, as a relation."""
    from splink import DuckDBAPI, Linker

    splink = DuckDBAPI(connection)
    tables = [splink.register(f"{side}_candidates", dataset_display_name=side) for side in ("left", "right")]
    linker = Linker(tables, settings(largest=largest), log_level=logging.ERROR)
    pairs = linker.inference.predict(threshold_match_probability=PROPOSED_FROM)
    # Splink names its sides in order of their names, which is ours.
    return f"""(
      select unique_id_l as left_id, unique_id_r as right_id, max(match_probability) as probability
      from {pairs.physical_name} where source_dataset_l = 'left' group by all
    ) as found"""


def _table(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    connection.execute(f"create or replace temp table {name} as {select}")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    count: int = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
    return count
