"""Who is left when numbers and rules have spoken, with the blocks in which they are compared."""

from __future__ import annotations

from shebaotong.comparison import numbers
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.encode import ODD, REGULAR, encoded
from shebaotong.comparison.kinds import Side
from shebaotong.comparison.sources import Source, scans

KEYS = {
    "birth_surname": "birth || first",
    "name_region": "name || region",
    "number_start": "substr(number, 1, 14)",
    "number_end": "substr(number, 7, 11)",
}
"""Two persons are compared where one of these is equal in both: each survives another kind of damage."""

_CROWD = 1000
"""A key that more persons of one side share is a placeholder, or too common to say anything."""


def persons(source: Source, side: Side) -> str:
    """SELECT of the distinct persons of a side, read anew: the encoded rows keep no names.

    Columns ``id, number, name, birth, sex, odd``; ``odd`` where the number is no right resident number.
    Needs the relation ``numbers`` (id, number).
    """
    read = " union all ".join(scan.select for scan in scans(source))
    return f"""
      select distinct coalesce(e.id, numbers.id) as id,
        case when e.place = {REGULAR} then {numbers.eighteen("e.id", DUCKDB)} else e.number end as number,
        e.tidy_name as name, e.birth,
        case when e.place = {REGULAR} then 2 - e.id % 2 else e.sex_code end as sex,
        e.place = {ODD} as odd
      from ({encoded(read, side, DUCKDB)}) as e
        left join numbers on e.place = {ODD} and numbers.number = e.number
      where e.place in ({REGULAR}, {ODD})
    """


def remainder(own: str, other: str) -> str:
    """SELECT of those of the table ``own`` whom neither an equal number nor a tie of the rules joins to
    somebody. Needs ``cascade`` (left_id, right_id)."""
    return f"""
      select * from {own} where id not in (select id from {other})
        and id not in (select left_id from cascade union select right_id from cascade)
    """


def prepared(own: str) -> str:
    """SELECT of ``own`` with the columns that the model compares, and the keys of the blocks."""
    keys = ", ".join(
        f"case when count(*) over (partition by {key}) <= {_CROWD} then {key} end as {name}"
        for name, key in KEYS.items()
    )
    return f"""
      select *, {keys}
      from (
        select id as unique_id, number, name, cast(birth as varchar) as birth, sex, odd,
          substr(name, 1, 1) as first, substr(name, 2, 1) as second, substr(name, 3, 1) as third,
          substr(number, 1, 6) as region,
          case when length(number) >= 17 then substr(number, 1, 6) || substr(number, 15) else number end
            as undated
        from {own}
      ) as own_columns
    """


def candidates(own: str, other: str) -> str:
    """SELECT of the persons of ``own`` who can be compared at all: with an odd number, or in one block with
    somebody of ``other`` who has one. Two right resident numbers that differ are two persons."""
    shared = " or ".join(f"{key} in (select {key} from {other} where odd)" for key in KEYS)
    return f"select * from {own} where odd or {shared}"
