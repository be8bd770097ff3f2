"""When a time limit runs out for one request, by the law and by the promise, with stops of the clock.

民法典 第二百零一条、第二百零三条: the day of receipt is left out; a last day that is a holiday moves to
the next working day, which counting in working days gives by itself. A stop counts for a reason that the
law names, such as waiting for the person's corrections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from shebaotong.kernel.api import END_OF_DAY, SHANGHAI, Calendar, Due, Explanation, Pause, due_at
from shebaotong.rules.explaining import given
from shebaotong.rules.limits.time_limit import TimeLimit


@dataclass(frozen=True, slots=True)
class RunningLimit:
    """Both are None while the clock stands still, ``promised`` also where nothing was promised."""

    legal: Due | None
    promised: Due | None
    explanation: Explanation


def running_limit(
    *,
    received: datetime,
    limit: TimeLimit,
    calendar: Calendar,
    cutoff: time | None = None,
    closing: time = END_OF_DAY,
    pauses: Sequence[Pause] = (),
) -> RunningLimit:
    """Both due times of a request ``received`` at an aware time, on the calendar of who must act.

    ``cutoff``: what arrives later in the day counts as received on the next working day.
    """

    def due(days: int) -> Due | None:
        return due_at(received, days, calendar=calendar, cutoff=cutoff, closing=closing, pauses=pauses)

    legal = due(limit.legal)
    promised = None if limit.promised is None else due(limit.promised)
    binding = legal if limit.promised is None else promised
    return RunningLimit(
        legal=legal,
        promised=promised,
        explanation=Explanation(
            name="办结期限",
            value="计时已中止" if binding is None else f"{binding.at:%Y-%m-%d %H:%M}",
            formula=f"收到次日起 {limit.working_days} 个工作日",
            inputs=(
                given("收到时间", f"{received.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
                limit.explanation,
                *(given("中止计时", _stop(pause)) for pause in pauses),
                given("工作日历", calendar.version),
            ),
            note="所涉年份的放假安排尚未公布，期限为暂定"
            if binding is not None and binding.provisional
            else "",
        ),
    )


def _stop(pause: Pause) -> str:
    start = f"{pause.start.astimezone(SHANGHAI):%Y-%m-%d}"
    return f"{start}起" if pause.end is None else f"{start}至{pause.end.astimezone(SHANGHAI):%Y-%m-%d}"
