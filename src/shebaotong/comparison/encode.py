"""From rows of text to rows of integers: one pass over each file, the same SQL on every engine.

Each row gets a ``place``: REJECTED with its ``fault``, LAWFUL where its codes can clash with nothing, ODD
where its number is not a resident number, REGULAR otherwise.
"""

from __future__ import annotations

from shebaotong.comparison import numbers
from shebaotong.comparison.dialect import Dialect
from shebaotong.comparison.kinds import EVENT_CODES, SCHEME_CODES, Side
from shebaotong.comparison.layouts import ENROLMENTS, EVENTS, PAYMENTS, Layout

REGULAR, ODD, LAWFUL, REJECTED = 0, -1, -2, -3

OPEN_END = 200_000
"""The month of an enrolment that still runs, until the as-of month cuts it."""
MAX_FEN = 100_000_000_000
"""A payment beyond a billion yuan is a mistake in the file; sums of such would not fit an integer."""
LONGEST_CODE = 64

ISO_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
ISO_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"

PERSON = ("id", "name_hash", "birth", "grade")
_MALE = ("男", "1", "M", "m", "male")
_FEMALE = ("女", "2", "F", "f", "female")
_NO_DAY = -1

COLUMNS: dict[str, tuple[str, ...]] = {
    ENROLMENTS.name: (*PERSON, "scheme", "agency", "since", "until"),
    PAYMENTS.name: (*PERSON, "scheme", "agency", "since", "amount"),
    EVENTS.name: (*PERSON, "scheme", "day"),
}
"""An encoded row. ``id``: 17 digits, or an integer below zero from the dictionary. ``birth``: yyyymmdd.
``scheme``: place in SCHEME_CODES or EVENT_CODES. ``since``, ``until``: months since year 0."""


def identified(source: str, sql: Dialect) -> str:
    """SELECT of ``source`` (with ``person_id`` and ``birth_date``) and what its number is.

    Added: ``birth``, ``number`` (tidied), ``shape`` (18, 15, 1, null where no document is so), ``digits``
    (17, where the shape has them), ``regular`` (a right resident number).
    """
    return f"""
    select *, {_regular(sql)} as regular
    from (select *, {numbers.birth_in("digits", sql)} as birth_inside
    from (select *, {sql.divide("wide", "10")} as digits
    from (select *, {_wide()} as wide
    from (select *, {_shape(sql)} as shape
    from (select *, case when eighteen then person_id else {numbers.tidied_number("person_id", sql)} end
        as number
    from (select *, {sql.matches("person_id", numbers.EIGHTEEN)} as eighteen, {_birth(sql)} as birth
    from ({source}) as i0) as i1) as i2) as i3) as i4) as i5) as i6
    """


def encoded(source: str, side: Side, sql: Dialect) -> str:
    """SELECT of ``source`` (the layout's columns as text) with what follows from them.

    Added to :func:`identified`: ``place``, ``fault`` ("reason:column"), the layout's COLUMNS (``id`` null
    unless REGULAR), and ``sex_code`` (1 male, 2 female) for the cascade.
    """
    return f"""
    select *,
      case when fault is not null then {REJECTED} when not wanted then {LAWFUL}
        when regular then {REGULAR} else {ODD} end as place,
      case when regular then digits end as id,
      case when tidy_name is not null then {sql.hash("tidy_name")} end as name_hash,
      cast({_grade(sql)} as tinyint) as grade
    from (select *, {_fault(side.layout, sql)} as fault, {_values(side)},
      {numbers.tidied_name("name", sql)} as tidy_name
    from ({identified(source, sql)}) as e0) as e1
    """


def _shape(sql: Dialect) -> str:
    return (
        f"case when eighteen or {sql.matches('number', numbers.EIGHTEEN)} then 18"
        f" when {sql.matches('number', numbers.FIFTEEN)} then 15"
        f" when {sql.matches('number', numbers.DOCUMENT)} then 1 end"
    )


def _wide() -> str:
    """The 18 digits as an integer, 0 for an X at the end, and for the check digit that 15 digits lack."""
    eighteen = "case when number like '%X' then concat(substr(number, 1, 17), '0') else number end"
    fifteen = "concat(substr(number, 1, 6), '19', substr(number, 7), '0')"
    return f"try_cast(case shape when 18 then {eighteen} when 15 then {fifteen} end as bigint)"


def _regular(sql: Dialect) -> str:
    check = "case when number like '%X' then 10 else wide % 10 end"
    right = f"({numbers.weighted_sum('digits', sql)} + {check}) % 11 = 1"
    day = f"case when birth_inside = birth then true else {numbers.born_on_a_day('birth_inside', sql)} end"
    return f"case when shape = 18 then {right} and {day} when shape = 15 then {day} else false end"


