"""Groups of vectors about the residents' scheme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shebaotong.kernel.api import EARLIEST_BIRTH
from shebaotong.rules.quantity import stated
from shebaotong.rules.resident.pension import resident_pension
from shebaotong.rules.resident.years import required_years
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs, known


def _pension(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        resident_pension(
            base=stated("基础养老金", inputs.money("base"), "元/月"),
            account=stated("个人账户储存额", inputs.money("account"), "元"),
            full_years=inputs.whole("age", most=context.as_of.year - EARLIEST_BIRTH.year),
            on=context.as_of,
            parameters=context.parameters,
        )
    )
    return {
        "base_pension": str(found.base),
        "account_pension": str(found.account),
        "total": str(found.total),
    }


def _required_years(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        required_years(
            scheme_start_year=inputs.whole("scheme_start_year", least=1900, most=9999),
            birth_year=inputs.whole("birth_year", least=EARLIEST_BIRTH.year, most=context.as_of.year),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"required_years": found.years}


GROUPS: Mapping[str, Group] = {
    "resident_pension": Group(("base_pension", "account_pension", "total"), _pension),
    "resident_required_years": Group(("required_years",), _required_years),
}
