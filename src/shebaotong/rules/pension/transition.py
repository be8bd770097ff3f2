"""The transitional pension (过渡性养老金): for years of work before individual accounts began.

国发〔2005〕38号 第六条 leaves it to the provinces. Two shapes are verified; every other province has to
supply its own, and until then the answer is that we do not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shebaotong.kernel.api import Explanation
from shebaotong.rules.explaining import yuan
from shebaotong.rules.pension.amount import Basis, Component, explain_years
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.rounding import half_up, years_of


class Shape(StrEnum):
    """The formulas that are known, as the parameter ``pension.transition_shape`` names them."""

    SICHUAN = "sichuan"
    BEIJING = "beijing"


@dataclass(frozen=True, slots=True)
class EarlyYears:
    """Months of work before the individual account, as the formula of the place counts them.

    ``deemed`` months were never paid (视同缴费); ``paid_unrecorded`` months were paid while the account was
    not yet, or not fully, kept.
    """

    deemed: int = 0
    paid_unrecorded: int = 0

    @property
    def total(self) -> int:
        return self.deemed + self.paid_unrecorded


def sichuan(*, basis: Basis, early: EarlyYears, coefficient: Quantity) -> Component:
    """川劳社发〔2006〕17号：（计发基数 + 指数化月平均缴费工资）÷ 2 × 建立个人账户前的缴费年限 × 系数。"""
    amount = half_up(basis.mean_wage * Fraction(years_of(early.total)) * Fraction(coefficient.number), 2)
    return Component(
        code="transition",
        amount=amount,
        explanation=Explanation(
            name="过渡性养老金",
            value=yuan(amount),
            formula="（计发基数 + 本人指数化月平均缴费工资）÷ 2 × 建立个人账户前的缴费年限 × 过渡系数",
            inputs=(
                basis.calc_base.explanation,
                basis.explain_indexed_wage(),
                explain_years("建立个人账户前的缴费年限", early.total),
                coefficient.explanation,
            ),
        ),
    )


def beijing(*, basis: Basis, early: EarlyYears, coefficient: Quantity, deemed_index: Quantity) -> Component:
    """京劳社养发〔2007〕21、31号：视同缴费年限和1992年10月至1998年6月的实际缴费年限，每满1年各发给1%。

    The deemed years carry an index of their own (1 in Beijing).
    """
    rate = Fraction(coefficient.number)
    wage = Fraction(basis.calc_base.number)
    deemed = half_up(wage * Fraction(deemed_index.number) * Fraction(years_of(early.deemed)) * rate, 2)
    paid = half_up(basis.indexed_wage * Fraction(years_of(early.paid_unrecorded)) * rate, 2)
    return Component(
        code="transition",
        amount=deemed + paid,
        explanation=Explanation(
            name="过渡性养老金",
            value=yuan(deemed + paid),
            formula="视同缴费部分 + 实际缴费部分",
            inputs=(
                Explanation(
                    name="视同缴费部分",
                    value=yuan(deemed),
                    formula="计发基数 × 视同缴费指数 × 视同缴费年限 × 过渡系数",
                    inputs=(
                        basis.calc_base.explanation,
                        deemed_index.explanation,
                        explain_years("视同缴费年限", early.deemed),
                        coefficient.explanation,
                    ),
                ),
                Explanation(
                    name="实际缴费部分",
                    value=yuan(paid),
                    formula="计发基数 × 平均缴费指数 × 建立个人账户前的实际缴费年限 × 过渡系数",
                    inputs=(
                        basis.explain_indexed_wage(),
                        explain_years("建立个人账户前的实际缴费年限", early.paid_unrecorded),
                        coefficient.explanation,
                    ),
                ),
            ),
        ),
    )


def local_addition(*, basis: Basis, rate: Quantity) -> Component:
    """川劳社发〔2006〕17号：本人指数化月平均缴费工资 × 比例 × 缴费年限。"""
    amount = half_up(basis.indexed_wage * Fraction(rate.number) * Fraction(basis.years), 2)
    return Component(
        code="addition",
        amount=amount,
        explanation=Explanation(
            name="地方增发养老金",
            value=yuan(amount),
            formula="本人指数化月平均缴费工资 × 增发比例 × 缴费年限",
            inputs=(basis.explain_indexed_wage(), rate.explanation, basis.explain_years()),
        ),
    )


def stated_component(*, code: str, amount: Quantity) -> Component:
    """An amount that somebody states in yuan a month, by a formula that is not collected here."""
    return Component(code=code, amount=half_up(amount.number, 2), explanation=amount.explanation)
