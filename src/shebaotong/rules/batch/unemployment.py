"""For how long each person may draw unemployment benefit: ``unemployment/duration.py`` over columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import Unknown
from shebaotong.rules.batch.columns import NOT_KNOWN, Counts, Mask, blocks
from shebaotong.rules.parameters.lookup import Parameters


@dataclass(frozen=True, slots=True)
class DurationColumns:
    """``known`` is false where the scalar rule asks or refuses; ``months`` is -1 there."""

    known: Mask
    months: NDArray[np.int16]


def duration_columns(
    *, paid_months: Counts, carried_over: Counts, as_of: date, parameters: Parameters
) -> DurationColumns | Unknown:
    """Every row's longest drawing period; -1 stands for an input that is not known.

    Raises ValueError where the columns differ in length.
    """
    found = parameters.find_all("unemployment.duration", "unemployment.duration_cap", on=as_of)
    if isinstance(found, Unknown):
        return found
    steps, cap = found
    thresholds = np.array(sorted(key for key in steps.table if isinstance(key, int)))
    granted = np.array([0, *(steps.entry(int(key)).integer for key in thresholds)], dtype=np.int64)
    known = np.empty(len(paid_months), dtype=np.bool_)
    months = np.empty(len(paid_months), dtype=np.int16)
    for block in blocks(paid_months, carried_over):
        paid, carried = paid_months[block], carried_over[block]
        earned = granted[np.searchsorted(thresholds, paid, side="right")]
        # What is carried over need not be known where the cap is reached without it.
        known[block] = (paid >= 0) & ((carried >= 0) | ((carried == NOT_KNOWN) & (earned >= cap.integer)))
        total = np.minimum(earned + np.maximum(carried, 0).astype(np.int64), cap.integer)
        months[block] = np.where(known[block], total, NOT_KNOWN)
    return DurationColumns(known=known, months=months)
