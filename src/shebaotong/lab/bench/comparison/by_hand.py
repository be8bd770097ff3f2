"""The comparison of enrolments as somebody writes it by hand in DuckDB: all in memory, for these files alone.

It does the same work as ``shebaotong compare`` on the benchmark's files and must give the same findings and
rejected rows; what makes a row fast to read is used here too. It leaves out what makes a product: bounded
memory, going on after a kill, links, crowds of namesakes, other kinds, layouts and column types, every way of
typing, lines that are no records, evidence in words.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

COLUMNS = (
    "person_id", "name", "birth_date", "sex", "kind", "agency", "start_month", "end_month",
    "monthly_base_fen", "status",
)  # fmt: skip
_KINDS = ("employee_pension", "resident_pension", "unemployment", "work_injury")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_TYPED, _MEANT = "０１２３４５６７８９Ｘ　 ", "0123456789X"
_GROUP = "person, kind, left_agency, right_agency, certain"
_PERMIT = "[HM][0-9]{8}([0-9]{2})?"


def compare_by_hand(*, left: Path, right: Path, as_of: int, findings: Path, rejects: Path) -> int:
    """Text files to findings in Parquet; gives how many. ``as_of``: last month that counts, since year 0."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false; set enable_progress_bar = false")
        for side, file in (("left", left), ("right", right)):
            connection.execute(f"create temp table {side}_all as {_encoded(_read(file))}")
            connection.execute(f"""
                create temp view {side}_rows as
                select *, least(coalesce(till, {as_of}), {as_of}) as until from {side}_all
                where reason is null and kind < 3 and status = 'normal' and since <= {as_of}
            """)
        connection.execute(f"""
            copy (
              select 'left' as side, reason, unnest(raw) from left_all where reason is not null
              union all select 'right', reason, unnest(raw) from right_all where reason is not null
            ) to '{rejects}' (format parquet)
        """)
        written = connection.execute(f"copy ({_findings()}) to '{findings}' (format parquet)").fetchall()
    return int(written[0][0])


def _read(file: Path) -> str:
    if file.suffix == ".csv":
        columns = ", ".join(f"'{column}': 'varchar'" for column in COLUMNS)
        return f"read_csv('{file}', auto_detect = false, header = true, columns = {{{columns}}})"
    return f"read_parquet('{file}')"


def _encoded(rows: str) -> str:
    """SELECT of rows as numbers, with ``reason`` and ``raw``, the row itself, where it must be rejected."""
    return f"""
    with {_identified(rows)},
    judged as (
      select *, coalesce((shape = 15 or (shape = 18 and right_mark)) and real, false) as regular,
        case when number is null or number = '' then 'no_number'
          when shape is null then 'bad_number'
          when kind_code is null or status is null or status not in ('normal', 'transferred_out', 'merged')
            or agency is null or trim(agency) = '' or length(agency) > 64 then 'unknown_code'
          when birth_date <> '' and not dated then 'bad_date'
          when since is null or (till is null and end_month <> '') then 'bad_month'
          when till < since then 'end_before_start' end as reason
      from known
    )
    select case when regular then digits else -(hash(number) >> 1)::bigint end as id,
      case when not regular then number end as odd_number,
      case when plain_name then name_hash else hash(translate(upper(name), '　 ·', '')) end as name, birth,
      kind_code::tinyint as kind, agency, status, since::int as since, till::int as till,
      case when not regular then sex end as sex,
      (case when regular and (shape = 18 or confirmed) then 3 when regular then 1
        when shape <> 1 or regexp_full_match(number, '[0-9]{{11,17}}') then -1
        when birth is not null then 2 else 0 end)::tinyint as grade,
      reason, case when reason is not null
        then struct_pack({", ".join(f"{column} := {column}" for column in COLUMNS)}) end as raw
    from judged
    """


def _identified(rows: str) -> str:
    """CTEs up to ``known``: rows with their months, and what their number is."""
    kinds = " ".join(f"when '{kind}' then {place}" for place, kind in enumerate(_KINDS))
    return f"""typed as (
      select *, try_cast(person_id as bigint) as plain, try_cast(birth_date as date) as day,
        concat(start_month, '-01') as first_day, concat(end_month, '-01') as last_day,
        case kind {kinds} end as kind_code, regexp_full_match(name, '[一-鿿]+') as plain_name,
        hash(name) as name_hash
      from {rows}
    ),
    dated as (
      select *, try_cast(first_day as date) as first, try_cast(last_day as date) as last,
        coalesce(plain between {10**17} and {10**18 - 1} and plain::varchar = person_id, false) as eighteen,
        coalesce(day::varchar = birth_date, false) as dated,
        year(day) * 10000 + month(day) * 100 + day(day) as isoday
      from typed
    ),
    numbered as (
      select *, case when eighteen then person_id
          else upper(trim(translate(person_id, '{_TYPED}', '{_MEANT}'))) end as number,
        case when dated then isoday end as birth,
        case when first::varchar = first_day then year(first) * 12 + month(first) - 1 end as since,
        case when last::varchar = last_day then year(last) * 12 + month(last) - 1 end as till
      from dated
    ),
    shaped as (
      select *, case when eighteen or regexp_full_match(number, '[0-9]{{17}}[0-9X]') then 18
          when regexp_full_match(number, '[0-9]{{15}}') then 15
          when regexp_full_match(number, '[0-9A-Z]{{5,17}}') then 1 end as shape
      from numbered
    ),
    wide as (
      select *, case when eighteen then plain // 10 when shape = 18 then substr(number, 1, 17)::bigint
          when shape = 15 then concat(substr(number, 1, 6), '19', substr(number, 7))::bigint end as digits,
        case when eighteen then plain % 10 when number like '%X' then 10
          when shape = 18 then substr(number, 18)::int end as mark
      from shaped
    ),
    checked as (
      select *, ({_weighted("digits")} + mark) % 11 = 1 as right_mark,
        (digits // 1000 % 100000000)::int as born
      from wide
    ),
    known as (
      select *, coalesce(born = birth, false) as confirmed,
        case when born = birth then true else try_cast(concat(born // 10000, '-', born // 100 % 100, '-',
          born % 100) as date) >= '1850-01-01' end as real
      from checked
    )"""


