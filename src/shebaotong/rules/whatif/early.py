"""Months before the individual account, read from the stretches as the paying place counts them."""

from __future__ import annotations

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.transition import EarlyYears, Shape
from shebaotong.rules.whatif.timeline import Timeline, TimelineLine


def early_years(
    *, timeline: Timeline, region: str, start: Month, parameters: Parameters
) -> EarlyYears | Unknown:
    """What ``region``'s transitional formula counts, or what it needs to be told.

    Without deemed months and without any month before 1998, when accounts covered the nation, there is
    nothing to count, whatever the formula.
    """
    unified = parameters.find("pension.account_nationwide", on=start)
    if isinstance(unified, Unknown):
        return unified
    lines = [line for line in timeline.lines if line.counted and not line.assumed]
    if not any(line.stretch.deemed or _before(line, unified.month) for line in lines):
        return EarlyYears()
    shape = parameters.find("pension.transition_shape", on=start, region=region)
    if isinstance(shape, Unknown):
        return shape
    deemed = sum(line.months for line in lines if line.stretch.deemed)
    paid = [line for line in lines if not line.stretch.deemed]
    if shape.word == Shape.SICHUAN:
        account = parameters.find("pension.account_start", on=start, region=region)
        if isinstance(account, Unknown):
            return account
        return EarlyYears(deemed, sum(_before(line, account.month) for line in paid))
    bounds = parameters.find_all(
        "pension.transition_paid_from", "pension.transition_paid_to", on=start, region=region
    )
    if isinstance(bounds, Unknown):
        return bounds
    first, last = bounds
    return EarlyYears(
        deemed, sum(_before(line, last.month + 1) - _before(line, first.month) for line in paid)
    )


def _before(line: TimelineLine, month: Month) -> int:
    """Months of the line that count and lie before ``month``."""
    return sum(each < month for period in line.counted for each in period)
