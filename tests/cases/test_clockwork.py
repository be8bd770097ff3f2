"""What is left of a limit when its clock stops."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.cases.clockwork import entry_for
from shebaotong.kernel.api import SHANGHAI, Calendar, CaseState, ClockEntry, ClockState, Limit, Limits, Move

WEEKENDS = Calendar(version="weekends")
LIMITS = Limits(legal=Limit(30, ""), promised=Limit(3, ""))
SUNDAY, MONDAY = (datetime(2026, 12, day, 1, 12, tzinfo=SHANGHAI) for day in (27, 28))


def entry(move: Move, clock: ClockState, now: datetime) -> ClockEntry:
    made = entry_for(
        move=move,
        state=CaseState("4420291300133900", clock=clock),
        author="442000",
        next_turn="442000",
        limits=LIMITS,
        calendar=WEEKENDS,
        now=now,
    )
    assert made is not None
    return made


def resumed(days: int, now: datetime) -> ClockState:
    made = entry(Move.RESUME, ClockState(remaining_days=days, legal_remaining_days=days), now)
    return ClockState(
        running=True,
        due_at=made.due_at,
        legal_due_at=made.legal_due_at,
        remaining_days=made.remaining_days,
        legal_remaining_days=made.legal_remaining_days,
    )


@pytest.mark.parametrize("now", [SUNDAY, MONDAY])
@given(days=st.integers(0, 10))
def test_stopping_at_once_gives_nothing_and_takes_nothing(days: int, now: datetime) -> None:
    """On a Sunday nothing left is due on Monday, as one day is; it counted as one when it stopped again."""
    stopped = entry(Move.SUSPEND, resumed(days, now), now)
    assert (stopped.remaining_days, stopped.legal_remaining_days) == (days, days)
