"""The legal clock: what a move does to it, computed once by the agency that holds the ball.

The result goes into the document or the receipt, so that no other copy ever has to compute it
again. Times end when business closes: where hours are kept a limit ends with them (《民法典》第二百零三条).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from shebaotong.kernel.api import (
    SHANGHAI,
    Calendar,
    CaseState,
    ClockEntry,
    ClockState,
    Limit,
    Limits,
    Move,
    Ticking,
    due_at,
    is_working_day,
    working_days_between,
)

CLOSING = time(17, 0)
"""When the agencies' windows close on a working day."""

_STARTS = frozenset({Move.OPEN, Move.FORWARD, Move.REOPEN})


def entry_for(
    *,
    move: Move,
    state: CaseState,
    author: str,
    next_turn: str,
    limits: Limits,
    calendar: Calendar,
    now: datetime,
) -> ClockEntry | None:
    """What a document of ``author`` says of the clock; None where its move leaves it alone.

    Where the turn passes to another agency the receiver's delivery counts, so its receipt will say.
    """
    if move is Move.SUSPEND:
        return _stop(state.clock, calendar, now)
    if move not in _STARTS and move is not Move.RESUME:
        return None
    if next_turn != author:
        return ClockEntry(Ticking.ON_DELIVERY)
    return running(move=move, clock=state.clock, limits=limits, calendar=calendar, now=now)


def running(
    *, move: Move, clock: ClockState, limits: Limits, calendar: Calendar, now: datetime
) -> ClockEntry:
    """The clock as it runs from ``now``: the full limit, or after a stop what was left of it."""
    days, legal_days = limits.working.days, limits.legal.days
    if move is Move.RESUME:
        days = clock.remaining_days if clock.remaining_days is not None else days
        legal_days = clock.legal_remaining_days if clock.legal_remaining_days is not None else legal_days
    cutoff = _cutoff(limits.working) if move is not Move.RESUME else None
    due = due_at(now, days, calendar=calendar, cutoff=cutoff, closing=CLOSING)
    legal = due_at(now, legal_days, calendar=calendar, cutoff=_cutoff(limits.legal), closing=CLOSING)
    if due is None or legal is None:
        raise ValueError("a limit without pauses always has an end")
    resumes = move is Move.RESUME
    return ClockEntry(
        Ticking.RUN,
        due_at=max(due.at, now),
        amber_at=amber(now, due.at, limits.amber_days, calendar),
        legal_due_at=legal.at,
        remaining_days=days if resumes else None,
        legal_remaining_days=legal_days if resumes else None,
        calendar=due.calendar,
        provisional=due.provisional,
    )


def _cutoff(limit: Limit) -> time | None:
    return None if limit.same_day_until is None else time(limit.same_day_until)


def amber(start: datetime, due: datetime, days: int, calendar: Calendar) -> datetime:
    """When the lamp turns amber: ``days`` working days before it is due, at the start of that day;
    a limit too short for that turns amber halfway."""
    day = due.astimezone(SHANGHAI).date()
    left = days
    while left > 0 and day > start.astimezone(SHANGHAI).date():
        day -= timedelta(days=1)
        if is_working_day(day, calendar=calendar):
            left -= 1
    turn = datetime.combine(day, time(0, 0), SHANGHAI)
    return turn if days > 0 and turn > start else start + (due - start) / 2


def _stop(clock: ClockState, calendar: Calendar, now: datetime) -> ClockEntry:
    """The clock stands still; a day on which it stops counts as used."""
    if not clock.running:
        # Already standing for another reason: what was left then is what is left now.
        return ClockEntry(
            Ticking.STOP,
            remaining_days=clock.remaining_days,
            legal_remaining_days=clock.legal_remaining_days,
            calendar=clock.calendar,
        )
    return ClockEntry(
        Ticking.STOP,
        remaining_days=_left(now, clock.due_at, clock.remaining_days, calendar),
        legal_remaining_days=_left(now, clock.legal_due_at, clock.legal_remaining_days, calendar),
        calendar=calendar.version,
    )


def _left(now: datetime, due: datetime | None, most: int | None, calendar: Calendar) -> int | None:
    """Working days to the due date; never more than it was resumed with, ``most``: what is resumed on a
    Sunday with nothing left is due on Monday, a working day later."""
    if due is None:
        return None
    today, last = now.astimezone(SHANGHAI).date(), due.astimezone(SHANGHAI).date()
    left = max(0, working_days_between(today, last, calendar=calendar))
    return left if most is None else min(left, most)