def _grade(sql: Dialect) -> str:
    return (
        f"case when regular then case when shape = 18 or birth_inside = birth"
        f" then {numbers.RESIDENT} else {numbers.SHORT} end"
        f" when shape <> 1 or {sql.matches('number', numbers.DIGITS_LOST)} then {numbers.BROKEN}"
        f" when birth is not null then {numbers.PERMIT} else {numbers.UNDATED} end"
    )


def _birth(sql: Dialect) -> str:
    return (
        f"case when birth_date is null or birth_date = '' then null"
        f" when {_is_day('birth_date', sql)} then try_cast(replace(birth_date, '-', '') as int)"
        f" else {_NO_DAY} end"
    )


def _is_day(column: str, sql: Dialect) -> str:
    day = f"try_cast({column} as date)"
    return f"({sql.matches(column, ISO_DATE)} and {day} is not null and {column} >= '0001')"


def _is_month(column: str, sql: Dialect) -> str:
    return f"({sql.matches(column, ISO_MONTH)} and {column} >= '0001')"


def _ordinal(column: str) -> str:
    return f"(try_cast(substr({column}, 1, 4) as int) * 12 + try_cast(substr({column}, 6, 2) as int) - 1)"


def _fault(layout: Layout, sql: Dialect) -> str:
    """The first thing wrong with a row, as "reason:column"."""
    checks = [
        ("no_number:person_id", "number is null or number = ''"),
        ("bad_number:person_id", "shape is null"),
    ]
    for column, values in layout.codes.items():
        listed = ", ".join(f"'{value}'" for value in values)
        checks.append((f"unknown_code:{column}", f"{column} is null or {column} not in ({listed})"))
    if "agency" in layout.texts:
        empty = f"agency is null or trim(agency) = '' or length(agency) > {LONGEST_CODE}"
        checks.append(("unknown_code:agency", empty))
    checks.append(("bad_date:birth_date", f"birth = {_NO_DAY}"))
    checks.extend(_OWN_CHECKS[layout.name](sql))
    cases = " ".join(f"when {wrong} then '{fault}'" for fault, wrong in checks)
    return f"case {cases} end"


def _enrolment_checks(sql: Dialect) -> list[tuple[str, str]]:
    ends = "end_month is not null and end_month <> ''"
    return [
        ("bad_month:start_month", f"start_month is null or not {_is_month('start_month', sql)}"),
        ("bad_month:end_month", f"{ends} and not {_is_month('end_month', sql)}"),
        ("end_before_start:end_month", f"{ends} and end_month < start_month"),
    ]


def _payment_checks(sql: Dialect) -> list[tuple[str, str]]:
    whole = f"{sql.matches('amount_fen', '-?[0-9]{1,18}')}"
    fits = f"abs(try_cast(amount_fen as bigint)) <= {MAX_FEN}"
    return [
        ("bad_month:month", f"month is null or not {_is_month('month', sql)}"),
        ("bad_amount:amount_fen", f"amount_fen is null or not {whole} or not {fits}"),
    ]


def _event_checks(sql: Dialect) -> list[tuple[str, str]]:
    return [("bad_date:date", f"date is null or not {_is_day('date', sql)}")]


_OWN_CHECKS = {
    ENROLMENTS.name: _enrolment_checks,
    PAYMENTS.name: _payment_checks,
    EVENTS.name: _event_checks,
}


def _values(side: Side) -> str:
    layout = side.layout
    codes = EVENT_CODES if layout is EVENTS else SCHEME_CODES
    cases = " ".join(f"when '{code}' then {place}" for place, code in enumerate(codes))
    made = [f"cast(case {side.scheme_column} {cases} end as tinyint) as scheme"]
    wanted = ", ".join(f"'{value}'" for value in side.wanted)
    lawful = f"{side.scheme_column} in ({wanted})"
    if layout is ENROLMENTS:
        made.append(f"{_ordinal('start_month')} as since")
        made.append(f"coalesce({_ordinal('end_month')}, {OPEN_END}) as until")
        lawful += " and status = 'normal'"
        males, females = (", ".join(f"'{word}'" for word in words) for words in (_MALE, _FEMALE))
        sex = f"case when sex in ({males}) then 1 when sex in ({females}) then 2 end"
    else:
        sex = "null"
    if layout is PAYMENTS:
        made.append(f"{_ordinal('month')} as since")
        made.append("try_cast(amount_fen as bigint) as amount")
    if layout is EVENTS:
        made.append("try_cast(date as date) as day")
    made.append(f"cast({sex} as tinyint) as sex_code")
    made.append(f"({lawful}) as wanted")
    return ", ".join(made)
