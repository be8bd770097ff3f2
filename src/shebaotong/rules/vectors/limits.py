"""Groups of vectors about time limits and working days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shebaotong.kernel.api import Calendar, add_working_days
from shebaotong.rules.limits.time_limit import Matter, time_limit
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs, known


def _time_limit(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        time_limit(
            matter=Matter(inputs.one_of("matter", *Matter)),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"working_days": found.legal, "article": found.article}


def _working_days(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    makeup = _days(inputs, "makeup") if "makeup" in inputs else frozenset()
    try:
        calendar = Calendar(version="vector", off=_days(inputs, "holidays"), worked=makeup)
    except ValueError as error:
        raise NotComputable("同一天既是假日又是调休上班日。", str(error)) from error
    due = add_working_days(
        inputs.day("received"), inputs.whole("limit_working_days", most=10_000), calendar=calendar
    )
    return {"due": due.day.isoformat()}


def _days(inputs: Inputs, key: str) -> frozenset[date]:
    return frozenset(Inputs({key: day}).day(key) for day in inputs.rows(key))


GROUPS: Mapping[str, Group] = {
    "time_limit": Group(("working_days", "article"), _time_limit),
    "working_days": Group(("due",), _working_days),
}
