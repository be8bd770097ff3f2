"""The cascade beyond equal numbers: which different numbers may be one person's, and by what sign.

In falling certainty: documents known to be one person's (``--links``); a travel permit issued anew, whose
stem stays; name and birth date equal, sex not contradicting, with at least one number that is not a resident
number (two right resident numbers that differ are two persons). All of these are doubts with their evidence.

Relations that the caller defines: ``left_rows``, ``right_rows`` (encoded, with ``sex_code`` for ids below
zero), ``left_odd_rows``, ``right_odd_rows`` (those with ids below zero), ``numbers`` (id, number) for ids
below zero, ``families`` (id, person) for linked documents.
"""

from __future__ import annotations

from shebaotong.comparison import numbers
from shebaotong.comparison.dialect import Dialect
from shebaotong.comparison.evidence import CLOSE, LINKED, NAMESAKE, REISSUED, STATISTICAL, TIES

CROWD = 20
"""A name and birth date, or a stem, that more persons of one side share names nobody: a placeholder."""
CLOSE_EDITS = 2
"""So many edits (a swap of neighbours is two) turn a number into one that was mistyped."""


def people(side: str) -> str:
    """SELECT of the distinct persons of a side whose name and birth date an odd number shares."""
    return f"""
      select distinct id, name_hash, birth,
        case when id >= 0 then 2 - id % 2 else sex_code end as sex
      from {side}_rows semi join odd_people
        on {side}_rows.name_hash = odd_people.name_hash and {side}_rows.birth = odd_people.birth
    """


def fresh_people(odd_before: str) -> str:
    """SELECT of what is in ``odd_people`` and was not in ``odd_before``, what it was the night before."""
    return f"select name_hash, birth from odd_people except select name_hash, birth from {odd_before}"


def people_after(side: str, *, people_before: str, odd_before: str, named: str) -> str:
    """The same as :func:`people` after a night, from what it was before (``people_before``).

    Needs ``changed``, the ids whose rows are others than in the first run, and ``…_net`` with their rows now.
    ``named`` is a relation of at least the rows of all others with a name and birth date of
    :func:`fresh_people`.
    """
    columns = "id, name_hash, birth, case when id >= 0 then 2 - id % 2 else sex_code end as sex"
    return f"""
      with fresh as ({fresh_people(odd_before)})
      select distinct id, name_hash, birth, sex
      from (
        select people.*
        from (
          select id, name_hash, birth, sex from {people_before} as before
            anti join changed on changed.id = before.id
        ) as people
          semi join odd_people on people.name_hash = odd_people.name_hash and people.birth = odd_people.birth
        union all
        select {columns} from {side}_net as net
          semi join odd_people on net.name_hash = odd_people.name_hash and net.birth = odd_people.birth
        union all
        select {columns} from {named} as named
          semi join fresh on named.name_hash = fresh.name_hash and named.birth = fresh.birth
      ) as people
    """


def odd_people() -> str:
    """SELECT of the names and birth dates (name_hash, birth) that come with a number below zero."""
    return " union ".join(
        f"select name_hash, birth from {side}_odd_rows where name_hash is not null and birth is not null"
        for side in ("left", "right")
    )


def cascade(sql: Dialect) -> str:
    """SELECT of (left_id, right_id, tie_confidence, tie_evidence), one row per pair of numbers, by the rules.

    Needs ``left_people`` and ``right_people`` (:func:`people`), ``left_odd`` and ``right_odd`` (id, stem).
    """
    return f"""
    with found as ({_linked()} union all {_reissued()} union all {_namesakes(sql)})
    select left_id, right_id, max(tie_confidence) as tie_confidence, bit_or(tie_evidence) as tie_evidence
    from found group by left_id, right_id
    """


def ties() -> str:
    """SELECT of the pairs of ``cascade`` and ``proposed`` (left_id, right_id), each with its ``person``."""
    return f"""
    select left_id, right_id, tie_confidence, tie_evidence,
      case when left_id >= 0 or right_id < 0 then coalesce(l.person, left_id)
        else coalesce(r.person, right_id) end as person
    from (
      select left_id, right_id, tie_confidence, tie_evidence from cascade
      union all select left_id, right_id, {TIES[STATISTICAL]}, {STATISTICAL} from proposed
    ) as found
    left join families as l on l.id = left_id left join families as r on r.id = right_id
    """


