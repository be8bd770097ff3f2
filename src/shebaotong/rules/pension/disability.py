"""Disability allowance (病残津贴): who may claim it; the amount waits for its table.

《企业职工基本养老保险病残津贴暂行办法》（人社部发〔2024〕72号），自2025年1月1日起施行：达到法定退休年龄前因病或者
非因工致残经鉴定为完全丧失劳动能力的参保人员可以申请；领取期间不缴纳基本养老保险费。
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shebaotong.kernel.api import Month, Text, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value


class DisabilityObstacle(StrEnum):
    AGE_REACHED = "age_reached"
    ABLE_TO_WORK = "able_to_work"
    STILL_PAYING = "still_paying"

    @property
    def text(self) -> Text:
        return {
            DisabilityObstacle.AGE_REACHED: Text(
                "已达到法定退休年龄，应申领基本养老金。",
                "The statutory age is reached: claim the pension instead.",
            ),
            DisabilityObstacle.ABLE_TO_WORK: Text(
                "未经鉴定为完全丧失劳动能力，请先申请劳动能力鉴定。",
                "Not assessed as totally unable to work: apply for the assessment first.",
            ),
            DisabilityObstacle.STILL_PAYING: Text(
                "领取期间不缴纳基本养老保险费，请先办理停止缴费。",
                "No contributions are paid while it is drawn: stop them first.",
            ),
        }[self]


@dataclass(frozen=True, slots=True)
class DisabilityAllowance:
    """``amount`` is Unknown until the table of the measure is entered as a parameter."""

    obstacles: tuple[DisabilityObstacle, ...]
    amount: Value | Unknown

    @property
    def ok(self) -> bool:
        return not self.obstacles


def disability_allowance(
    *,
    month: Month,
    statutory_month: Month,
    totally_unable_to_work: bool,
    paying_contributions: bool,
    region: str,
    parameters: Parameters,
) -> DisabilityAllowance:
    """May it be drawn from ``month``, and how much, as far as that is known in ``region``?"""
    tests = (
        (statutory_month <= month, DisabilityObstacle.AGE_REACHED),
        (not totally_unable_to_work, DisabilityObstacle.ABLE_TO_WORK),
        (paying_contributions, DisabilityObstacle.STILL_PAYING),
    )
    return DisabilityAllowance(
        obstacles=tuple(obstacle for stands, obstacle in tests if stands),
        amount=parameters.find("pension.disability_allowance", on=month, region=region),
    )
