"""Whose findings may be others after a night, and their rows.

Concerned are the numbers in tonight's changes, the persons whom those numbers are taken for, before or after,
everybody whose ties changed, and whoever is taken for a person whose other numbers did.
"""

from __future__ import annotations

from shebaotong.comparison import clashes
from shebaotong.comparison.changes import Current, some_of
from shebaotong.comparison.kept import SIDES
from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.lanes import both_sides
from shebaotong.comparison.tables import Tables

_NO_IDS = "select null::bigint as id where false"


def make_concerned(tables: Tables, kind: Kind, sides: tuple[Current, Current], *, before: str) -> None:
    """Make ``concerned`` (person), and of these ``left_rows``, ``right_rows`` and how they meet, ``matches``.

    ``before``: the relation ``all_matches`` of the night before.
    """
    files = [file for side in SIDES if (file := tables.work.folder / f"{side}.parquet").exists()]
    tables.keep("touched", f"select distinct id from ({some_of(files) if files else _NO_IDS})")
    _concerned(tables, before, _shaken(before) if clashes.by_family(kind.right) else _NO_IDS)
    _rows_of_concerned(tables, kind, sides)


def _shaken(before: str) -> str:
    """SELECT of the numbers of families that have other members tonight, or a member in tonight's changes."""
    # Every tied number meets itself, as the person of its family.
    was, now = (
        f"(select left_id as id, person from {matches} where left_id = right_id)"
        for matches in (before, "all_matches")
    )
    return f"""
      select id from (from {was} union from {now}) as own where person in (
        select person from ((from {was} except from {now}) union (from {now} except from {was})) as changed
        union select person from (from {was} union from {now}) as own where id in (select id from touched)
      )
    """


def _concerned(tables: Tables, before: str, shaken: str) -> None:
    """Make ``concerned``, whose findings may differ tonight, and ``meeting``, how their rows meet.

    ``shaken``: SELECT of numbers on whose rows the findings of others depend, and which may give others now.
    """
    tables.keep(
        "concerned",
        f"""
        with moved as (
          (from {before} except from all_matches) union (from all_matches except from {before})
        )
        select id as person from touched
        union
        select person from (from {before} union from all_matches) as matches
        where left_id in (select id from touched) or right_id in (select id from touched)
          or right_id in ({shaken})
        union select person from moved union select left_id from moved union select right_id from moved
        """,
    )
    # Whoever has one number meets in it, if it is on both sides: nearly all who changed are on one.
    tables.keep(
        "meeting",
        """
        select * from all_matches where person in (select person from concerned)
        union all
        select person, person, person, null, null
        from (
          select distinct id as person from left_net where id in (select id from right_net)
          union all select person from concerned where person not in (from changed)
        ) as alone
        where person in (select person from concerned) and person not in (select id from tied)
        """,
    )


def _rows_of_concerned(tables: Tables, kind: Kind, sides: tuple[Current, Current]) -> None:
    """Make ``left_rows`` and ``right_rows`` of the concerned, and ``matches`` of those on the right side."""
    for own, side in kind.sides:
        ids = f"select {own}_id as id from meeting"
        if clashes.by_family(side):
            ids = f"{ids} union {clashes.relatives(ids)}"
        tables.keep(f"{own}_wanted", ids)

    def rows(lane: Tables, place: int) -> None:
        side = SIDES[place]
        now = sides[place].of_ids(lane, f"select id from {side}_wanted")
        lane.keep(f"{side}_some", f"from {now}")

    both_sides(tables, rows)
    tables.keep("matches", "select * from meeting where right_id in (select id from right_some)")
    for own in SIDES:
        tables.view(f"{own}_rows", f"from {own}_some")
