"""The employee's monthly pension and its components, to the cent.

国发〔2005〕38号 第六条：基础养老金月标准以当地上年度在岗职工月平均工资和本人指数化月平均缴费工资的
平均值为基数，缴费每满1年发给1%。个人账户养老金月标准为个人账户储存额除以计发月数。

Order of rounding: contribution years to two decimals first, then each component to the cent; the total is
the sum of the rounded components. It reproduces real determinations to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation, round_to_fen
from shebaotong.rules.explaining import yuan
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_up, years_of


@dataclass(frozen=True, slots=True)
class Component:
    """One line of the determination, in yuan with two decimals."""

    code: str
    amount: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Basis:
    """What every component is computed from.

    An index outside 0.6 to 3.0 is not clamped: years in several provinces are weighed with the wages of
    the place that pays (国办发〔2009〕66号 第七条), so it can come out so.
    """

    calc_base: Quantity
    index: Quantity
    contribution_months: int

    @property
    def years(self) -> Decimal:
        return years_of(self.contribution_months)

    @property
    def indexed_wage(self) -> Fraction:
        """Exact: it is rounded only where it is shown (本人指数化月平均缴费工资)."""
        return Fraction(self.calc_base.number) * Fraction(self.index.number)

    @property
    def mean_wage(self) -> Fraction:
        return (Fraction(self.calc_base.number) + self.indexed_wage) / 2

    def explain_indexed_wage(self) -> Explanation:
        return Explanation(
            name="本人指数化月平均缴费工资",
            value=yuan(half_up(self.indexed_wage, 2)),
            formula="计发基数 × 平均缴费指数",
            inputs=(self.calc_base.explanation, self.index.explanation),
        )

    def explain_years(self) -> Explanation:
        return explain_years("缴费年限", self.contribution_months)


@dataclass(frozen=True, slots=True)
class PensionAmount:
    """``components`` in the order of the notice; ``total`` is the sum of their rounded amounts."""

    basis: Basis
    components: tuple[Component, ...]
    explanation: Explanation

    @property
    def total(self) -> Decimal:
        return sum((component.amount for component in self.components), Decimal("0.00"))

    def component(self, code: str) -> Decimal | None:
        """The amount of one component; None where the determination has none of the code."""
        return next((entry.amount for entry in self.components if entry.code == code), None)


def pension_amount(
    *,
    basis: Basis,
    account: Quantity,
    divisor: Quantity,
    accrual_rate: Quantity,
    further: Sequence[Component] = (),
) -> PensionAmount:
    """Base and account component, and ``further`` ones that the province adds (transition, additions).

    Raises NotComputable for a base, a divisor or an account that cannot be one.
    """
    _refuse_impossible(basis, account, divisor)
    components = (_base(basis, accrual_rate), _account(account, divisor), *further)
    total = sum((component.amount for component in components), Decimal("0.00"))
    return PensionAmount(
        basis=basis,
        components=components,
        explanation=Explanation(
            name="月基本养老金",
            value=yuan(total),
            formula=" + ".join(component.explanation.name for component in components),
            inputs=tuple(component.explanation for component in components),
        ),
    )


def explain_years(name: str, months: int) -> Explanation:
    """Months as years with two decimals, as the formulas use them."""
    return Explanation(name=name, value=f"{years_of(months)} 年", formula=f"{months} 个月 ÷ 12，保留两位小数")


def _base(basis: Basis, accrual_rate: Quantity) -> Component:
    amount = half_up(basis.mean_wage * Fraction(basis.years) * Fraction(accrual_rate.number), 2)
    return Component(
        code="base",
        amount=amount,
        explanation=Explanation(
            name="基础养老金",
            value=yuan(amount),
            formula="（计发基数 + 本人指数化月平均缴费工资）÷ 2 × 缴费年限 × 每满1年发给的比例",
            inputs=(
                basis.calc_base.explanation,
                basis.explain_indexed_wage(),
                basis.explain_years(),
                accrual_rate.explanation,
            ),
        ),
    )


def _account(account: Quantity, divisor: Quantity) -> Component:
    amount = half_up(Fraction(account.number) / Fraction(divisor.number), 2)
    return Component(
        code="account",
        amount=amount,
        explanation=Explanation(
            name="个人账户养老金",
            value=yuan(amount),
            formula="个人账户储存额 ÷ 计发月数",
            inputs=(account.explanation, divisor.explanation),
        ),
    )


def _refuse_impossible(basis: Basis, account: Quantity, divisor: Quantity) -> None:
    if basis.calc_base.number <= 0 or divisor.number <= 0:
        raise NotComputable("计发基数和计发月数应大于0。", "calculation base and divisor must be above zero")
    if account.number < 0 or basis.index.number < 0 or basis.contribution_months < 0:
        raise NotComputable(
            "个人账户储存额、缴费指数和缴费月数不能为负数。",
            "account, index and contribution months must not be negative",
        )
    if account.number != round_to_fen(account.number):
        raise NotComputable("个人账户储存额应精确到分。", "the account must be an amount in whole fen")
