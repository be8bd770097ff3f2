"""Until when a proof of entitlement holds.

人社厅发〔2018〕107号: 领取社会保险待遇资格认证 every 12 months, rolling from the last successful proof;
each success starts a new cycle, and a new pensioner's first one runs from the start of the benefit. An
overdue proof suspends payment and ends no right: once proven, all arrears are paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Month, Unknown
from shebaotong.rules.explaining import given
from shebaotong.rules.parameters.lookup import Parameters


class Proof(StrEnum):
    VALID = "valid"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Certification:
    """``due`` is the last day on which the proof holds; ``days_left`` is negative once it has passed."""

    due: date
    state: Proof
    days_left: int
    explanation: Explanation


def certification(
    *, last_verified: date | None, benefit_start: date | None, on: date, as_of: date, parameters: Parameters
) -> Certification | Unknown:
    """Where a pensioner stands ``on`` a day: by the last proof, or before any by the start of the benefit.

    ``as_of`` is the day whose law is applied. The due day is the same day of the month, or the month's
    last where it has no such day.
    """
    start = last_verified or benefit_start
    if start is None:
        return Unknown(
            what="最近一次资格认证通过日期或者待遇开始日期",
            whom="待遇发放地社会保险经办机构",
            en="Day of the last proof of entitlement, or the start of the benefit: ask the paying agency",
        )
    cycle = parameters.find("certification.cycle", on=as_of)
    if isinstance(cycle, Unknown):
        return cycle
    due = months_later(start, cycle.integer)
    state = Proof.VALID if on <= due else Proof.OVERDUE
    return Certification(
        due=due,
        state=state,
        days_left=(due - on).days,
        explanation=Explanation(
            name="资格认证有效期",
            value=f"至{due.isoformat()}，{'有效' if state is Proof.VALID else '已逾期'}",
            formula="起算日期 + 认证周期",
            inputs=(
                given("最近一次认证通过" if last_verified else "待遇开始", start.isoformat()),
                given("核对日期", on.isoformat()),
                cycle.explain(),
            ),
            note="" if state is Proof.VALID else "逾期只暂停发放；通过认证后补发全部停发待遇",
        ),
    )


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 2024-02-29 → 2025-02-28."""
    target = Month.of(day) + months
    return date(target.year, target.month, min(day.day, target.last_day.day))
