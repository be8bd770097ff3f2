"""The number of months by which the individual account is divided (计发月数).

国发〔2005〕38号 附件：个人账户养老金计发月数表（40至70岁）。

Ages between two birthdays are interpolated to one decimal; no national instrument says so, but the
agencies' answers and determinations do (60周岁1个月 = 138.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation, Month, Unknown
from shebaotong.rules.explaining import age, given
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_down, half_up


@dataclass(frozen=True, slots=True)
class Divisor:
    """``months`` is whole for whole years of age, else with one decimal."""

    age_months: int
    months: Decimal
    explanation: Explanation

    def quantity(self) -> Quantity:
        return Quantity(self.months, self.explanation)


def divisor(*, age_months: int, on: date | Month, parameters: Parameters) -> Divisor | Unknown:
    """The divisor at an age in months, by the table that holds ``on`` the start of the benefit.

    Raises NotComputable below the youngest and above the oldest age of the table.
    """
    table = parameters.find("pension.divisor", on=on)
    if isinstance(table, Unknown):
        return table
    years, months = divmod(age_months, 12)
    lower = table.row(years)
    upper = table.row(years + 1) if months else lower
    if lower is None or upper is None:
        ages = [key for key in table.table if isinstance(key, int)]
        raise NotComputable(
            f"{age(age_months)}不在计发月数表的范围内（{min(ages)}至{max(ages)}周岁）。",
            f"age {years}y{months}m lies outside the table ({min(ages)} to {max(ages)} years)",
        )
    if not months:
        return Divisor(age_months, lower.decimal, _explain(age_months, lower.decimal, (lower.explain(),)))
    return _interpolated(age_months, lower, upper, on=on, parameters=parameters)


def _interpolated(
    age_months: int, lower: Value, upper: Value, *, on: date | Month, parameters: Parameters
) -> Divisor | Unknown:
    practice = parameters.find_all("pension.divisor_decimals", "pension.divisor_tie", on=on)
    if isinstance(practice, Unknown):
        return practice
    decimals, tie = practice
    exact = Fraction(lower.decimal) - Fraction(lower.decimal - upper.decimal) * (age_months % 12) / 12
    inputs = [
        lower.explain(name="满周岁计发月数"),
        upper.explain(name="下一周岁计发月数"),
        decimals.explain(),
    ]
    up, down = half_up(exact, decimals.integer), half_down(exact, decimals.integer)
    if up != down:
        inputs.append(tie.explain())
    months = up if tie.word == "half_up" else down
    return Divisor(age_months, months, _explain(age_months, months, tuple(inputs)))


def _explain(age_months: int, months: Decimal, inputs: tuple[Explanation, ...]) -> Explanation:
    formula = "按退休年龄查表"
    if age_months % 12:
        formula = "满周岁计发月数 −（满周岁计发月数 − 下一周岁计发月数）× 零头月数 ÷ 12，按规定位数舍入"
    return Explanation(
        name="个人账户养老金计发月数",
        value=f"{months} 个月",
        formula=formula,
        inputs=(given("开始领取时的年龄", age(age_months)), *inputs),
    )
