"""Groups of vectors about retirement age and window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shebaotong.rules.retirement.age import Category, RetirementAge, retirement_age
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


GROUPS: Mapping[str, Group] = {
    "retirement_age": Group(("delay_months", "age_years", "age_months", "retire_month"), _retirement_age),
}
