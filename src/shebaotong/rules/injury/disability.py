"""Lump sum and allowance for a disability from a work injury, by grade.

工伤保险条例 第三十五条至第三十七条: 一次性伤残补助金 27/25/23/21/18/16/13/11/9/7 个月的本人工资
(一级至十级); 伤残津贴 90%/85%/80%/75% (一级至四级, from the fund), 70%/60% (五级、六级, from the employer
where no suitable work is found). 第六十四条: 本人工资 is the average monthly base of the twelve months
before, at most 300% and at least 60% of the regional average wage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Unknown, round_to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable

_GRADES = "一二三四五六七八九十"


class Payer(StrEnum):
    FUND = "fund"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class InjuryDisability:
    """``allowance`` is monthly, None for the grades that have none; ``payer`` is the allowance's."""

    lump_months: int
    lump: Decimal
    allowance: Decimal | None
    payer: Payer | None
    explanation: Explanation


def counted_wage(
    *, average_base: Decimal, regional_wage: Decimal, as_of: date, parameters: Parameters
) -> Quantity | Unknown:
    """The wage that benefits are a share of (本人工资): the average base of the last twelve months, bounded.

    In yuan a month. Raises NotComputable for a negative base and for a regional wage that is not positive.
    """
    if average_base < 0 or regional_wage <= 0:
        raise NotComputable(
            "缴费工资不能为负，平均工资必须大于零。",
            "the base is negative or the average wage is not positive",
        )
    found = parameters.find_all("injury.wage_floor", "injury.wage_ceiling", on=as_of)
    if isinstance(found, Unknown):
        return found
    low, high = found
    amount = min(max(average_base, low.decimal * regional_wage), high.decimal * regional_wage)
    return Quantity(
        number=round_to_fen(amount),
        explanation=Explanation(
            name="本人工资",
            value=yuan(amount),
            formula="前12个月平均月缴费工资，不低于、不高于当地平均工资的规定倍数",
            inputs=(
                given("前12个月平均月缴费工资", yuan(average_base)),
                given("统筹地区职工平均工资", yuan(regional_wage)),
                low.explain(),
                high.explain(),
            ),
            sources=(low.source(),),
        ),
    )


def injury_disability(
    *, grade: int, wage: Quantity, as_of: date, parameters: Parameters
) -> InjuryDisability | Unknown:
    """Lump sum and monthly allowance of a ``grade`` from 1, the gravest, to 10.

    Raises NotComputable for another grade.
    """
    found = parameters.find_all(
        "injury.lump_months", "injury.allowance_ratio", "injury.fund_pays_to_grade", on=as_of
    )
    if isinstance(found, Unknown):
        return found
    months, ratios, last_from_fund = found
    lump_months = months.row(grade)
    if lump_months is None:
        raise NotComputable("伤残等级应为一级至十级。", f"no such disability grade: {grade}")
    lump = round_to_fen(wage.number * lump_months.integer)
    ratio = ratios.row(grade)
    allowance = None if ratio is None else round_to_fen(wage.number * ratio.decimal)
    payer = None
    if ratio is not None:
        payer = Payer.FUND if grade <= last_from_fund.integer else Payer.EMPLOYER
    return InjuryDisability(
        lump_months=lump_months.integer,
        lump=lump,
        allowance=allowance,
        payer=payer,
        explanation=Explanation(
            name=f"{_GRADES[grade - 1]}级伤残待遇",
            value=yuan(lump),
            inputs=(
                wage.explanation,
                Explanation(
                    name="一次性伤残补助金",
                    value=yuan(lump),
                    formula=f"本人工资 × {lump_months.integer}",
                    sources=(lump_months.source(),),
                ),
                _allowance_line(allowance, ratio, payer),
            ),
            sources=(lump_months.source(),),
        ),
    )


def _allowance_line(allowance: Decimal | None, ratio: Value | None, payer: Payer | None) -> Explanation:
    if allowance is None or ratio is None:
        return Explanation(name="伤残津贴", value="无", note="七级至十级不发伤残津贴")
    return Explanation(
        name="伤残津贴",
        value=f"{yuan(allowance)}/月",
        formula=f"本人工资 × {ratio.shown()}",
        sources=(ratio.source(),),
        note="由工伤保险基金支付" if payer is Payer.FUND else "难以安排工作的，由用人单位支付",
    )
