"""The average contribution index (平均缴费工资指数).

国发〔2005〕38号 第六条：以当地上年度在岗职工月平均工资和本人指数化月平均缴费工资的平均值为基数。
The index weighs each month's base by the average wage of that year; only months really paid count here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_up

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class IndexedYear:
    """``months`` paid in ``year`` at the monthly ``base``, against the ``average_wage`` used that year.

    ``wage`` explains where the average wage comes from, where it is more than a number that was given.
    """

    year: int
    months: int
    base: Decimal
    average_wage: Decimal
    wage: Explanation | None = None


@dataclass(frozen=True, slots=True)
class AverageIndex:
    """``value`` has four decimals; ``months`` are those really paid."""

    value: Decimal
    months: int
    explanation: Explanation

    def quantity(self) -> Quantity:
        return Quantity(self.value, self.explanation)


def average_index(*, years: Sequence[IndexedYear]) -> AverageIndex:
    """Σ(base × months ÷ average wage) ÷ Σ months.

    Raises NotComputable without any month paid, for more than twelve months in a year (a month counts
    once, whatever the number of places), and for a paid year whose average wage is not above zero.
    """
    paid = [entry for entry in years if entry.months]
    _refuse_impossible(paid)
    months = sum(entry.months for entry in paid)
    if not months:
        raise NotComputable(
            "没有实际缴费月数，无法计算平均缴费指数。", "no month was paid: there is no index"
        )
    weighed = sum(
        (Fraction(entry.base) * entry.months / Fraction(entry.average_wage) for entry in paid), Fraction(0)
    )
    value = half_up(weighed / months, 4)
    return AverageIndex(
        value=value,
        months=months,
        explanation=Explanation(
            name="平均缴费指数",
            value=str(value),
            formula="Σ（月缴费基数 × 月数 ÷ 当年平均工资）÷ Σ月数，保留四位小数",
            inputs=tuple(_explain(entry) for entry in paid),
        ),
    )


def _refuse_impossible(paid: Sequence[IndexedYear]) -> None:
    counted: dict[int, int] = {}
    for entry in paid:
        counted[entry.year] = counted.get(entry.year, 0) + entry.months
        if entry.months < 0 or counted[entry.year] > MONTHS_OF_A_YEAR:
            raise NotComputable(
                f"{entry.year}年的缴费月数不在0至12个月之间，请先清理重复缴费。",
                f"{entry.year} has {counted[entry.year]} months: clear months counted twice first",
            )
        if entry.average_wage <= 0:
            raise NotComputable(
                f"缺少{entry.year}年的平均工资。", f"the average wage of {entry.year} is not above zero"
            )


def _explain(entry: IndexedYear) -> Explanation:
    index = half_up(Fraction(entry.base) / Fraction(entry.average_wage), 4)
    return Explanation(
        name=f"{entry.year}年",
        value=f"指数 {index}，{entry.months} 个月",
        formula=f"{entry.base} 元 ÷ {entry.average_wage} 元",
        inputs=() if entry.wage is None else (entry.wage,),
    )
