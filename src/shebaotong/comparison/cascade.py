"""Finding the persons known under several numbers, on DuckDB: the steps of :mod:`.ties` one after another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shebaotong.comparison import ties
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.paths import pattern
from shebaotong.comparison.tables import Tables

Propose = Callable[[Path], object]
"""Writes pairs (left_id, right_id) for those whom the relation ``cascade`` leaves."""


def find_ties(tables: Tables, *, kin: Path | None, propose: Propose | None) -> int:
    """Make ``families``, ``ties``, ``tied`` and ``all_matches``. Gives how many numbers are tied.

    Needs ``left_rows``, ``right_rows``, ``left_odd_rows``, ``right_odd_rows`` (those with ids below zero),
    and ``numbers``. ``kin`` holds the linked documents (links.write_families).
    """
    tables.view("families", "select null::bigint as id, null::bigint as person where false")
    if kin is not None:
        tables.view("kin", f"from {pattern(kin)}")
        tables.keep("families", ties.families())
    tables.keep("odd_people", ties.odd_people())
    for side in ("left", "right"):
        tables.keep(f"{side}_odd", ties.odd(side, DUCKDB))
        tables.keep(f"{side}_people", ties.people(side))
    tables.keep("cascade", ties.cascade(DUCKDB))
    proposed = "select null::bigint as left_id, null::bigint as right_id where false"
    if propose is not None:
        proposed = f"from {pattern(tables.work.once('proposed.parquet', propose))}"
    tables.view("proposed", proposed)
    tables.keep("ties", ties.ties())
    tables.keep("tied", ties.tied_ids())
    tables.keep("all_matches", ties.matches())
    return tables.count("tied")
