"""Is the month that each person asks for open to her: ``retirement/eligibility.py`` over columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import Unknown
from shebaotong.rules.batch.columns import Codes, Counts, Flags, Mask, Months, blocks, month_numbers
from shebaotong.rules.batch.retirement import RetirementLaw, retirement_columns, retirement_law
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.retirement.eligibility import RetirementObstacle

OBSTACLES = tuple(RetirementObstacle)
"""The bit of each obstacle in :attr:`EligibilityColumns.obstacles` is its position here."""


@dataclass(frozen=True, slots=True)
class EligibilityColumns:
    """``known`` is false where an input is missing or the birth impossible; no obstacle is set there."""

    known: Mask
    obstacles: NDArray[np.uint8]

    @property
    def ok(self) -> Mask:
        """The month asked for is open."""
        clear: Mask = self.obstacles == 0
        return self.known & clear

    def of(self, row: int) -> tuple[RetirementObstacle, ...]:
        """The obstacles of one row, in the scalar rule's order."""
        bits = int(self.obstacles[row])
        return tuple(obstacle for position, obstacle in enumerate(OBSTACLES) if bits >> position & 1)


def eligibility_columns(
    *,
    category: Codes,
    birth: Months,
    requested: Months,
    contribution_months: Counts,
    employer_agreed: Flags,
    as_of: date,
    parameters: Parameters,
) -> EligibilityColumns | Unknown:
    """Every row's obstacles. An agreement not known (-1) counts as none, as in the scalar rule.

    Raises ValueError where the columns differ in length.
    """
    law = retirement_law(as_of=as_of, parameters=parameters)
    window = retirement_columns(category=category, birth=birth, as_of=as_of, parameters=parameters)
    if isinstance(law, Unknown):
        return law
    if isinstance(window, Unknown):
        return window
    rule = parameters.find("retirement.early_minimum_year", on=as_of)
    if isinstance(rule, Unknown):
        return rule
    by_chosen = rule.word == "chosen"
    known = window.ok & ~np.isnat(requested) & (contribution_months >= 0)
    obstacles = np.empty(len(birth), dtype=np.uint8)
    for block in blocks(birth, requested, contribution_months, employer_agreed):
        wanted, statutory = month_numbers(requested[block]), month_numbers(window.month[block])
        tests = {
            RetirementObstacle.TOO_EARLY: wanted < month_numbers(window.earliest[block]),
            RetirementObstacle.TOO_LATE: month_numbers(window.latest[block]) < wanted,
            # An early retirement is measured by the year that the parameter names, others by the statutory.
            RetirementObstacle.TOO_FEW_MONTHS: (
                contribution_months[block]
                < _minimum(np.minimum(wanted, statutory) if by_chosen else statutory, law)
            ),
            RetirementObstacle.NO_AGREEMENT: (wanted > statutory) & (employer_agreed[block] != 1),
        }
        bits = np.zeros(len(wanted), dtype=np.uint8)
        for position, obstacle in enumerate(OBSTACLES):
            bits |= tests[obstacle].astype(np.uint8) << np.uint8(position)
        obstacles[block] = np.where(known[block], bits, np.uint8(0))
    return EligibilityColumns(known=known, obstacles=obstacles)


def _minimum(month: NDArray[np.int64], law: RetirementLaw) -> NDArray[np.int16]:
    """The minimum of the year in which ``month`` lies."""
    year = np.clip(month // 12 + (1970 - law.first_year), 0, len(law.minimum) - 1)
    return law.minimum[year]
