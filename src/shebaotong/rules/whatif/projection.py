"""The individual account at a later month, under the assumptions and by nothing else.

Each month assumed to be paid credits the employee's rate of the assumed base; interest runs at the assumed
yearly rate.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation, Month, Period, Unknown
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.rounding import half_up
from shebaotong.rules.whatif.history import Assumptions, InsuranceHistory


def account_at(
    *,
    history: InsuranceHistory,
    assumptions: Assumptions,
    start: Month,
    paid_months: int,
    parameters: Parameters,
) -> Quantity | Unknown:
    """The balance when the benefit starts, after ``paid_months`` more months of contributions."""
    if history.account is None:
        return Unknown(
            what="个人账户储存额",
            whom="参保地社会保险经办机构",
            en="Individual account balance: ask the agency of the place of insurance",
        )
    months = start - Month.of(assumptions.as_of) - 1
    base, interest = assumptions.monthly_base, assumptions.interest
    if months <= 0 or ((base is None or not paid_months) and interest is None):
        return history.account
    rate = parameters.find("pension.employee_rate", on=assumptions.as_of)
    if isinstance(rate, Unknown):
        return rate
    credit = half_up(Fraction(base or 0) * Fraction(rate.decimal), 2)
    value = _grown(
        history.account.number,
        first=Month.of(assumptions.as_of) + 1,
        last=start + -1,
        credit=credit,
        paid_months=paid_months,
        interest=Fraction(interest or 0),
    )
    return Quantity(
        value,
        Explanation(
            name="个人账户储存额（估算）",
            value=yuan(value),
            formula="现有储存额 + 今后缴费记账 + 利息；利息按月积数计算，每年底结算一次",
            inputs=(
                history.account.explanation,
                given("今后缴费", f"{paid_months} 个月 × {yuan(credit)}"),
                rate.explain(),
                given("假设的年利率", _percent(interest)),
            ),
        ),
    )


def _grown(
    balance: Decimal, *, first: Month, last: Month, credit: Decimal, paid_months: int, interest: Fraction
) -> Decimal:
    """劳办发〔1997〕116号, month by month: a credit bears interest from its own month to the year's end."""
    products = Fraction(0)
    credited = Decimal(0)
    for place, month in enumerate(Period(first, last)):
        credited += credit if place < paid_months else Decimal(0)
        products += Fraction(balance + credited)
        if month.month == 12 or month == last:
            balance += credited + half_up(products * interest / 12, 2)
            products, credited = Fraction(0), Decimal(0)
    return balance


def _percent(ratio: Decimal | None) -> str:
    return "不计利息" if ratio is None else f"{(ratio * 100).normalize():f}%"