def families() -> str:
    """SELECT of (id, person) of linked documents that occur in the files.

    Needs ``kin`` (number, digits, family). A right resident number names the person if there is one, else the
    first number in text order.
    """
    seen = "select id from left_rows union select id from right_rows"
    return f"""
    with present as (
      select kin.family, coalesce(kin.digits, numbers.id) as id,
        concat(case when kin.digits is null then '1' else '0' end, kin.number) as standing
      from kin left join numbers on numbers.number = kin.number
      where coalesce(kin.digits, numbers.id) in ({seen})
    ),
    first as (select family, min(standing) as standing from present group by family having count(*) > 1)
    select member.id, named.id as person
    from present as member join first on first.family = member.family
      join present as named on named.family = first.family and named.standing = first.standing
    """


def odd(side: str, sql: Dialect) -> str:
    """SELECT of the odd numbers of a side with the stem that survives a new issue (null without one)."""
    home = f"case when {sql.matches('number', '[HM][0-9]{8}([0-9]{2})?')} then substr(number, 1, 9)"
    taiwan = f"when {sql.matches('number', '[0-9]{8}([0-9]{2}[A-Z]?)?')} then substr(number, 1, 8) end"
    return f"""
      select id, {home} {taiwan} as stem from numbers
      where id in (select id from {side}_odd_rows)
    """


def tied_ids() -> str:
    """SELECT of the ids whose rows must meet through ``matches``."""
    return "select left_id as id from ties union select right_id from ties union select id from families"


def matches() -> str:
    """SELECT of how rows of tied persons meet: through a tie, or through the number itself."""
    return """
      select left_id, right_id, person, tie_confidence, tie_evidence from ties
      union all
      select tied.id, tied.id, coalesce(families.person, tied.id), null, null
      from tied left join families on families.id = tied.id
    """


def _linked() -> str:
    return f"""
      select l.id as left_id, r.id as right_id, {TIES[LINKED]} as tie_confidence, {LINKED} as tie_evidence
      from families as l join families as r on l.person = r.person and l.id <> r.id
    """


def _reissued() -> str:
    crowded = " union ".join(
        f"select stem from {side}_odd group by stem having count(*) > {CROWD}" for side in ("left", "right")
    )
    return f"""
      select l.id, r.id, {TIES[REISSUED]}, {REISSUED}
      from left_odd as l join right_odd as r on l.stem = r.stem and l.id <> r.id
        anti join ({crowded}) as crowded on crowded.stem = l.stem
    """


def _namesakes(sql: Dialect) -> str:
    crowded = " union ".join(
        f"select name_hash, birth from {side}_people group by name_hash, birth"
        f" having count(distinct id) > {CROWD}"
        for side in ("left", "right")
    )
    left, right = (
        f"case when {side}_id >= 0 then {numbers.eighteen(f'{side}_id', sql)} else {side}_number.number end"
        for side in ("left", "right")
    )
    close = f"levenshtein({left}, {right}) <= {CLOSE_EDITS}"
    return f"""
      select left_id, right_id,
        case when {close} then {TIES[CLOSE]} else {TIES[NAMESAKE]} end,
        case when {close} then {CLOSE} else {NAMESAKE} end
      from (
        select distinct l.id as left_id, r.id as right_id
        from left_people as l join right_people as r
          on l.name_hash = r.name_hash and l.birth = r.birth
          anti join ({crowded}) as crowded on crowded.name_hash = l.name_hash and crowded.birth = l.birth
        where l.id <> r.id and (l.id < 0 or r.id < 0) and coalesce(l.sex = r.sex, true)
      ) as pairs_of_numbers
      left join numbers as left_number on left_number.id = left_id
      left join numbers as right_number on right_number.id = right_id
    """
