"""Statutory retirement age and month.

国务院关于渐进式延迟法定退休年龄的办法 第一条：从2025年1月1日起，男职工和原法定退休年龄为五十五周岁的女职工，
法定退休年龄每四个月延迟一个月，分别逐步延迟至六十三周岁和五十八周岁；原法定退休年龄为五十周岁的女职工，
法定退休年龄每二个月延迟一个月，逐步延迟至五十五周岁。
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import EARLIEST_BIRTH, Explanation, Month, Text, Unknown
from shebaotong.rules.explaining import age, given, month
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.refusal import NotComputable


class Category(StrEnum):
    """The three tables of the measure.

    Which one a woman belongs to follows from her post, with evidence; it is never inferred from sex.
    """

    MALE = "male"
    FEMALE_55 = "female55"
    FEMALE_50 = "female50"

    @property
    def text(self) -> Text:
        return {
            Category.MALE: Text("男职工", "men"),
            Category.FEMALE_55: Text("原法定退休年龄五十五周岁的女职工", "women whose age was 55"),
            Category.FEMALE_50: Text("原法定退休年龄五十周岁的女职工", "women whose age was 50"),
        }[self]

    @property
    def zh(self) -> str:
        return self.text.zh


@dataclass(frozen=True, slots=True)
class RetirementAge:
    """The statutory age in months of life, and the month in which it is reached."""

    category: Category
    birth: Month
    original_months: int
    delay_months: int
    month: Month
    explanation: Explanation

    @property
    def age_months(self) -> int:
        """The whole age in months, e.g. 721 for 60 years and 1 month."""
        return self.original_months + self.delay_months


def retirement_age(
    *, category: Category, birth: Month, as_of: date, parameters: Parameters
) -> RetirementAge | Unknown:
    """The statutory age of a person born in ``birth``, by the law as it stands on ``as_of``.

    Months of birth count, never days. Raises NotComputable for a birth before 1850 or after ``as_of``.
    """
    refuse_impossible_birth(birth=birth, as_of=as_of)
    found = parameters.find_all(
        "retirement.original_age",
        "retirement.delay_first_birth",
        "retirement.delay_step",
        "retirement.delay_cap",
        on=as_of,
    )
    if isinstance(found, Unknown):
        return found
    original, first, step, cap = (_row(value, category) for value in found)
    delay = delay_months(months_after_first=birth - first.month, step=step.integer, cap=cap.integer)
    original_months = 12 * original.integer
    reached = birth + original_months + delay
    return RetirementAge(
        category=category,
        birth=birth,
        original_months=original_months,
        delay_months=delay,
        month=reached,
        explanation=Explanation(
            name="法定退休时间",
            value=f"{month(reached)}（{age(original_months + delay)}）",
            formula="出生年月 + 原法定退休年龄 + 延迟月数；"
            "延迟月数 =（出生年月 − 开始延迟的最早出生月份）÷ 每档月数，取整后加1，不超过最多月数",
            inputs=(
                given("出生年月", month(birth)),
                given("职工类别", category.zh),
                original.explain(),
                first.explain(),
                step.explain(),
                cap.explain(),
                given("延迟月数", f"{delay} 个月"),
            ),
        ),
    )


def delay_months(*, months_after_first: int, step: int, cap: int) -> int:
    """Months of delay for a birth ``months_after_first`` months after the first one delayed.

    The first band already delays by one month, not by none (附表1：1965年1月出生延迟1个月).
    """
    return 0 if months_after_first < 0 else min(months_after_first // step + 1, cap)


def refuse_impossible_birth(*, birth: Month, as_of: date) -> None:
    """Raises NotComputable for a birth before 1850 or after the day of the check."""
    if birth < Month.of(EARLIEST_BIRTH) or birth > Month.of(as_of):
        raise NotComputable(
            f"出生年月{birth}不可能：应在{EARLIEST_BIRTH.year}年至{as_of}之间，请核对证件。",
            f"born {birth}: must lie between {EARLIEST_BIRTH.year} and {as_of}",
        )


def _row(value: Value, category: Category) -> Value:
    row = value.row(category.value)
    if row is None:
        raise KeyError(f"{value.code} has no row for {category.value}")
    return row
