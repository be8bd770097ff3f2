"""Retirement month, minimum contributions and flexible window of a population.

The clauses stand beside the scalar rules (``retirement/age.py``, ``minimum.py``, ``window.py``); this module
says the same over columns, and the tests hold both together row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import EARLIEST_BIRTH, Month, Unknown
from shebaotong.rules.batch.columns import (
    CATEGORIES,
    NOT_KNOWN,
    Codes,
    Mask,
    Months,
    blocks,
    month_numbers,
    since_epoch,
)
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value


@dataclass(frozen=True, slots=True)
class RetirementColumns:
    """One row a person. Where ``ok`` is false the scalar rule refuses: counts are -1 and months NaT."""

    ok: Mask
    age_months: NDArray[np.int16]
    """Statutory age in months of life."""
    month: Months
    """The month in which it is reached."""
    minimum_months: NDArray[np.int16]
    """Contributions needed by a person who retires in that month."""
    earliest: Months
    latest: Months


@dataclass(frozen=True, slots=True)
class RetirementLaw:
    """The parameters as arrays: one cell a category, and the minimum one cell a year from ``first_year``."""

    original: NDArray[np.int32]
    first: NDArray[np.int32]
    step: NDArray[np.int32]
    cap: NDArray[np.int32]
    early: int
    late: int
    first_year: int
    minimum: NDArray[np.int16]
    births: tuple[int, int]
    """The first and last month of birth that the scalar rule accepts, since January 1970."""


def retirement_law(*, as_of: date, parameters: Parameters) -> RetirementLaw | Unknown:
    """Look the parameters up once for all rows."""
    found = parameters.find_all(
        "retirement.original_age",
        "retirement.delay_first_birth",
        "retirement.delay_step",
        "retirement.delay_cap",
        "retirement.flexible_early_bound",
        "retirement.flexible_late_bound",
        "retirement.minimum_contribution_months",
        on=as_of,
    )
    if isinstance(found, Unknown):
        return found
    original, first, step, cap, early, late, minimum = found
    years = [key for key in minimum.table if isinstance(key, int)]
    steps = [minimum.step(year) for year in range(min(years), max(years) + 1)]
    return RetirementLaw(
        original=12 * _by_category(original),
        first=_cells([since_epoch(first.entry(category.value).month) for category in CATEGORIES]),
        step=_by_category(step),
        cap=_by_category(cap),
        early=early.integer,
        late=late.integer,
        first_year=min(years),
        minimum=np.array([value.integer for value in steps if value is not None], dtype=np.int16),
        births=(since_epoch(Month.of(EARLIEST_BIRTH)), since_epoch(Month.of(as_of))),
    )


def retirement_columns(
    *, category: Codes, birth: Months, as_of: date, parameters: Parameters
) -> RetirementColumns | Unknown:
    """The statutory age and month, minimum and window of every row, by the law as it stands on ``as_of``.

    Raises ValueError where the columns differ in length.
    """
    law = retirement_law(as_of=as_of, parameters=parameters)
    if isinstance(law, Unknown):
        return law
    grid = _grid(law)
    rows = len(birth)
    made = RetirementColumns(
        ok=np.empty(rows, dtype=np.bool_),
        age_months=np.empty(rows, dtype=np.int16),
        month=np.empty(rows, dtype="datetime64[M]"),
        minimum_months=np.empty(rows, dtype=np.int16),
        earliest=np.empty(rows, dtype="datetime64[M]"),
        latest=np.empty(rows, dtype="datetime64[M]"),
    )
    pairs = [(getattr(grid, field.name), getattr(made, field.name)) for field in fields(RetirementColumns)]
    for block in blocks(category, birth):
        cell = _cell(category[block], month_numbers(birth[block]), law)
        for source, target in pairs:
            np.take(source, cell, out=target[block], mode="clip")
    return made


def _cell(category: Codes, birth: NDArray[np.int64], law: RetirementLaw) -> NDArray[np.int64]:
    """Where in the grid each row's answer stands; the last cell is the refusal."""
    first, last = law.births
    span = last - first + 1
    ok = (birth >= first) & (birth <= last) & (category >= 0) & (category < len(CATEGORIES))
    return np.where(ok, category * np.int64(span) + (birth - first), len(CATEGORIES) * span)


def _grid(law: RetirementLaw) -> RetirementColumns:
    """The answer for every category and month of birth that there is, and one refusal after them.

    A population of millions has only some thousand distinct answers: each is computed once.
    """
    months = np.arange(law.births[0], law.births[1] + 1)
    birth = np.tile(months, len(CATEGORIES))
    row = np.repeat(np.arange(len(CATEGORIES)), len(months))
    after = birth - law.first[row]
    # The first band already delays by one month, not by none.
    delay = np.where(after < 0, 0, np.minimum(after // law.step[row] + 1, law.cap[row]))
    original = law.original[row]
    age = original + delay
    month = birth + age
    year = np.clip(month // 12 + (1970 - law.first_year), 0, len(law.minimum) - 1)
    return RetirementColumns(
        ok=np.append(np.ones(len(birth), dtype=np.bool_), False),
        age_months=np.append(age, NOT_KNOWN).astype(np.int16),
        month=_months(month),
        minimum_months=np.append(law.minimum[year], NOT_KNOWN).astype(np.int16),
        earliest=_months(birth + np.maximum(age - law.early, original)),
        latest=_months(month + law.late),
    )


def _months(numbers: NDArray[np.int64]) -> Months:
    return np.append(numbers.astype("datetime64[M]"), np.datetime64("NaT"))


def _by_category(value: Value) -> NDArray[np.int32]:
    return _cells([value.entry(category.value).integer for category in CATEGORIES])


def _cells(values: list[int]) -> NDArray[np.int32]:
    return np.array(values, dtype=np.int32)