def _weighted(digits: str) -> str:
    """The weighted sum of 17 digits without cutting them out: 10 is -1 modulo 11."""
    terms = [f"{digits} * {_WEIGHTS[-1]}"]
    for place in range(1, 17):
        factor = (_WEIGHTS[-1 - place] + _WEIGHTS[-place]) % 11
        terms.append(f"{digits} // {10**place} * {factor}")
    return f"({' + '.join(terms)})"


def _findings() -> str:
    """SELECT of the findings: who meets, which months clash, which of these are one run."""
    names = " ".join(f"when {place} then '{kind}'" for place, kind in enumerate(_KINDS))
    order = f"partition by {_GROUP} order by since, until rows between unbounded preceding and"
    return f"""
    with {_met()},
    weighed as (
      select *, floor(coalesce(tie, case when grade >= 2 then 100 when grade = 1 then 90
          when grade = 0 then 80 else 75 end) * (case when name_differs then 80 else 100 end)
          * (case when birth_differs then 60 else 100 end) / 10000)::int as confidence,
        confidence = 100 as certain
      from met
    ),
    marked as (
      select *, coalesce(since > 1 + max(until) over ({order} 1 preceding), true)::int as opens from weighed
    ),
    numbered as (select *, sum(opens) over ({order} current row) as run from marked),
    runs as (
      select {_GROUP}, min(since) as since, max(until) as until, min(confidence) as confidence
      from numbered group by {_GROUP}, run
    )
    select
      case when person >= 0
        then concat(person, substr('10X98765432', 1 + {_weighted("person")} % 11, 1)) else odd.number end
        as person_id,
      'enrolment' as kind, left_agency, case runs.kind {names} end as left_scheme,
      right_agency, left_scheme as right_scheme,
      printf('%04d-%02d', since // 12, since % 12 + 1) as first_month,
      printf('%04d-%02d', until // 12, until % 12 + 1) as last_month,
      until - since + 1 as months, confidence / 100 as confidence,
      concat(first_month, '至', last_month, '（', months, '个月），', left_agency, '与', right_agency,
        '同时登记', left_scheme, '参保缴费。本条为疑点，核实前不得据此停发、清理或扣款。') as explanation
    from runs left join odd on odd.id = person
    order by person, left_agency, runs.kind, right_agency, since, confidence desc
    """


def _met() -> str:
    """CTEs up to ``met``: pairs of rows with the same number, or with numbers that may be one person's."""
    pair = """l.kind, l.agency as left_agency, r.agency as right_agency, greatest(l.since, r.since) as since,
        least(l.until, r.until) as until, least(l.grade, r.grade) as grade,
        coalesce(l.name <> r.name, false) as name_differs,
        coalesce(l.birth <> r.birth, false) as birth_differs"""
    clash = "l.kind = r.kind and l.since <= r.until and r.since <= l.until"
    return f"""{_odd("left")}, {_odd("right")},
    odd as (select id, any_value(number) as number from (from left_odd union all from right_odd) group by id),
    odd_people as (select name, birth from left_odd union select name, birth from right_odd),
    {_people("left")}, {_people("right")},
    namesakes as (
      select distinct l.id as left_id, r.id as right_id,
        case when levenshtein(l.number, r.number) <= 2 then 85 else 60 end as tie
      from left_people as l join right_people as r on l.name = r.name and l.birth = r.birth
      where l.id <> r.id and (l.id < 0 or r.id < 0) and coalesce(l.sex = r.sex, true)
    ),
    reissued as (
      select distinct l.id as left_id, r.id as right_id, 90 as tie
      from left_odd as l join right_odd as r on substr(l.number, 1, 9) = substr(r.number, 1, 9)
      where l.id <> r.id and regexp_full_match(l.number, '{_PERMIT}')
        and regexp_full_match(r.number, '{_PERMIT}')
    ),
    ties as (
      select left_id, right_id, max(tie) as tie from (from namesakes union all from reissued) group by all
    ),
    met as (
      select l.id as person, null as tie, {pair}
      from left_rows as l join right_rows as r on l.id = r.id and {clash}
      union all
      select case when left_id >= 0 or right_id < 0 then left_id else right_id end, tie, {pair}
      from ties join left_rows as l on l.id = left_id join right_rows as r on r.id = right_id and {clash}
    )"""


def _odd(side: str) -> str:
    return f"""{side}_odd as (
      select distinct id, odd_number as number, name, birth, sex from {side}_rows where id < 0
    )"""


def _people(side: str) -> str:
    """Who shares name and birth date with somebody whose number is odd."""
    number = f"concat(id, substr('10X98765432', 1 + {_weighted('id')} % 11, 1))"
    return f"""{side}_people as (
      select distinct id, name, birth, case when id >= 0 then {number} else odd_number end as number,
        case when id < 0 then sex when id % 2 = 1 then '男' else '女' end as sex
      from {side}_rows semi join odd_people using (name, birth)
    )"""
