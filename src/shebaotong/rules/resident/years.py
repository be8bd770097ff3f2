"""How many years a resident has to have paid, and what paying after costs.

国发〔2014〕8号 第八条：制度实施时已年满60周岁的，不用缴费；距规定领取年龄不足15年的，应逐年缴费，
也允许补缴，累计缴费不超过15年；距规定领取年龄超过15年的，应按年缴费，累计缴费不少于15年。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Unknown
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class RequiredYears:
    years: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class BackPayment:
    """``years`` are still missing; ``amount`` pays them at the tier chosen."""

    years: int
    tier: Decimal
    amount: Decimal
    explanation: Explanation


def required_years(
    *, scheme_start_year: int, birth_year: int, as_of: date, parameters: Parameters
) -> RequiredYears | Unknown:
    """Years of contribution that a person born in ``birth_year`` needs where the scheme began so early.

    Calendar years count, as the scheme is paid by the year.
    """
    found = parameters.find_all("resident.benefit_age", "resident.minimum_years", on=as_of)
    if isinstance(found, Unknown):
        return found
    age, most = found
    until_benefit = birth_year + age.integer - scheme_start_year
    years = max(0, min(until_benefit, most.integer))
    return RequiredYears(
        years=years,
        explanation=Explanation(
            name="应缴费年限",
            value=f"{years} 年",
            formula="制度实施年份至年满领取年龄的年数，不少于0年，不超过最低缴费年限",
            inputs=(
                given("制度实施年份", f"{scheme_start_year} 年"),
                given("出生年份", f"{birth_year} 年"),
                age.explain(),
                most.explain(),
            ),
        ),
    )


def back_payment(
    *,
    required: RequiredYears,
    paid_years: int,
    tier: Decimal,
    region: str,
    as_of: date,
    parameters: Parameters,
) -> BackPayment | Unknown:
    """The lump sum for the years still missing, at one of the tiers of ``region``.

    Whether a subsidy is paid for such years is local and not included. Raises NotComputable for an amount
    that is not a tier, and for a negative number of years.
    """
    tiers = parameters.find("resident.tiers", on=as_of, region=region)
    if isinstance(tiers, Unknown):
        return tiers
    if tier not in tiers.table.values() or paid_years < 0:
        known = "、".join(str(entry) for entry in tiers.table.values())
        raise NotComputable(
            f"{tier}元不是缴费档次，或者已缴年数有误。档次为：{known}元。",
            f"{tier} is not a contribution tier ({known}), or the years paid are negative",
        )
    years = max(0, required.years - paid_years)
    amount = years * tier
    return BackPayment(
        years=years,
        tier=tier,
        amount=amount,
        explanation=Explanation(
            name="补缴金额",
            value=yuan(amount),
            formula="（应缴费年限 − 已缴费年限）× 缴费档次",
            inputs=(
                required.explanation,
                given("已缴费年限", f"{paid_years} 年"),
                Explanation("缴费档次", f"{tier} 元/年", sources=(tiers.source(),), note=tiers.dated.note),
            ),
        ),
    )
