"""Money that moves with an employees' pension relation between provinces.

国办发〔2009〕66号 第四条: 统筹基金（单位缴费）以本人1998年1月1日后各年度实际缴费工资为基数，
按12%的总和转移，参保缴费不足1年的，按实际缴费月数计算转移; 个人账户储存额 moves whole. No pool money for
months before 1998 nor for deemed years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Month, Period, Unknown, round_to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class BaseRun:
    """``months`` months from 1998 on, actually paid on a base of ``monthly_base`` yuan."""

    monthly_base: Decimal
    months: int

    def __post_init__(self) -> None:
        if self.monthly_base < 0 or self.months < 0:
            raise NotComputable(
                "缴费基数和月数不能为负。", "contribution bases and months cannot be negative"
            )


@dataclass(frozen=True, slots=True)
class TransferFunds:
    """In yuan: ``total`` = ``pool`` + ``account``."""

    pool: Decimal
    account: Decimal
    total: Decimal
    explanation: Explanation


def transfer_funds(
    *, runs: Sequence[BaseRun], account: Decimal, as_of: date, parameters: Parameters
) -> TransferFunds | Unknown:
    """What the sending agency moves: pool money on ``runs``, and the whole credited ``account``.

    The pool part is rounded once, after summing. Raises NotComputable for a negative account.
    """
    if account < 0:
        raise NotComputable("个人账户转移额不能为负。", "the account that moves cannot be negative")
    rate = parameters.find("transfer.pool_rate", on=as_of)
    if isinstance(rate, Unknown):
        return rate
    base = sum((run.monthly_base * run.months for run in runs), Decimal(0))
    months = sum(run.months for run in runs)
    pool = round_to_fen(base * rate.decimal)
    account = round_to_fen(account)
    total = pool + account
    return TransferFunds(
        pool=pool,
        account=account,
        total=total,
        explanation=Explanation(
            name="转移基金总额",
            value=yuan(total),
            formula="统筹基金转移额 + 个人账户转移额",
            inputs=(
                Explanation(
                    name="统筹基金转移额",
                    value=yuan(pool),
                    formula=f"{base} × {rate.shown()}",
                    inputs=(
                        given("1998年1月起实际缴费基数合计", yuan(base), note=f"共{months}个月"),
                        rate.explain(),
                    ),
                    sources=(rate.source(),),
                ),
                given("个人账户转移额", yuan(account)),
            ),
            sources=(rate.source(),),
        ),
    )


def counted_runs(
    *, paid: Iterable[tuple[Period, Decimal]], as_of: date, parameters: Parameters
) -> tuple[BaseRun, ...] | Unknown:
    """The part of a contribution history for which pool money moves: actual months from 1998-01 on.

    ``paid`` holds closed periods with their monthly base. A month may stand in one period only.
    Raises NotComputable where two periods overlap: clear the duplicate first.
    """
    first = parameters.find("transfer.pool_from", on=as_of)
    if isinstance(first, Unknown):
        return first
    seen: set[Month] = set()
    runs = []
    for period, base in paid:
        months = [month for month in period if month >= first.month]
        if not seen.isdisjoint(months):
            raise NotComputable(
                "缴费时段有重叠，请先清理重复缴费。", "the periods overlap: clear the duplicate first"
            )
        seen.update(months)
        if months:
            runs.append(BaseRun(monthly_base=base, months=len(months)))
    return tuple(runs)
