"""May this person retire in the month that she asks for?

国务院关于渐进式延迟法定退休年龄的办法 第三条；人社部发〔2024〕94号。

Nobody may be forced to retire early or late: the month asked for is the person's own choice, and the rule
only says whether it is open to her.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Month, Text, Unknown
from shebaotong.rules.explaining import given, month
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.retirement.age import Category
from shebaotong.rules.retirement.minimum import MinimumContribution, minimum_contribution
from shebaotong.rules.retirement.window import FlexibleWindow, flexible_window


class RetirementKind(StrEnum):
    """Where the month asked for lies."""

    EARLY = "early"
    STATUTORY = "statutory"
    LATE = "late"


class RetirementObstacle(StrEnum):
    """Why the month is not open."""

    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    TOO_FEW_MONTHS = "too_few_months"
    NO_AGREEMENT = "no_agreement"

    @property
    def text(self) -> Text:
        return _TEXTS[self]


_TEXTS = {
    RetirementObstacle.TOO_EARLY: Text(
        "早于可以弹性提前退休的最早月份。请选择范围内的月份。",
        "Before the earliest month of flexible retirement. Choose a month within the window.",
    ),
    RetirementObstacle.TOO_LATE: Text(
        "晚于可以弹性延迟退休的最晚月份。请选择范围内的月份。",
        "After the latest month of flexible retirement. Choose a month within the window.",
    ),
    RetirementObstacle.TOO_FEW_MONTHS: Text(
        "未达到最低缴费年限。可以继续缴费，或者向社会保险经办机构咨询一次性缴费的规定。",
        "Fewer contribution months than the minimum. Go on paying, or ask about a lump-sum contribution.",
    ),
    RetirementObstacle.NO_AGREEMENT: Text(
        "弹性延迟退休须由所在单位与职工协商一致，目前没有书面协议。",
        "Late retirement needs the written agreement of employer and employee; there is none.",
    ),
}


@dataclass(frozen=True, slots=True)
class FlexibleEligibility:
    """``obstacles`` is empty when the month is open."""

    kind: RetirementKind
    requested: Month
    window: FlexibleWindow
    minimum: MinimumContribution
    obstacles: tuple[RetirementObstacle, ...]
    explanation: Explanation

    @property
    def ok(self) -> bool:
        return not self.obstacles


def flexible_eligibility(
    *,
    category: Category,
    birth: Month,
    requested: Month,
    contribution_months: int,
    employer_agreed: bool | None,
    as_of: date,
    parameters: Parameters,
) -> FlexibleEligibility | Unknown:
    """Is ``requested`` open, given the months paid by then? ``employer_agreed`` None is *not known*.

    The agreement is needed only for a month after the statutory one, and there not known is not agreed.
    Raises NotComputable for an impossible birth.
    """
    window = flexible_window(category=category, birth=birth, as_of=as_of, parameters=parameters)
    if isinstance(window, Unknown):
        return window
    statutory = window.statutory.month
    kind = _kind(requested, statutory)
    measured = _measured(requested, statutory, as_of=as_of, parameters=parameters)
    if isinstance(measured, Unknown):
        return measured
    minimum, why = measured
    tests = (
        (requested < window.earliest, RetirementObstacle.TOO_EARLY),
        (window.latest < requested, RetirementObstacle.TOO_LATE),
        (contribution_months < minimum.months, RetirementObstacle.TOO_FEW_MONTHS),
        (kind is RetirementKind.LATE and not employer_agreed, RetirementObstacle.NO_AGREEMENT),
    )
    obstacles = tuple(obstacle for stands, obstacle in tests if stands)
    return FlexibleEligibility(
        kind=kind,
        requested=requested,
        window=window,
        minimum=minimum,
        obstacles=obstacles,
        explanation=Explanation(
            name="选择的退休月份是否可行",
            value="可行" if not obstacles else "不可行",
            formula="在弹性退休时间范围内，且达到最低缴费年限；延迟退休还须与所在单位协商一致",
            note="".join(obstacle.text.zh for obstacle in obstacles),
            inputs=(
                given("选择的退休月份", month(requested)),
                given("累计缴费月数", f"{contribution_months} 个月"),
                window.explanation,
                minimum.explanation,
                *why,
            ),
        ),
    )


def _measured(
    requested: Month, statutory: Month, *, as_of: date, parameters: Parameters
) -> tuple[MinimumContribution, tuple[Explanation, ...]] | Unknown:
    """The minimum that holds, and why that year's where the years differ. A late retirement is measured by
    the year of the statutory age (94号), an early one by the year that the parameter names."""
    minimum = minimum_contribution(year=statutory.year, as_of=as_of, parameters=parameters)
    if isinstance(minimum, Unknown) or statutory <= requested:
        return minimum if isinstance(minimum, Unknown) else (minimum, ())
    chosen = minimum_contribution(year=requested.year, as_of=as_of, parameters=parameters)
    if isinstance(chosen, Unknown) or chosen.months == minimum.months:
        return chosen if isinstance(chosen, Unknown) else (chosen, ())
    rule = parameters.find("retirement.early_minimum_year", on=as_of)
    if isinstance(rule, Unknown):
        return rule
    return (chosen if rule.word == "chosen" else minimum), (rule.explain(),)


def _kind(requested: Month, statutory: Month) -> RetirementKind:
    if requested == statutory:
        return RetirementKind.STATUTORY
    return RetirementKind.EARLY if requested < statutory else RetirementKind.LATE
