"""Money of the demonstration: plausible, made up, and the same every time. No figure here is a parameter."""

from __future__ import annotations

from functools import cache

_FIRST_YEAR = 1990
_FIRST_BASE_FEN = 26_000
# Percent credited to the account (国发〔1995〕6号 to 国发〔2005〕38号): 11 until 2005, 8 since.
_CHANGE_OF_CREDIT = 2006
_CREDIT_BEFORE, _CREDIT_SINCE = 11, 8
_INTEREST_PERCENT = 3


@cache
def base_fen(year: int, wage: int) -> int:
    """Monthly contribution base of a person who earns ``wage`` percent of the made-up average."""
    average = _FIRST_BASE_FEN
    for _ in range(year - _FIRST_YEAR):
        average = average * 109 // 100
    return average * wage // 100 // 1000 * 1000


def credited_fen(year: int, bases_fen: int) -> int:
    """What a year's paid bases add to the individual account."""
    percent = _CREDIT_BEFORE if year < _CHANGE_OF_CREDIT else _CREDIT_SINCE
    return bases_fen * percent // 100


def interest_fen(balance_fen: int) -> int:
    """A year's interest at a made-up rate."""
    return balance_fen * _INTEREST_PERCENT // 100


def pension_fen(wage: int, months: int) -> int:
    """A plausible monthly pension after so many months; the law's formulas stand in ``rules``."""
    return (60_000 + months * 700) * wage // 100 // 10 * 10
