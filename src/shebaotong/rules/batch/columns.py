"""How a population is handed to the batch rules: numpy arrays of one length, one row a person.

Months are ``datetime64[M]`` and days ``datetime64[D]``, NaT where not known; a birth may be given as a day,
whose day of the month is left out of account. Categories are ``int8`` positions in :data:`CATEGORIES`, flags
``int8`` with 1, 0 and -1 for not known, counts of months any integer with -1 for not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import Month
from shebaotong.rules.retirement.age import Category

Months = NDArray[np.datetime64]
Days = NDArray[np.datetime64]
Codes = NDArray[np.int8]
Flags = NDArray[np.int8]
Counts = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]

CATEGORIES = tuple(Category)
NOT_KNOWN = -1

BLOCK = 1 << 15
"""Rows worked on at a time: their intermediate arrays stay in the processor's cache."""

_EPOCH = Month(1970, 1).ordinal

_ALL_DAYS = np.arange("1850-01-01", "2100-01-01", dtype="datetime64[D]")
_FIRST_DAY = int(_ALL_DAYS[0].astype(np.int64))
_MONTH_OF_DAY = _ALL_DAYS.astype("datetime64[M]").view(np.int64)


def category_codes(values: Iterable[Category | None]) -> Codes:
    """Positions in :data:`CATEGORIES`; None becomes not known."""
    codes = {category: position for position, category in enumerate(CATEGORIES)}
    return np.array([NOT_KNOWN if value is None else codes[value] for value in values], dtype=np.int8)


def month_column(values: Iterable[Month | None]) -> Months:
    texts = ["NaT" if value is None else str(value) for value in values]
    return np.array(texts, dtype="datetime64[M]")


def day_column(values: Iterable[date | None]) -> Days:
    texts = ["NaT" if value is None else value.isoformat() for value in values]
    return np.array(texts, dtype="datetime64[D]")


def since_epoch(month: Month) -> int:
    """The month as ``datetime64[M]`` counts it: months since January 1970."""
    return month.ordinal - _EPOCH


def month_of(value: np.datetime64) -> Month | None:
    """One cell of a month column, or None for NaT."""
    return None if np.isnat(value) else Month.from_ordinal(int(value.astype(np.int64)) + _EPOCH)


def day_of(value: np.datetime64) -> date | None:
    """One cell of a day column, or None for NaT."""
    return None if np.isnat(value) else date.fromisoformat(str(value))


def month_numbers(column: Months) -> NDArray[np.int64]:
    """Months since January 1970; NaT is the least integer. Days are cut to their month."""
    if column.dtype == "datetime64[D]":
        days = column.view(np.int64)
        # numpy works out the calendar anew for each day: a table of all days is several times faster.
        within = (days >= _FIRST_DAY) & (days < _FIRST_DAY + len(_MONTH_OF_DAY))
        if within.all():
            return _MONTH_OF_DAY.take(days - _FIRST_DAY, mode="clip")
    return column.astype("datetime64[M]", copy=False).view(np.int64)


def blocks(*columns: NDArray[Any]) -> Iterator[slice]:
    """Slices that cover the rows. Raises ValueError where the columns differ in length."""
    lengths = {len(column) for column in columns}
    if len(lengths) != 1:
        raise ValueError(f"the columns differ in length: {sorted(lengths)}")
    length = lengths.pop()
    for start in range(0, length, BLOCK):
        yield slice(start, min(start + BLOCK, length))
