"""Groups of vectors about retirement age and window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shebaotong.kernel.api import EARLIEST_BIRTH
from shebaotong.rules.retirement.age import Category, RetirementAge, retirement_age
from shebaotong.rules.retirement.eligibility import flexible_eligibility
from shebaotong.rules.retirement.minimum import minimum_contribution
from shebaotong.rules.retirement.window import flexible_window
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs, known


def statutory(inputs: Inputs, context: Context) -> RetirementAge:
    """The statutory age of the person whom the vector describes."""
    return known(
        retirement_age(
            category=Category(inputs.one_of("category", *Category)),
            birth=inputs.month("birth_month"),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )


def _retirement_age(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = statutory(inputs, context)
    years, months = divmod(found.age_months, 12)
    return {
        "delay_months": found.delay_months,
        "age_years": years,
        "age_months": months,
        "retire_month": str(found.month),
    }


def _minimum(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        minimum_contribution(
            year=inputs.whole("benefit_start_year", least=EARLIEST_BIRTH.year, most=9999),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"min_months": found.months}


def _window(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        flexible_window(
            category=Category(inputs.one_of("category", *Category)),
            birth=inputs.month("birth_month"),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {
        "statutory_age_months": found.statutory.age_months,
        "earliest_age_months": found.earliest_age_months,
        "earliest_month": str(found.earliest),
        "latest_age_months": found.latest_age_months,
        "latest_month": str(found.latest),
    }


def _eligibility(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        flexible_eligibility(
            category=Category(inputs.one_of("category", *Category)),
            birth=inputs.month("birth_month"),
            requested=inputs.month("requested_month"),
            contribution_months=inputs.whole("contribution_months"),
            employer_agreed=inputs.flag("employer_agreed") if "employer_agreed" in inputs else None,
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"ok": found.ok, "kind": found.kind.value, "obstacles": list(found.obstacles)}


GROUPS: Mapping[str, Group] = {
    "retirement_age": Group(("delay_months", "age_years", "age_months", "retire_month"), _retirement_age),
    "min_contribution_months": Group(("min_months",), _minimum),
    "flexible_window": Group(
        (
            "statutory_age_months",
            "earliest_age_months",
            "earliest_month",
            "latest_age_months",
            "latest_month",
        ),
        _window,
    ),
    "flexible_eligibility": Group(("kind", "obstacles"), _eligibility),
}
