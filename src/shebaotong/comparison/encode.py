"""From rows of text to rows of integers: one pass over each file, the same SQL on every engine.

Each row gets a ``place``: REJECTED with its ``fault``, LAWFUL where its codes can clash with nothing, ODD
where its number is not a resident number, REGULAR otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

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

    Nearly all numbers are written as they should be. What proves that is that the number, read as an integer,
    gives the same text again: a third of the time that patterns take, and the same on every engine. Each step
    computes plain columns for all rows, and a case only chooses between them: a case that computes works on a
    scattered selection of rows, which takes several times as long.
    """
    steps = (
        f"{_plain()} as plain",
        f"try_cast(plain as bigint) as plain_wide, {_day('birth_date')} as birth_day",
        f"{_same_text('plain_wide', 'plain')} and plain_wide between {10**17} and {10**18 - 1} as eighteen,"
        " year(birth_day) * 10000 + month(birth_day) * 100 + day(birth_day) as birth_number,"
        f" {_is_day('birth_date', 'birth_day')} as has_birth",
        f"case when eighteen then person_id else {numbers.tidied_number('person_id', sql)} end as number,"
        f" {_birth()} as birth",
        f"{_shape(sql)} as shape",
        f"{_wide()} as wide, case when number like '%X' then 10 end as mark_x",
        f"{sql.divide('wide', '10')} as digits, coalesce(mark_x, wide % 10) as mark",
        f"{numbers.birth_in('digits', sql)} as birth_inside,"
        f" ({numbers.weighted_sum('digits', sql)} + mark) % 11 as remainder",
        "coalesce(birth_inside = birth, false) as confirmed",
        f"case when confirmed then true else {numbers.born_on_a_day('birth_inside', sql)} end as born",
        "coalesce((shape = 15 or (shape = 18 and remainder = 1)) and born, false) as regular",
    )
    return _stepwise(source, steps)


def encoded(source: str, side: Side, sql: Dialect) -> str:
    """SELECT of ``source`` (the layout's columns as text) with what follows from them.

    Added to :func:`identified`: ``place``, ``fault`` ("reason:column"), the layout's COLUMNS (``id`` null
    unless REGULAR), ``tidy_name``, and ``sex_code`` (1 male, 2 female; null where the number says it).
    """
    steps = (
        _first_days(side.layout),
        _days(side.layout),
        f"{_ordinals(side.layout)} {numbers.is_plain_name('name', sql)} as plain_name,"
        f" {sql.hash('name')} as raw_hash",
        f"{_values(side)}, {numbers.tidied_name('name', sql)} as tidy_name",
        f"{_fault(side, sql)} as fault, {_wanted(side)} as wanted",
        f"case when fault is not null then {REJECTED} when not wanted then {LAWFUL}"
        f" when regular then {REGULAR} else {ODD} end as place,"
        " case when regular then digits end as id,"
        " case when plain_name then raw_hash"
        f" when tidy_name is not null then {sql.hash('tidy_name')} end as name_hash,"
        f" cast({_grade(sql)} as tinyint) as grade,"
        f" cast(case when regular then null else {_sex(side.layout)} end as tinyint) as sex_code",
    )
    return _stepwise(identified(source, sql), steps)


def _stepwise(source: str, steps: Sequence[str]) -> str:
    """SELECT of ``source`` with the columns of each step, which may use those of the steps before."""
    for place, columns in enumerate(steps):
        source = f"select *, {columns} from ({source}) as step_{place}"
    return source


def _plain() -> str:
    """The number with 0 for an X at its end."""
    last_is_x = "person_id like '%X' and length(person_id) = 18"
    return f"case when {last_is_x} then concat(substr(person_id, 1, 17), '0') else person_id end"


def _same_text(value: str, text: str) -> str:
    """Whether ``text`` is just what an engine writes for ``value``, which it read from it."""
    return f"coalesce(cast({value} as varchar(20)) = {text}, false)"


def _shape(sql: Dialect) -> str:
    return (
        f"case when eighteen or {sql.matches('number', numbers.EIGHTEEN)} then 18"
        f" when {sql.matches('number', numbers.FIFTEEN)} then 15"
        f" when {sql.matches('number', numbers.DOCUMENT)} then 1 end"
    )


def _wide() -> str:
    """The 18 digits as an integer, 0 for an X at the end, and for the check digit that 15 digits lack."""
    others = "case when number like '%X' then concat(substr(number, 1, 17), '0') else number end"
    fifteen = "concat(substr(number, 1, 6), '19', substr(number, 7), '0')"
    return (
        "case when eighteen then plain_wide"
        f" else try_cast(case shape when 18 then {others} when 15 then {fifteen} end as bigint) end"
    )


def _grade(sql: Dialect) -> str:
    return (
        f"case when regular then case when shape = 18 or confirmed"
        f" then {numbers.RESIDENT} else {numbers.SHORT} end"
        f" when shape <> 1 or {sql.matches('number', numbers.DIGITS_LOST)} then {numbers.BROKEN}"
        f" when birth is not null then {numbers.PERMIT} else {numbers.UNDATED} end"
    )


def _day(text: str) -> str:
    return f"try_cast({text} as date)"


