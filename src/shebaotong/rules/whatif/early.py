"""Months before the individual account, read from a time line as the paying place counts them."""

from __future__ import annotations

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.early import early_months
from shebaotong.rules.pension.transition import EarlyYears
from shebaotong.rules.whatif.timeline import Timeline


def early_years(
    *, timeline: Timeline, region: str, start: Month, parameters: Parameters
) -> EarlyYears | Unknown:
    """What ``region``'s transitional formula counts of the months that are facts."""
    lines = [line for line in timeline.lines if line.counted and not line.assumed]
    return early_months(
        paid=[month for line in lines if not line.stretch.deemed for run in line.counted for month in run],
        deemed=sum(line.months for line in lines if line.stretch.deemed),
        region=region,
        start=start,
        parameters=parameters,
    )
