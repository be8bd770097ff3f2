"""What the survivors of a worker who died from a work injury get.

工伤保险条例 第三十九条: 丧葬补助金 6个月的统筹地区上年度职工月平均工资; 供养亲属抚恤金 配偶每月40%、
其他亲属每人每月30%、孤寡老人或者孤儿每人每月增加10%, 之和不应高于因工死亡职工生前的工资; 一次性工亡补助金
上一年度全国城镇居民人均可支配收入的20倍.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class Kin(StrEnum):
    SPOUSE = "spouse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Dependant:
    """``alone``: a lone elder (孤寡老人) or an orphan (孤儿)."""

    kin: Kin
    alone: bool = False


@dataclass(frozen=True, slots=True)
class InjuryDeath:
    """In yuan. ``nominal`` is what the ratios give each dependant a month, in the order given; together
    they get ``dependants``, which is less where the sum would exceed the wage."""

    funeral: Decimal
    lump: Decimal
    nominal: tuple[Decimal, ...]
    dependants: Decimal
    explanation: Explanation


def injury_death(
    *,
    wage: Quantity,
    regional_wage: Decimal,
    national_income: Decimal,
    dependants: Sequence[Dependant],
    as_of: date,
    parameters: Parameters,
) -> InjuryDeath | Unknown:
    """Funeral grant, lump sum and monthly dependants' pensions.

    ``regional_wage`` is last year's monthly average in the pooling area, ``national_income`` last year's
    urban disposable income a head for the whole year. Raises NotComputable for amounts that are not
    positive and for two spouses.
    """
    if regional_wage <= 0 or national_income <= 0:
        raise NotComputable("平均工资和可支配收入必须大于零。", "wage and income must be above nought")
    if sum(each.kin is Kin.SPOUSE for each in dependants) > 1:
        raise NotComputable("供养亲属中只能有一名配偶。", "there can be one spouse only")
    found = parameters.find_all(
        "injury.funeral_months", "injury.death_lump_multiple", "injury.dependant_ratio", on=as_of
    )
    if isinstance(found, Unknown):
        return found
    funeral_months, lump_years, ratios = found
    nominal = tuple(round_to_fen(wage.number * _share(each, ratios)) for each in dependants)
    together = min(sum(nominal, Decimal("0.00")), wage.number)
    funeral = round_to_fen(regional_wage * funeral_months.integer)
    lump = round_to_fen(national_income * lump_years.decimal)
    return InjuryDeath(
        funeral=funeral,
        lump=lump,
        nominal=nominal,
        dependants=together,
        explanation=Explanation(
            name="因工死亡待遇",
            value=yuan(funeral + lump),
            formula="丧葬补助金 + 一次性工亡补助金；供养亲属抚恤金按月另发",
            inputs=(
                Explanation(
                    name="丧葬补助金",
                    value=yuan(funeral),
                    formula=f"{regional_wage} × {funeral_months.integer}",
                    sources=(funeral_months.source(),),
                ),
                Explanation(
                    name="一次性工亡补助金",
                    value=yuan(lump),
                    formula=f"{national_income} × {lump_years.decimal}",
                    sources=(lump_years.source(),),
                ),
                Explanation(
                    name="供养亲属抚恤金合计",
                    value=f"{yuan(together)}/月",
                    formula="各供养亲属之和，不高于本人工资",
                    inputs=(wage.explanation, *(given("供养亲属", f"{yuan(each)}/月") for each in nominal)),
                    sources=(ratios.source(),),
                    note="合计超过本人工资的，各人金额由经办机构核定" if sum(nominal) > wage.number else "",
                ),
            ),
            sources=(funeral_months.source(),),
        ),
    )


def _share(dependant: Dependant, ratios: Value) -> Decimal:
    extra = ratios.entry("alone").decimal if dependant.alone else Decimal(0)
    return ratios.entry(dependant.kin.value).decimal + extra