def _birth() -> str:
    missing = "birth_date is null or birth_date = ''"
    return f"cast(case when has_birth then birth_number when {missing} then null else {_NO_DAY} end as int)"


def _is_day(column: str, day: str) -> str:
    """Whether ``column`` is YYYY-MM-DD, and ``day`` the day that it names."""
    return f"({_same_text(day, column)} and {column} between '0001-01-01' and '9999-12-31')"


def _months_of(layout: Layout) -> list[str]:
    return [column for column in layout.texts if column.endswith("month")]


def _first_days(layout: Layout) -> str:
    """The columns of months as text of their first days; those of dates as they are."""
    days = [f"{column} as {column}_text" for column in layout.dates if column != "birth_date"]
    return ", ".join(days + [f"concat({column}, '-01') as {column}_text" for column in _months_of(layout)])


def _days(layout: Layout) -> str:
    """The same as days, where they name one."""
    columns = [column for column in layout.dates if column != "birth_date"] + _months_of(layout)
    return ", ".join(f"try_cast({column}_text as date) as {column}_day" for column in columns)


def _ordinals(layout: Layout) -> str:
    """Months since year 0, and whether they are right."""
    return " ".join(
        f"cast(year({column}_day) * 12 + month({column}_day) - 1 as int) as {column}_ordinal,"
        f" {_is_day(f'{column}_text', f'{column}_day')} as has_{column},"
        for column in _months_of(layout)
    )


def _fault(side: Side, sql: Dialect) -> str:
    """The first thing wrong with a row, as "reason:column"."""
    layout = side.layout
    checks = [
        ("no_number:person_id", "number is null or number = ''"),
        ("bad_number:person_id", "shape is null"),
    ]
    for column, values in layout.codes.items():
        listed = ", ".join(f"'{value}'" for value in values)
        unknown = f"{column} is null or {column} not in ({listed})"
        checks.append(
            (f"unknown_code:{column}", "scheme is null" if column == side.scheme_column else unknown)
        )
    if "agency" in layout.texts:
        # Codes begin with a digit or letter; only what does not is looked at for being blank.
        blank = "case when agency between '0' and 'z' then false else trim(agency) = '' end"
        empty = f"agency is null or length(agency) > {LONGEST_CODE} or {blank}"
        checks.append(("unknown_code:agency", empty))
    checks.append(("bad_date:birth_date", f"birth = {_NO_DAY}"))
    checks.extend(_OWN_CHECKS[layout.name](sql))
    cases = " ".join(f"when {wrong} then '{fault}'" for fault, wrong in checks)
    return f"case {cases} end"


def _enrolment_checks(_sql: Dialect) -> list[tuple[str, str]]:
    return [
        ("bad_month:start_month", "since is null"),
        ("bad_month:end_month", "until is null"),
        ("end_before_start:end_month", "until < since"),
    ]


def _payment_checks(sql: Dialect) -> list[tuple[str, str]]:
    whole = f"{sql.matches('amount_fen', '-?[0-9]{1,18}')}"
    return [
        ("bad_month:month", "since is null"),
        ("bad_amount:amount_fen", f"amount is null or not {whole} or not abs(amount) <= {MAX_FEN}"),
    ]


def _event_checks(_sql: Dialect) -> list[tuple[str, str]]:
    return [("bad_date:date", "day is null")]


_OWN_CHECKS = {
    ENROLMENTS.name: _enrolment_checks,
    PAYMENTS.name: _payment_checks,
    EVENTS.name: _event_checks,
}


def _values(side: Side) -> str:
    """The columns that follow from single columns, null where those hold nothing that is right."""
    layout = side.layout
    codes = EVENT_CODES if layout is EVENTS else SCHEME_CODES
    cases = " ".join(f"when '{code}' then {codes.index(code)}" for code in layout.codes[side.scheme_column])
    made = [f"cast(case {side.scheme_column} {cases} end as tinyint) as scheme"]
    if layout is ENROLMENTS:
        open_end = f"when end_month is null or end_month = '' then {OPEN_END}"
        made.append(f"case {_when_month('start_month')} end as since")
        made.append(f"case {_when_month('end_month')} {open_end} end as until")
    if layout is PAYMENTS:
        made.append(f"case {_when_month('month')} end as since")
        made.append("try_cast(amount_fen as bigint) as amount")
    if layout is EVENTS:
        made.append(f"case when {_is_day('date_text', 'date_day')} then date_day end as day")
    return ", ".join(made)


def _when_month(column: str) -> str:
    return f"when has_{column} then {column}_ordinal"


def _wanted(side: Side) -> str:
    """Whether the codes of a row can clash with anything."""
    codes = EVENT_CODES if side.layout is EVENTS else SCHEME_CODES
    wanted = f"scheme in ({', '.join(str(codes.index(value)) for value in side.wanted)})"
    return f"({wanted} and status = 'normal')" if side.layout is ENROLMENTS else wanted


def _sex(layout: Layout) -> str:
    """The sex that the row states."""
    if layout is not ENROLMENTS:
        return "null"
    # Not as a list: DuckDB makes a join of a long one, for every row and not only for those that need it.
    sexes = [(word, 1) for word in _MALE] + [(word, 2) for word in _FEMALE]
    cases = " ".join(f"when '{word}' then {code}" for word, code in sexes)
    return f"case sex {cases} end"
