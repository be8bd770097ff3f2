"""Months before the individual account, counted as the transitional formula of the paying place does."""

from __future__ import annotations

from collections.abc import Collection

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.transition import EarlyYears, Shape


def early_months(
    *, paid: Collection[Month], deemed: int, region: str, start: Month, parameters: Parameters
) -> EarlyYears | Unknown:
    """What ``region``'s formula counts of the months ``paid`` and ``deemed``, or what it needs to be told.

    Without deemed months and without any month before 1998, when accounts covered the nation, there is
    nothing to count, whatever the formula.
    """
    unified = parameters.find("pension.account_nationwide", on=start)
    if isinstance(unified, Unknown):
        return unified
    if not deemed and not any(month < unified.month for month in paid):
        return EarlyYears()
    shape = parameters.find("pension.transition_shape", on=start, region=region)
    if isinstance(shape, Unknown):
        return shape
    if shape.word == Shape.SICHUAN:
        account = parameters.find("pension.account_start", on=start, region=region)
        if isinstance(account, Unknown):
            return account
        return EarlyYears(deemed, sum(month < account.month for month in paid))
    bounds = parameters.find_all(
        "pension.transition_paid_from", "pension.transition_paid_to", on=start, region=region
    )
    if isinstance(bounds, Unknown):
        return bounds
    first, last = bounds
    return EarlyYears(deemed, sum(first.month <= month <= last.month for month in paid))
