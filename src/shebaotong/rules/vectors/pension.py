"""Groups of vectors about divisor, index and amount."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shebaotong.rules.pension.amount import Basis, Component, PensionAmount, pension_amount
from shebaotong.rules.pension.divisor import divisor
from shebaotong.rules.pension.index import IndexedYear, average_index
from shebaotong.rules.pension.transition import EarlyYears, local_addition, sichuan
from shebaotong.rules.quantity import Quantity, stated
from shebaotong.rules.rounding import half_up
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs, known


def _divisor(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        divisor(
            age_months=12 * inputs.whole("age_years", most=150) + inputs.whole("age_months", most=11),
            on=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"divisor": str(found.months)}


def _index(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = average_index(
        years=[
            IndexedYear(
                year=row.whole("0", least=1900, most=9999),
                months=row.whole("1"),
                base=row.money("2"),
                average_wage=row.money("3"),
            )
            for row in inputs.tuples("records", length=4)
        ]
    )
    return {"avg_index": str(found.value)}


def _basis(inputs: Inputs) -> Basis:
    return Basis(
        calc_base=stated("计发基数", inputs.money("calc_base"), "元/月"),
        index=stated("平均缴费指数", inputs.number("avg_index")),
        contribution_months=inputs.whole("contribution_months"),
    )


def _amount(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    return _shown(_compute(inputs, context, _basis(inputs), ()))


def _amount_sichuan(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    basis = _basis(inputs)
    further: list[Component] = []
    # Null says that the person has no such years, or no such addition; absent would be not known.
    if not inputs.is_none("pre_account_months"):
        early = EarlyYears(deemed=inputs.whole("pre_account_months"))
        coefficient = stated("过渡系数", inputs.number("transition_coef"))
        further.append(sichuan(basis=basis, early=early, coefficient=coefficient))
    if not inputs.is_none("local_extra_rate"):
        further.append(
            local_addition(basis=basis, rate=stated("增发比例", inputs.number("local_extra_rate")))
        )
    found = _compute(inputs, context, basis, tuple(further))
    return {
        **_shown(found),
        "transitional": _text(found.component("transition")),
        "extra_local": _text(found.component("addition")),
    }


def _compute(inputs: Inputs, context: Context, basis: Basis, further: tuple[Component, ...]) -> PensionAmount:
    accrual = known(context.parameters.find("pension.accrual_rate", on=context.as_of))
    return pension_amount(
        basis=basis,
        account=stated("个人账户储存额", inputs.money("account"), "元"),
        divisor=stated("计发月数", inputs.number("divisor"), "个月"),
        accrual_rate=Quantity.of(accrual),
        further=further,
    )


def _shown(found: PensionAmount) -> dict[str, Any]:
    return {
        "indexed_wage": str(half_up(found.basis.indexed_wage, 2)),
        "years": str(found.basis.years),
        "base_pension": _text(found.component("base")),
        "account_pension": _text(found.component("account")),
        "total": str(found.total),
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


_AMOUNTS = ("indexed_wage", "years", "base_pension", "account_pension", "total")

GROUPS: Mapping[str, Group] = {
    "pension_divisor": Group(("divisor",), _divisor),
    "average_index": Group(("avg_index",), _index),
    "pension_amount": Group(_AMOUNTS, _amount),
    "pension_amount.sichuan": Group((*_AMOUNTS, "transitional", "extra_local"), _amount_sichuan),
}
