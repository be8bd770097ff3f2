"""Whose proof of entitlement is due: ``certification/cycle.py`` over columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import Unknown
from shebaotong.rules.batch.columns import Days, Mask, blocks
from shebaotong.rules.parameters.lookup import Parameters

_NO_DAYS = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class CertificationColumns:
    """``known`` is false, and ``due`` NaT, where neither a proof nor the start of the benefit is given."""

    known: Mask
    due: Days
    overdue: Mask
    days_left: NDArray[np.int32]
    """Negative once the proof has run out; the least integer where not known."""


def certification_columns(
    *, last_verified: Days, benefit_start: Days, on: date, as_of: date, parameters: Parameters
) -> CertificationColumns | Unknown:
    """Every pensioner's due day as seen ``on`` a day.

    Raises ValueError where the columns differ in length.
    """
    cycle = parameters.find("certification.cycle", on=as_of)
    if isinstance(cycle, Unknown):
        return cycle
    rows = len(last_verified)
    today = np.datetime64(on, "D")
    due = np.empty(rows, dtype="datetime64[D]")
    for block in blocks(last_verified, benefit_start):
        proven = last_verified[block]
        due[block] = months_later(np.where(np.isnat(proven), benefit_start[block], proven), cycle.integer)
    known = ~np.isnat(due)
    left = np.where(known, (due - today).view(np.int64), _NO_DAYS).astype(np.int32)
    return CertificationColumns(known=known, due=due, overdue=known & (due < today), days_left=left)


def months_later(days: Days, months: int) -> Days:
    """The same day of a later month, or that month's last day; NaT stays NaT."""
    month = days.astype("datetime64[M]")
    day = days - month.astype("datetime64[D]")
    target = month + np.timedelta64(months, "M")
    first = target.astype("datetime64[D]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    made: Days = np.minimum(first + day, last)
    return made
