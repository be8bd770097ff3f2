"""The resident's monthly pension.

国发〔2014〕8号：待遇由基础养老金和个人账户养老金构成；个人账户养老金的月计发标准，为个人账户全部
储存额除以139；年满60周岁、未领取国家规定的基本养老保障待遇的，可以按月领取。延迟法定退休年龄不适用。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import Explanation, Month, Unknown, round_to_fen
from shebaotong.rules.explaining import yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_up


@dataclass(frozen=True, slots=True)
class ResidentPension:
    base: Decimal
    account: Decimal
    explanation: Explanation

    @property
    def total(self) -> Decimal:
        return self.base + self.account


def resident_pension(
    *, base: Quantity, account: Quantity, full_years: int, on: date | Month, parameters: Parameters
) -> ResidentPension | Unknown:
    """Base pension of the hukou place plus the account divided by 139, to the cent.

    The divisor is one for all ages. Raises NotComputable below the age of the benefit.
    """
    found = parameters.find_all("resident.benefit_age", "resident.divisor", on=on)
    if isinstance(found, Unknown):
        return found
    age, divisor = found
    if full_years < age.integer:
        raise NotComputable(
            f"未满{age.integer}周岁，不能领取城乡居民养老金。",
            f"the residents' pension starts at {age.integer}, not at {full_years}",
        )
    if account.number < 0 or base.number < 0 or account.number != round_to_fen(account.number):
        raise NotComputable(
            "基础养老金和个人账户储存额应为精确到分的非负金额。",
            "base pension and account must be amounts in whole fen, 0 or more",
        )
    from_account = half_up(Fraction(account.number) / divisor.integer, 2)
    return ResidentPension(
        base=round_to_fen(base.number),
        account=from_account,
        explanation=Explanation(
            name="城乡居民月养老金",
            value=yuan(base.number + from_account),
            formula="基础养老金 + 个人账户养老金",
            inputs=(
                base.explanation,
                Explanation(
                    name="个人账户养老金",
                    value=yuan(from_account),
                    formula="个人账户储存额 ÷ 计发月数",
                    inputs=(account.explanation, divisor.explain()),
                ),
            ),
        ),
    )
