"""From which month the pension of a claim starts, and whether its conditions are met.

国务院关于渐进式延迟法定退休年龄的办法 第一条至第三条: at the statutory age; up to three years before it by
the person's own choice, up to three years after it by agreement with the employer. Who has too few months at
that age may go on contributing until there are enough (社会保险法 第十六条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Month, Text, Unknown
from shebaotong.rules.claim.facts import ClaimFacts
from shebaotong.rules.explaining import given, month
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.retirement.age import RetirementAge
from shebaotong.rules.retirement.eligibility import (
    RetirementKind,
    RetirementObstacle,
    flexible_eligibility,
)
from shebaotong.rules.retirement.minimum import MinimumContribution, minimum_contribution


class Start(StrEnum):
    """Why the month of retirement is what it is."""

    STATUTORY = "statutory"
    EARLY = "early"
    LATE = "late"
    EXTENDED = "extended"
    """Contributions went on beyond the statutory age because they did not suffice."""

    @property
    def zh(self) -> str:
        return {
            Start.STATUTORY: "达到法定退休年龄",
            Start.EARLY: "弹性提前退休",
            Start.LATE: "弹性延迟退休",
            Start.EXTENDED: "到龄后延长缴费",
        }[self]


@dataclass(frozen=True, slots=True)
class StartMonth:
    kind: Start
    month: Month


@dataclass(frozen=True, slots=True)
class Requirements:
    """``obstacles`` is empty where age and months open the month of retirement."""

    minimum: MinimumContribution
    obstacles: tuple[Text, ...]
    explanation: Explanation

    @property
    def met(self) -> bool:
        return not self.obstacles


def start_month(*, facts: ClaimFacts, age: RetirementAge, months_then: int, least: int) -> StartMonth:
    """``months_then`` are the months paid by the statutory month, ``least`` those that it needs.

    Who asks for a later month without agreement, and had enough, retired at the statutory age.
    """
    statutory = age.month
    if facts.wanted < statutory:
        return StartMonth(Start.EARLY, facts.wanted)
    if facts.wanted == statutory:
        return StartMonth(Start.STATUTORY, statutory)
    if months_then < least:
        return StartMonth(Start.EXTENDED, facts.wanted)
    if facts.late_agreement:
        return StartMonth(Start.LATE, facts.wanted)
    return StartMonth(Start.STATUTORY, statutory)


def requirements(
    *,
    facts: ClaimFacts,
    age: RetirementAge,
    start: StartMonth,
    months: int,
    as_of: date,
    parameters: Parameters,
) -> Requirements | Unknown:
    """Age and minimum months for the month of retirement, as far as the months are known."""
    if start.kind in (Start.STATUTORY, Start.EXTENDED):
        return _at_or_after_age(age, start, months, as_of, parameters)
    found = flexible_eligibility(
        category=facts.category,
        birth=facts.birth,
        requested=start.month,
        contribution_months=months,
        employer_agreed=facts.late_agreement,
        as_of=as_of,
        parameters=parameters,
    )
    if isinstance(found, Unknown):
        return found
    assert found.kind is not RetirementKind.STATUTORY
    obstacles = [obstacle.text for obstacle in found.obstacles]
    return Requirements(
        minimum=found.minimum,
        obstacles=tuple(obstacles),
        explanation=_explain(start, months, found.minimum, obstacles, (found.window.explanation,)),
    )


def _at_or_after_age(
    age: RetirementAge, start: StartMonth, months: int, as_of: date, parameters: Parameters
) -> Requirements | Unknown:
    minimum = minimum_contribution(year=age.month.year, as_of=as_of, parameters=parameters)
    if isinstance(minimum, Unknown):
        return minimum
    obstacles = [RetirementObstacle.TOO_FEW_MONTHS.text] if months < minimum.months else []
    return Requirements(
        minimum=minimum,
        obstacles=tuple(obstacles),
        explanation=_explain(start, months, minimum, obstacles, ()),
    )


def _explain(
    start: StartMonth,
    months: int,
    minimum: MinimumContribution,
    obstacles: list[Text],
    window: tuple[Explanation, ...],
) -> Explanation:
    return Explanation(
        name="按月领取的条件",
        value="不符合" if obstacles else "符合",
        formula="达到退休年龄，且累计缴费月数不少于最低缴费年限",
        note="".join(obstacle.zh for obstacle in obstacles),
        inputs=(
            given("退休月份", f"{month(start.month)}（{start.kind.zh}）"),
            given("累计缴费月数", f"{months} 个月"),
            given("最低缴费年限", f"{minimum.months} 个月"),
            *window,
        ),
    )
