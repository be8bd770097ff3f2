"""For how many months unemployment benefit may be drawn, and who may draw it.

社会保险法 第四十五条: 缴费满一年、非因本人意愿中断就业、已经进行失业登记并有求职要求. 第四十六条:
累计缴费满一年不足五年的，最长十二个月; 满五年不足十年的，最长十八个月; 十年以上的，最长二十四个月;
再次失业的，缴费时间重新计算，与前次应当领取而尚未领取的期限合并计算，最长不超过二十四个月.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import Explanation, Unknown
from shebaotong.rules.explaining import given
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class Duration:
    """``months`` is the legal maximum; inside it a place may set fewer by its own table."""

    earned: int
    """Months that the contributions since the last claim give; 0 below a year."""
    months: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Entitlement:
    """``met`` None: not known yet; ``failed`` and ``open`` name the conditions in plain words."""

    met: bool | None
    failed: tuple[str, ...]
    open: tuple[str, ...]
    explanation: Explanation


def longest_duration(
    *, paid_months: int, carried_over: int | None, as_of: date, parameters: Parameters
) -> Duration | Unknown:
    """The longest drawing period after ``paid_months`` since the last claim.

    ``carried_over`` are months granted before and not drawn; they remain even where fewer than twelve new
    months were paid. None asks, unless the cap is reached without them. Raises NotComputable for
    negative months.
    """
    if paid_months < 0 or (carried_over is not None and carried_over < 0):
        raise NotComputable("月数不能为负。", "months cannot be negative")
    found = parameters.find_all("unemployment.duration", "unemployment.duration_cap", on=as_of)
    if isinstance(found, Unknown):
        return found
    steps, cap = found
    step = steps.step(paid_months)
    earned = 0 if step is None else step.integer
    if carried_over is None and earned < cap.integer:
        return Unknown(
            what="前次失业应当领取而尚未领取的月数",
            whom="原失业保险金领取地社会保险经办机构",
            en="Months granted before and not drawn: ask the agency that paid them",
        )
    months = min(cap.integer, earned + (carried_over or 0))
    return Duration(
        earned=earned,
        months=months,
        explanation=Explanation(
            name="领取失业保险金的最长期限",
            value=f"{months} 个月",
            formula=f"{earned} + {carried_over or 0}，最多{cap.integer}",
            inputs=(
                given("上次申领后的缴费月数", f"{paid_months} 个月"),
                given("本次最长期限", f"{earned} 个月")
                if step is None
                else step.explain(name="本次最长期限"),
                given("前次应领未领月数", "未知" if carried_over is None else f"{carried_over} 个月"),
                cap.explain(),
            ),
            sources=(steps.source(),),
            note="具体月数由参保地在此期限内规定",
        ),
    )


def entitlement(
    *,
    paid_months: int | None,
    carried_over: int | None,
    involuntary: bool | None,
    registered: bool | None,
    as_of: date,
    parameters: Parameters,
) -> Entitlement | Unknown:
    """Whether the conditions of article 45 are met; a single one that fails settles it.

    Months carried over stand for the paid year: they were earned before.
    """
    steps = parameters.find("unemployment.duration", on=as_of)
    if isinstance(steps, Unknown):
        return steps
    needed = min(key for key in steps.table if isinstance(key, int))
    enough = None if paid_months is None else paid_months >= needed
    if not enough and carried_over is not None:
        enough = True if carried_over > 0 else enough
    elif enough is False:
        enough = None
    conditions = {
        f"缴费满{needed}个月，或有前次应领未领的期限": enough,
        "非因本人意愿中断就业": involuntary,
        "已经进行失业登记并有求职要求": registered,
    }
    failed = tuple(name for name, met in conditions.items() if met is False)
    unsettled = tuple(name for name, met in conditions.items() if met is None)
    met = False if failed else None if unsettled else True
    words = {True: "符合", False: "不符合", None: "待核实"}
    return Entitlement(
        met=met,
        failed=failed,
        open=unsettled,
        explanation=Explanation(
            name="领取失业保险金的条件",
            value=words[met],
            inputs=tuple(given(name, words[state]) for name, state in conditions.items()),
            sources=(steps.source(),),
        ),
    )
