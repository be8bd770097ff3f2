"""Minimum contribution period for drawing the pension monthly.

国务院关于渐进式延迟法定退休年龄的办法 第二条：从2030年1月1日起，将职工按月领取基本养老金最低缴费年限由十五年
逐步提高至二十年，每年提高六个月。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import Explanation, Unknown
from shebaotong.rules.explaining import given
from shebaotong.rules.parameters.lookup import Parameters


@dataclass(frozen=True, slots=True)
class MinimumContribution:
    year: int
    months: int
    explanation: Explanation


def minimum_contribution(*, year: int, as_of: date, parameters: Parameters) -> MinimumContribution | Unknown:
    """Months needed by a person whose deciding year is ``year``, by the law as it stands on ``as_of``.

    The deciding year is that of reaching the statutory age; for an early retirement see ``eligibility.py``.
    """
    table = parameters.find("retirement.minimum_contribution_months", on=as_of)
    if isinstance(table, Unknown):
        return table
    # The measure's table opens with the years up to 2029: its first row holds for earlier years too.
    first = min(key for key in table.table if isinstance(key, int))
    row = table.step(max(year, first))
    assert row is not None
    return MinimumContribution(
        year=year,
        months=row.integer,
        explanation=Explanation(
            name="最低缴费年限",
            value=row.shown(),
            formula="按达到退休条件的年份查表：2029年及以前180个月，2030年起每年增加6个月，最多240个月",
            inputs=(given("年份", f"{year} 年"), row.explain()),
        ),
    )
