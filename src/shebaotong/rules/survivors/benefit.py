"""Funeral grant and lump sum after the death of an insured person or pensioner.

人社部发〔2021〕18号: 第四条 丧葬补助金 = 本省上一年度城镇居民月人均可支配收入 × 2.
第五条 抚恤金 = the same income × months. (一) 在职: 缴费年限不满5年 3个月; 满5年不满10年 6个月;
满10年不超过15年（含15年） 9个月; 15年以上每多缴费1年增加1个月; 30年以上按30年计算，最高24个月. (二) 退休:
按在职时的缴费年限确定最高发放月数，每领取1年基本养老金减少1个月，最低为9个月. 缴费年限和领取时间计算到月.
累计缴费年限不足5年的，遗属待遇标准不得超过其个人缴费之和.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation, Unknown, round_to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_up


@dataclass(frozen=True, slots=True)
class LumpMonths:
    """Months of income in the lump sum, exactly: counted to the month of contribution, 91/4 is 22.75."""

    months: Fraction
    limited: bool
    """Paid for so short a time that the person's own payments bound the total."""
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class SurvivorsBenefit:
    """In yuan: ``total`` = ``funeral`` + ``lump``."""

    months: Fraction
    funeral: Decimal
    lump: Decimal
    total: Decimal
    bounded: bool | None
    """Whether the person's own payments cut the total; None where they would count but are not known."""
    explanation: Explanation


def lump_months(
    *, paid_months: int, drawn_months: int | None, as_of: date, parameters: Parameters
) -> LumpMonths | Unknown:
    """Months of the lump sum after ``paid_months``; ``drawn_months`` of pension, None for one not retired.

    Raises NotComputable for negative months.
    """
    if paid_months < 0 or (drawn_months or 0) < 0:
        raise NotComputable("月数不能为负。", "months cannot be negative")
    found = parameters.find_all(
        "survivors.lump_steps",
        "survivors.lump_grows_after",
        "survivors.lump_cap",
        "survivors.pensioner_floor",
        "survivors.bounded_below",
        on=as_of,
    )
    if isinstance(found, Unknown):
        return found
    steps, grows_after, cap, floor, bounded_below = found
    step = steps.step(paid_months)
    if step is None:
        raise KeyError(f"{steps.code} has no row for 0 months")
    extra = max(paid_months - grows_after.integer, 0)
    months = min(Fraction(step.integer) + Fraction(extra, 12), Fraction(cap.integer))
    formula = f"{step.integer} + {extra}/12，最多{cap.integer}" if extra else str(step.integer)
    inputs = [given("缴费年限", _years(paid_months)), step.explain(), cap.explain()]
    if drawn_months is not None:
        months = max(months - Fraction(drawn_months, 12), Fraction(floor.integer))
        formula = f"（{formula}）" if extra else formula + " "
        formula += f"− {drawn_months}/12，最少{floor.integer}"
        inputs += [given("已领取基本养老金", _years(drawn_months)), floor.explain()]
    return LumpMonths(
        months=months,
        limited=paid_months < bounded_below.integer,
        explanation=Explanation(
            name="抚恤金发放月数",
            value=f"{_plain(months)} 个月",
            formula=formula,
            inputs=tuple(inputs),
        ),
    )


def survivors_benefit(
    *,
    paid_months: int,
    drawn_months: int | None,
    monthly_income: Decimal,
    own_payments: Decimal | None,
    as_of: date,
    parameters: Parameters,
) -> SurvivorsBenefit | Unknown:
    """Both grants on ``monthly_income``, last year's monthly urban disposable income a head in the province.

    ``own_payments``: all that the person paid (of a flexible worker: what went into the account); it
    bounds the total below five years. Where it is not known there, the amounts are unbounded and
    ``bounded`` is None: ask before deciding. Raises NotComputable for negative inputs.
    """
    if monthly_income < 0 or (own_payments or 0) < 0:
        raise NotComputable("金额不能为负。", "amounts cannot be negative")
    lasting = lump_months(
        paid_months=paid_months, drawn_months=drawn_months, as_of=as_of, parameters=parameters
    )
    multiple = parameters.find("survivors.funeral_multiple", on=as_of)
    if isinstance(lasting, Unknown):
        return lasting
    if isinstance(multiple, Unknown):
        return multiple
    funeral = round_to_fen(monthly_income * multiple.decimal)
    lump = half_up(Fraction(monthly_income) * lasting.months, 2)
    bounded: bool | None = False
    if lasting.limited:
        bounded = None if own_payments is None else funeral + lump > own_payments
        if bounded and own_payments is not None:
            funeral = min(funeral, round_to_fen(own_payments))
            lump = round_to_fen(own_payments) - funeral
    return SurvivorsBenefit(
        months=lasting.months,
        funeral=funeral,
        lump=lump,
        total=funeral + lump,
        bounded=bounded,
        explanation=_explained(lasting, funeral, lump, monthly_income, multiple, bounded),
    )


def _explained(
    lasting: LumpMonths,
    funeral: Decimal,
    lump: Decimal,
    monthly_income: Decimal,
    multiple: Value,
    bounded: bool | None,
) -> Explanation:
    notes = {
        False: "",
        True: "缴费年限不足5年，合计以个人缴费之和为限",
        None: "缴费年限不足5年，合计不得超过个人缴费之和：请先核实个人缴费之和",
    }
    return Explanation(
        name="遗属待遇",
        value=yuan(funeral + lump),
        formula="丧葬补助金 + 抚恤金",
        inputs=(
            given("本省上一年度城镇居民月人均可支配收入", yuan(monthly_income)),
            Explanation(
                name="丧葬补助金",
                value=yuan(funeral),
                formula=f"月人均可支配收入 × {multiple.decimal}",
                inputs=(multiple.explain(),),
            ),
            Explanation(
                name="抚恤金",
                value=yuan(lump),
                formula=f"月人均可支配收入 × {_plain(lasting.months)}",
                inputs=(lasting.explanation,),
            ),
        ),
        note=notes[bounded],
    )


def _plain(months: Fraction) -> str:
    """``24``, ``22.75``, and to four decimals what does not end."""
    return f"{half_up(months, 4).normalize():f}"


def _years(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}年{rest}个月" if rest else f"{years}年"
