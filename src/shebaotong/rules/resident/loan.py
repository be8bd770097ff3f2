"""A bank lends the back-payment, and the pension that it opens repays it (淄博“安享贷”).

The loan is a contract of the person with the bank: the rate is the contract's, not the law's. The agency
pays the pension to the loan account month by month; what the last instalment leaves over, and every later
month, goes to the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation, Month, round_to_fen
from shebaotong.rules.explaining import given, month, yuan
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_up


@dataclass(frozen=True, slots=True)
class Instalment:
    """One month of the schedule; all amounts in yuan with two decimals."""

    number: int
    month: Month
    opening: Decimal
    interest: Decimal
    payment: Decimal
    closing: Decimal
    to_person: Decimal

    @property
    def principal(self) -> Decimal:
        return self.payment - self.interest


@dataclass(frozen=True, slots=True)
class LoanPlan:
    principal: Decimal
    annual_rate: Decimal
    monthly_pension: Decimal
    instalments: tuple[Instalment, ...]
    explanation: Explanation

    @property
    def months(self) -> int:
        """Months in which the pension repays, the last one in part."""
        return len(self.instalments)

    @property
    def full_from(self) -> Month:
        """The first month whose whole pension is the person's."""
        return self.instalments[-1].month + 1

    @property
    def interest(self) -> Decimal:
        return sum((entry.interest for entry in self.instalments), Decimal("0.00"))


def loan_plan(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    monthly_pension: Decimal,
    first: Month,
    kept_by_person: Decimal = Decimal("0.00"),
) -> LoanPlan:
    """The schedule for the bank, from the ``first`` month of pension on.

    Interest of a month is the opening balance times a twelfth of ``annual_rate`` (a ratio, e.g. 0.0385),
    to the cent. ``kept_by_person`` stays with the person every month. Raises NotComputable for amounts not
    in whole fen, and where the instalment would not exceed the first month's interest: such a loan is never
    repaid.
    """
    instalment = monthly_pension - kept_by_person
    _refuse_impossible(principal, annual_rate, monthly_pension, kept_by_person)
    made: list[Instalment] = []
    balance = round_to_fen(principal)
    while balance:
        interest = half_up(Fraction(balance) * Fraction(annual_rate) / 12, 2)
        payment = min(instalment, balance + interest)
        if payment <= interest:
            raise NotComputable(
                "每月还款不足以支付利息，贷款永远还不清。",
                "the monthly payment does not exceed the interest: the loan would never be repaid",
            )
        closing = balance + interest - payment
        made.append(
            Instalment(
                number=len(made) + 1,
                month=first + len(made),
                opening=balance,
                interest=interest,
                payment=payment,
                closing=closing,
                to_person=monthly_pension - payment,
            )
        )
        balance = closing
    return LoanPlan(
        principal=round_to_fen(principal),
        annual_rate=annual_rate,
        monthly_pension=monthly_pension,
        instalments=tuple(made),
        explanation=_explain(principal, annual_rate, monthly_pension, kept_by_person, made),
    )


def _refuse_impossible(principal: Decimal, rate: Decimal, pension: Decimal, kept: Decimal) -> None:
    if any(amount != round_to_fen(amount) or amount < 0 for amount in (principal, pension, kept)):
        raise NotComputable("金额应精确到分，且不为负数。", "amounts must be in whole fen, 0 or more")
    if not principal or kept > pension or not 0 <= rate <= 1:
        raise NotComputable(
            "贷款金额应大于0，本人留用不能超过养老金，年利率应写为0至1之间的小数。",
            "the loan must exceed 0, what is kept must not exceed the pension, and the rate is a ratio",
        )


def _explain(
    principal: Decimal, rate: Decimal, pension: Decimal, kept: Decimal, made: list[Instalment]
) -> Explanation:
    last = made[-1]
    inputs = [
        given("贷款金额", yuan(principal)),
        given("年利率", f"{(rate * 100).normalize():f}%"),
        given("月养老金", yuan(pension)),
    ]
    if kept:
        inputs.append(given("本人每月留用", yuan(kept)))
    return Explanation(
        name="还款月数",
        value=f"{len(made)} 个月",
        formula="每月利息 = 上月余额 × 年利率 ÷ 12；每月还款 = 月养老金 − 本人留用，还清为止",
        inputs=(
            *inputs,
            given("最后一期还款", yuan(last.payment), note=f"{month(last.month)}"),
            given("开始全额领取的月份", month(last.month + 1)),
        ),
    )
