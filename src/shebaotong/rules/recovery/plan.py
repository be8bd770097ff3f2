"""A plan to pay back an overpayment by instalments from the pension.

社会保险经办条例 第四十六条: 责令退还; 难以一次性退还的，可以签订还款协议分期退还, or
从其后续待遇或者个人账户余额中抵扣. No national share is laid down: what must stay with the person is set
locally (e.g. in Fujian 60% of the local minimum wage), and without a local rule nothing is deducted but
by agreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Unknown, round_to_fen, to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class RecoveryPlan:
    """In yuan: ``from_account`` + all of :meth:`instalments` = ``debt``, where ``months`` is known.

    ``monthly`` is what the pension bears above the floor; each month takes it, the last one ``last``.
    ``months`` and ``last`` are None where the pension bears nothing: another way must be agreed.
    """

    debt: Decimal
    from_account: Decimal
    monthly: Decimal
    months: int | None
    last: Decimal | None
    explanation: Explanation

    def instalments(self) -> Iterator[Decimal]:
        """Each month's instalment in order. Raises ValueError where there is no plan."""
        if self.months is None or self.last is None:
            raise ValueError("the pension bears no instalment: there is no plan")
        for _ in range(self.months - 1):
            yield self.monthly
        if self.months:
            yield self.last


def protected_floor(
    *, minimum_wage: Decimal, region: str, as_of: date, parameters: Parameters
) -> Quantity | Unknown:
    """What stays with the person each month: a share of the local ``minimum_wage``, in yuan.

    Unknown where the place has no rule. Raises NotComputable for a negative wage.
    """
    if minimum_wage < 0:
        raise NotComputable("最低工资标准不能为负。", "a minimum wage cannot be negative")
    ratio = parameters.find("recovery.floor_ratio", on=as_of, region=region)
    if isinstance(ratio, Unknown):
        return ratio
    amount = round_to_fen(minimum_wage * ratio.decimal)
    return Quantity(
        number=amount,
        explanation=Explanation(
            name="每月保留的基本生活费",
            value=yuan(amount),
            formula=f"当地最低工资标准 × {ratio.shown()}",
            inputs=(given("当地月最低工资标准", yuan(minimum_wage)), ratio.explain()),
        ),
    )


def recovery_plan(
    *, overpaid: Decimal, account_balance: Decimal, monthly_pension: Decimal, floor: Quantity
) -> RecoveryPlan:
    """First the balance of the cleared account, then what the pension bears above ``floor``.

    ``floor`` is what stays with the person each month, by a local rule or as agreed, in yuan. The plan
    needs the person's agreement or a decision on offset. Raises NotComputable for negative amounts.
    """
    if min(overpaid, account_balance, monthly_pension, floor.number) < 0:
        raise NotComputable("金额不能为负。", "amounts cannot be negative")
    debt = round_to_fen(overpaid)
    from_account = min(debt, round_to_fen(account_balance))
    rest = debt - from_account
    monthly = max(round_to_fen(monthly_pension) - round_to_fen(floor.number), Decimal("0.00"))
    months, last = _months(rest, monthly)
    return RecoveryPlan(
        debt=debt,
        from_account=from_account,
        monthly=monthly,
        months=months,
        last=last,
        explanation=Explanation(
            name="还款计划",
            value="每月无可扣金额" if months is None else f"{months} 个月",
            formula="（多发金额 − 清退账户抵扣）÷（月养老金 − 每月保留的基本生活费），末月扣余额",
            inputs=(
                given("多发金额", yuan(debt)),
                given("从清退账户抵扣", yuan(from_account)),
                given("月养老金", yuan(monthly_pension)),
                floor.explanation,
                given("每月扣还", yuan(monthly)),
                *(() if last is None else (given("末月扣还", yuan(last)),)),
            ),
            note="须本人签订还款协议或者经抵扣决定；有异议可以申请行政复议或者提起行政诉讼",
        ),
    )


def _months(rest: Decimal, monthly: Decimal) -> tuple[int | None, Decimal | None]:
    """How many instalments clear ``rest``, and the last of them."""
    if not rest:
        return 0, Decimal("0.00")
    if not monthly:
        return None, None
    months = -(-to_fen(rest) // to_fen(monthly))
    return months, rest - monthly * (months - 1)
