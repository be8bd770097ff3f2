"""Whom to write to in time: people whose month comes within the next few months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import Month
from shebaotong.rules.batch.columns import Mask, Months, month_numbers, since_epoch


@dataclass(frozen=True, slots=True)
class Coming:
    """``due`` marks the rows to write to; ``rows`` are their positions, the nearest month first."""

    due: Mask
    rows: NDArray[np.intp]


def coming_within(*, month: Months, now: Month, ahead: int) -> Coming:
    """Rows whose ``month`` is ``now`` or one of the ``ahead`` months after; NaT is never due.

    Raises ValueError for a negative ``ahead``.
    """
    if ahead < 0:
        raise ValueError(f"cannot look {ahead} months ahead")
    left = month_numbers(month) - since_epoch(now)
    due = ~np.isnat(month) & (left >= 0) & (left <= ahead)
    rows = np.flatnonzero(due)
    return Coming(due=due, rows=rows[np.argsort(left[rows], kind="stable")])
