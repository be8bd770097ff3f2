"""From when and until when a person may retire flexibly.

国务院关于渐进式延迟法定退休年龄的办法 第三条：职工达到最低缴费年限，可以自愿选择弹性提前退休，
提前时间最长不超过三年，且退休年龄不得低于女职工五十周岁、五十五周岁及男职工六十周岁的原法定退休年龄。
职工达到法定退休年龄，所在单位与职工协商一致的，可以弹性延迟退休，延迟时间最长不超过三年。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import Explanation, Month, Unknown
from shebaotong.rules.explaining import age, month
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.retirement.age import Category, RetirementAge, retirement_age


@dataclass(frozen=True, slots=True)
class FlexibleWindow:
    """Earliest, statutory and latest month; the conditions for leaving the statutory one are apart."""

    statutory: RetirementAge
    earliest_age_months: int
    latest_age_months: int
    explanation: Explanation

    @property
    def earliest(self) -> Month:
        return self.statutory.birth + self.earliest_age_months

    @property
    def latest(self) -> Month:
        return self.statutory.birth + self.latest_age_months


def flexible_window(
    *, category: Category, birth: Month, as_of: date, parameters: Parameters
) -> FlexibleWindow | Unknown:
    """The bounds in months of life. Raises NotComputable for an impossible birth."""
    statutory = retirement_age(category=category, birth=birth, as_of=as_of, parameters=parameters)
    if isinstance(statutory, Unknown):
        return statutory
    found = parameters.find_all("retirement.flexible_early_bound", "retirement.flexible_late_bound", on=as_of)
    if isinstance(found, Unknown):
        return found
    early, late = found
    earliest = max(statutory.age_months - early.integer, statutory.original_months)
    latest = statutory.age_months + late.integer
    return FlexibleWindow(
        statutory=statutory,
        earliest_age_months=earliest,
        latest_age_months=latest,
        explanation=Explanation(
            name="弹性退休时间范围",
            value=f"{month(birth + earliest)}（{age(earliest)}）至{month(birth + latest)}（{age(latest)}）",
            formula="最早 = 法定退休年龄 − 最长提前月数，不低于原法定退休年龄；"
            "最晚 = 法定退休年龄 + 最长延迟月数",
            inputs=(statutory.explanation, early.explain(), late.explain()),
        ),
    )
