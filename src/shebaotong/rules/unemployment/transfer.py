"""Money that follows an unemployment-insurance relation to another province.

人社厅发〔2021〕85号; 部令第8号 第二十三条: 失业保险费用 =
应享受而尚未享受的失业保险金总额（按转出地标准） + 其 50% （医疗补助金、职业培训和职业介绍补贴）;
在转出地参保缴费不满1年的，只转移失业保险关系，不转移失业保险费用.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Unknown, round_to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class UnemploymentTransfer:
    """In yuan: ``transfer`` = ``benefit`` + ``half``; all nought where the relation alone moves."""

    benefit: Decimal
    half: Decimal
    transfer: Decimal
    relation_only: bool
    explanation: Explanation


def unemployment_transfer(
    *,
    monthly_benefit: Decimal | None,
    months_due: int | None,
    months_paid: int,
    as_of: date,
    parameters: Parameters,
) -> UnemploymentTransfer | Unknown:
    """What the sending agency moves for ``months_due`` months not drawn, at its own ``monthly_benefit``.

    ``months_paid`` are the months contributed there. Amount and months due are needed only where money
    moves; None asks the sending agency. Raises NotComputable for negative inputs.
    """
    if months_paid < 0 or (months_due or 0) < 0 or (monthly_benefit or 0) < 0:
        raise NotComputable("金额和月数不能为负。", "amounts and months cannot be negative")
    found = parameters.find_all(
        "unemployment.transfer_min_months", "unemployment.transfer_extra_ratio", on=as_of
    )
    if isinstance(found, Unknown):
        return found
    least, extra = found
    relation_only = months_paid < least.integer
    if relation_only:
        benefit = half = Decimal("0.00")
    elif monthly_benefit is None or months_due is None:
        return Unknown(
            what="转出地失业保险金标准和应领未领月数",
            whom="转出地社会保险经办机构",
            en="Monthly benefit and undrawn months at the origin: ask the agency there",
        )
    else:
        benefit = round_to_fen(monthly_benefit * months_due)
        half = round_to_fen(benefit * extra.decimal)
    inputs = (
        given("在转出地缴费月数", f"{months_paid} 个月"),
        least.explain(),
        given("转出地失业保险金标准", "不适用" if monthly_benefit is None else f"{yuan(monthly_benefit)}/月"),
        given("应领未领月数", "不适用" if months_due is None else f"{months_due} 个月"),
        Explanation(name="失业保险金总额", value=yuan(benefit)),
        Explanation(name="医疗、培训和职业介绍补贴", value=yuan(half), inputs=(extra.explain(),)),
    )
    return UnemploymentTransfer(
        benefit=benefit,
        half=half,
        transfer=benefit + half,
        relation_only=relation_only,
        explanation=Explanation(
            name="划转的失业保险费用",
            value=yuan(benefit + half),
            formula="缴费不满规定月数，只转移关系"
            if relation_only
            else f"失业保险金总额 ×（1 + {extra.shown()}）",
            inputs=inputs,
            sources=(least.source() if relation_only else extra.source(),),
        ),
    )
