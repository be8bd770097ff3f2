"""Personal document numbers: tidying in Python, shapes and check digits in SQL over columns.

Resident numbers (GB 11643-1999) and all that share their shape (residence permits of Hong Kong, Macau and
Taiwan residents, foreign permanent residence cards since 2023) become their first 17 digits as an integer,
and only with a right check digit. The 15-digit numbers of before 1999 become the 18-digit ones: "19" after
the sixth digit, then the check digit. Every other number keeps its text and gets an integer below zero from
a dictionary, so that it can never be mistaken for somebody's resident number.
"""

from __future__ import annotations

import unicodedata

from shebaotong.comparison.dialect import Dialect

RESIDENT = 3
"""Grade of a number with a right check digit, or of a 15-digit one whose birth date the row confirms."""
PERMIT = 2
"""A permit or passport, on a row that states the birth date."""
SHORT = 1
"""A 15-digit number whose birth date the row does not confirm."""
UNDATED = 0
"""A permit or passport without a birth date."""
BROKEN = -1
"""The shape of a resident number, but its check digit or its birth date is wrong, or digits are lost."""

SURE = PERMIT
"""From this grade on equal numbers are one person, if name and birth date do not object."""

EIGHTEEN = "[0-9]{17}[0-9X]"
FIFTEEN = "[0-9]{15}"
DOCUMENT = "[0-9A-Z]{5,17}"
"""Travel permits (8 to 11), foreign residence cards of 2017 (15), passports (5 to 17)."""
DIGITS_LOST = "[0-9]{11,17}"
"""No permit is so many digits and nothing else: a resident number that lost some."""
_PLAIN_NAME = "[一-鿿㐀-䶿A-Z]+"
_DOTTED_NAME = "[一-鿿㐀-䶿A-Z·]+"
"""What tidying leaves as it is, or only takes the dots from: most names, so that Python sees few."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LOW = 8
"""Of 17 digits so many are the low part."""
_EARLIEST_BIRTH = 18500101
_DOTS = str.maketrans(dict.fromkeys("·•・‧∙⋅●."))


def tidy_number(text: str | None) -> str | None:
    """NFKC, trimmed, upper case: ``１１０ｘ `` becomes ``110X``. The same on every engine."""
    return None if text is None else unicodedata.normalize("NFKC", text).strip().upper()


def tidy_name(text: str | None) -> str | None:
    """NFKC, upper case, without blanks and middle dots: habits of typing are no contradiction."""
    if text is None:
        return None
    return "".join(unicodedata.normalize("NFKC", text).upper().translate(_DOTS).split())


def weighted_sum(digits: str, sql: Dialect) -> str:
    """Sum of the digits of a 17-digit integer by the weights of MOD 11-2, give or take multiples of 11.

    As 10 = -1 (mod 11), it is a sum over the number shifted right by each count of places: no digit need be
    cut out. The shifts are products of floating-point numbers, which engines compute several at once; with
    nine digits and a half added, none comes near a whole number from the wrong side. With the check digit (X
    is 10) it must leave 1.
    """
    places = _WEIGHTS[::-1]
    factors = [places[0], *((places[place] + places[place - 1]) % 11 for place in range(1, 17))]
    low = f"({digits} % {10**_LOW})"
    high = sql.divide(digits, str(10**_LOW))
    # What a shift by fewer places leaves of the high part is the high part, by the powers of -1.
    whole = sum(factor * (-1) ** (_LOW - place) for place, factor in enumerate(factors[:_LOW]))
    terms = [f"{factors[0]} * {low}", f"{(whole + factors[_LOW]) % 11} * {high}"]
    for part, own in ((low, factors[1:_LOW]), (high, factors[_LOW + 1 :])):
        terms += [
            f"{factor} * floor(({part} + 0.5e0) * 1e-{place})"
            for place, factor in enumerate(own, 1)
            if factor
        ]
    return f"cast({' + '.join(terms)} as bigint)"


def eighteen(digits: str, sql: Dialect) -> str:
    """The 18 characters of the resident number with these 17 digits."""
    check = f"substr('{_CHECKS}', cast({weighted_sum(digits, sql)} % 11 as int) + 1, 1)"
    return f"concat(cast({digits} as varchar(17)), {check})"


def birth_in(digits: str, sql: Dialect) -> str:
    """The birth date inside 17 digits, as the integer yyyymmdd."""
    return f"cast({sql.divide(digits, '1000')} % 100000000 as int)"


def born_on_a_day(yyyymmdd: str, sql: Dialect) -> str:
    """Whether an integer yyyymmdd is a day of the calendar, in arithmetic: nine of ten rows need it."""
    year = sql.divide(yyyymmdd, "10000")
    month = f"({sql.divide(yyyymmdd, '100')} % 100)"
    day = f"({yyyymmdd} % 100)"
    leap = f"{year} % 4 = 0 and ({year} % 100 <> 0 or {year} % 400 = 0)"
    longest = (
        f"case when {month} in (4, 6, 9, 11) then 30 when {month} <> 2 then 31"
        f" when {leap} then 29 else 28 end"
    )
    return f"({yyyymmdd} >= {_EARLIEST_BIRTH} and {month} between 1 and 12 and {day} between 1 and {longest})"


def tidied_number(column: str, sql: Dialect) -> str:
    """The number as :func:`tidy_number` gives it; Python sees only those that need tidying."""
    tidy = sql.matches(column, "[0-9A-Z]+")
    return f"case when {tidy} then {column} else tidy_number({sql.unless(tidy, column)}) end"


def is_plain_name(column: str, sql: Dialect) -> str:
    """Whether tidying leaves the name as it is."""
    return sql.matches(column, _PLAIN_NAME)


def tidied_name(column: str, sql: Dialect) -> str:
    """The name as :func:`tidy_name` gives it, null where nothing is left. Needs ``plain_name``."""
    dotted = sql.matches(column, _DOTTED_NAME)
    return (
        f"case when plain_name then {column}"
        f" when {dotted} then nullif(replace({column}, '·', ''), '')"
        f" else nullif(tidy_name({sql.unless(f'plain_name or {dotted}', column)}), '') end"
    )
