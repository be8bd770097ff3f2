"""Monthly crediting and yearly interest of the individual account (月积数法).

劳办发〔1997〕116号: 至本年底累计储存额 = 上年底累计储存额 ×（1 + 本年记账利率） + 本年记账额本金 +
本年记账额利息; 本年记账额利息 = 本年记账月积数 × 本年记账利率 × 1/12; 本年记账月积数 = Σ[n月份记账额
×（12 − n + 1）]. The rate is one for the nation since 2016 (人社部发〔2017〕31号), each province's own
before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import NATION, Explanation, Month, Unknown, round_to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class AccountYear:
    """One year of an account in yuan: ``closing`` = ``opening`` + ``credited`` + ``interest``."""

    year: int
    opening: Decimal
    credited: Decimal
    interest: Decimal
    closing: Decimal
    rate: Decimal
    explanation: Explanation


def account_year(
    *,
    year: int,
    opening: Decimal,
    credits: Mapping[Month, Decimal],
    parameters: Parameters,
    region: str = NATION,
) -> AccountYear | Unknown:
    """Settle one year at its end; interest is rounded to fen once, after summing.

    ``credits`` are the amounts credited in each month of ``year``. Unknown while the rate of the year is
    not published. Raises NotComputable for negative amounts and for months of another year.
    """
    if opening < 0 or any(amount < 0 for amount in credits.values()):
        raise NotComputable(
            "个人账户金额不能为负，更正请用冲销。", "amounts cannot be negative: reverse a posting instead"
        )
    if any(month.year != year for month in credits):
        raise NotComputable(f"有不属于{year}年的记账月份。", f"a credited month does not lie in {year}")
    rate = parameters.find("account.interest_rate", on=date(year, 12, 31), region=region)
    if isinstance(rate, Unknown):
        return rate
    credited = sum(credits.values(), Decimal(0))
    products = sum((amount * (13 - month.month) for month, amount in credits.items()), Decimal(0))
    interest = round_to_fen((opening + products / 12) * rate.decimal)
    closing = opening + credited + interest
    return AccountYear(
        year=year,
        opening=opening,
        credited=credited,
        interest=interest,
        closing=closing,
        rate=rate.decimal,
        explanation=Explanation(
            name=f"{year}年末个人账户储存额",
            value=yuan(closing),
            formula="上年末储存额 + 本年记账本金 + 本年利息",
            inputs=(
                given("上年末储存额", yuan(opening)),
                given("本年记账本金", yuan(credited), note=f"共{len(credits)}个月"),
                Explanation(
                    name="本年利息",
                    value=yuan(interest),
                    formula=f"（{opening} + 月积数 {products} ÷ 12）× {rate.shown()}",
                    inputs=(rate.explain(),),
                ),
            ),
            sources=(rate.source(),),
        ),
    )


def account_years(
    *,
    opening: Decimal,
    credits: Mapping[Month, Decimal],
    first: int,
    last: int,
    parameters: Parameters,
    region: str = NATION,
) -> tuple[AccountYear, ...] | Unknown:
    """Settle the years ``first`` to ``last`` one after another; years without a credit still bear interest.

    Raises NotComputable as :func:`account_year`, and for credits outside these years.
    """
    if any(not first <= month.year <= last for month in credits):
        raise NotComputable("有超出计息年度的记账月份。", f"a credit lies outside {first}–{last}")
    settled: list[AccountYear] = []
    for year in range(first, last + 1):
        made = account_year(
            year=year,
            opening=settled[-1].closing if settled else opening,
            credits={month: amount for month, amount in credits.items() if month.year == year},
            parameters=parameters,
            region=region,
        )
        if isinstance(made, Unknown):
            return made
        settled.append(made)
    return tuple(settled)
