"""Runs of contributions as the examples write them, in the twelve months a year of registers and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shebaotong.kernel.api import Month, Period

DEFAULT = "employee_pension"


def years_of(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``{自, 至, 基数, 险种?, 欠费?}`` in yuan a month → ``{"years": […], "paid_months": {…}}``.

    With ``答复: true`` in a run the years carry no scheme and no count, as another city's answer does.
    """
    years: dict[tuple[str, int], tuple[list[int | None], list[bool]]] = {}
    paid_months: Counter[str] = Counter()
    for scheme, month, fen, paid in _months(runs):
        bases, flags = years.setdefault((scheme, month.year), ([None] * 12, [False] * 12))
        bases[month.month - 1], flags[month.month - 1] = fen, paid
        paid_months[scheme] += paid
    entries = [
        {"kind": scheme, "year": year, "bases_fen": bases, "paid": flags}
        for (scheme, year), (bases, flags) in sorted(years.items())
    ]
    if any(run.get("答复") for run in runs):
        return {"years": [{k: v for k, v in entry.items() if k != "kind"} for entry in entries]}
    return {"years": entries, "paid_months": dict(paid_months)}


def _months(runs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Month, int, bool]]:
    for run in runs:
        period = Period(Month.parse(str(run["自"])), Month.parse(str(run["至"])))
        fen = int(Decimal(str(run["基数"])) * 100)
        for month in period:
            yield run.get("险种", DEFAULT), month, fen, not run.get("欠费", False)
