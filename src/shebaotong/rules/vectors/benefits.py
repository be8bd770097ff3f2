"""Groups of vectors about unemployment, survivors, certification and recovery."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from shebaotong.rules.certification.cycle import certification
from shebaotong.rules.quantity import stated
from shebaotong.rules.recovery.plan import recovery_plan
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.rounding import half_up
from shebaotong.rules.survivors.benefit import lump_months, survivors_benefit
from shebaotong.rules.unemployment.duration import longest_duration
from shebaotong.rules.unemployment.transfer import unemployment_transfer
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs, known


def _unemployment_months(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    carried = "carried_over_months"
    found = known(
        longest_duration(
            paid_months=inputs.whole("months_since_last_claim"),
            carried_over=inputs.whole(carried) if carried in inputs else None,
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"max_months": found.months}


def _unemployment_transfer(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    benefit, due = "monthly_benefit_at_origin", "months_due"
    found = known(
        unemployment_transfer(
            monthly_benefit=inputs.money(benefit) if benefit in inputs else None,
            months_due=inputs.whole(due) if due in inputs else None,
            months_paid=inputs.whole("months_paid_at_origin"),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {
        "benefit": str(found.benefit),
        "half": str(found.half),
        "transfer": str(found.transfer),
        "relation_only": found.relation_only,
    }


def _certification(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        certification(
            last_verified=inputs.day("last_verified") if "last_verified" in inputs else None,
            benefit_start=inputs.day("benefit_start") if "benefit_start" in inputs else None,
            on=inputs.day("check_date"),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"due": found.due.isoformat(), "state": found.state.value}


def _recovery(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    plan = recovery_plan(
        overpaid=inputs.money("overpaid"),
        account_balance=inputs.money("cleared_account_balance"),
        monthly_pension=inputs.money("monthly_pension"),
        floor=stated("每月保留的金额", inputs.money("protected_floor"), "元"),
    )
    return {
        "from_account": str(plan.from_account),
        "monthly": str(plan.monthly),
        "months": plan.months,
        "last": None if plan.last is None else str(plan.last),
    }


def _death(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    retired = inputs.one_of("status", "active", "retired") == "retired"
    paid = _months(inputs, "years")
    drawn = _months(inputs, "years_of_pension_received") if retired else None
    income = "monthly_disposable_income"
    if income not in inputs:
        lasting = known(
            lump_months(
                paid_months=paid, drawn_months=drawn, as_of=context.as_of, parameters=context.parameters
            )
        )
        return {"months": _shown(lasting.months), "funeral": None, "pension_lump": None, "total": None}
    own = "own_contributions"
    found = known(
        survivors_benefit(
            paid_months=paid,
            drawn_months=drawn,
            monthly_income=inputs.money(income),
            own_payments=inputs.money(own) if own in inputs else None,
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {
        "months": _shown(found.months),
        "funeral": str(found.funeral),
        "pension_lump": str(found.lump),
        "total": str(found.total),
    }


def _months(inputs: Inputs, key: str) -> int:
    months = inputs.number(key) * 12
    if months != int(months):
        raise NotComputable(f"{key} 应精确到月。", f"{key} must be a whole number of months, in years")
    return int(months)


def _shown(months: Fraction) -> int | str:
    """A whole number of months as a number, a part of one as decimal text."""
    return int(months) if months.denominator == 1 else f"{half_up(months, 4).normalize():f}"


GROUPS: Mapping[str, Group] = {
    "unemployment_max_months": Group(("max_months",), _unemployment_months),
    "unemployment_transfer": Group(("benefit", "half", "transfer", "relation_only"), _unemployment_transfer),
    "certification_cycle": Group(("due", "state"), _certification),
    "recovery_plan": Group(("from_account", "monthly", "months", "last"), _recovery),
    "death_benefit.insured": Group(("months", "funeral", "pension_lump", "total"), _death),
    "death_benefit.pensioner": Group(("months", "funeral", "pension_lump", "total"), _death),
}
