"""A determination in one place and month: the parameters found, and what nobody has told us named.

预核/重核: the calculation base of a year is published late in it. Until then the pension is determined with
the base of the year before, provisionally; once published it is determined again and the difference paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Month, Text, Unknown
from shebaotong.rules.explaining import month, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.pension import transition
from shebaotong.rules.pension.amount import Basis, Component, PensionAmount, pension_amount
from shebaotong.rules.pension.divisor import Divisor, divisor
from shebaotong.rules.pension.transition import EarlyYears, Shape
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class PensionFacts:
    """What the register and the file say about the person at the start of the benefit.

    ``early`` Unknown makes the transitional pension unknown; a person without such years has
    ``EarlyYears()``. ``addition_rate`` is what the province decided for this person, or None.
    ``transition`` and ``addition`` are monthly amounts in yuan that somebody states by a formula of the
    place that is not collected here; they stand instead of the formulas.
    """

    age_months: int
    index: Quantity
    contribution_months: int
    account: Quantity
    early: EarlyYears | Unknown
    addition_rate: Quantity | None = None
    transition: Quantity | None = None
    addition: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Determination:
    """``amount`` holds what can be computed; where ``unknowns`` is not empty it is not the whole pension."""

    region: str
    start: Month
    amount: PensionAmount
    provisional: bool
    unknowns: tuple[Unknown, ...]
    warnings: tuple[Text, ...]

    @property
    def complete(self) -> bool:
        return not self.unknowns


@dataclass(frozen=True, slots=True)
class Redetermination:
    """The final amount, and what is paid after for ``months`` already paid; negative: paid too much."""

    before: Determination
    after: Determination
    months: int
    explanation: Explanation

    @property
    def monthly_difference(self) -> Decimal:
        return self.after.amount.total - self.before.amount.total

    @property
    def arrears(self) -> Decimal:
        return self.monthly_difference * self.months


def determine(
    *,
    facts: PensionFacts,
    region: str,
    start: Month,
    parameters: Parameters,
    provisional_base: Quantity | None = None,
    stated_base: Quantity | None = None,
) -> Determination | Unknown:
    """The pension of ``facts`` from ``start`` in ``region``; Unknown where nothing can be computed.

    ``provisional_base`` stands in for a base that is not published yet and makes the result provisional;
    ``stated_base`` is the month's own, published but not entered as a parameter here.
    Raises NotComputable for an age outside the table of divisors, and for an addition outside its bounds.
    """
    months = divisor(age_months=facts.age_months, on=start, parameters=parameters)
    if isinstance(months, Unknown):
        return months
    accrual = parameters.find("pension.accrual_rate", on=start)
    if isinstance(accrual, Unknown):
        return accrual
    base = provisional_base or stated_base
    if base is None:
        published = parameters.find("pension.calculation_base", on=start, region=region)
        if isinstance(published, Unknown):
            return published
        base = Quantity.of(published)
    basis = Basis(base, facts.index, facts.contribution_months)
    further, unknowns = _further(facts, basis, region=region, start=start, parameters=parameters)
    amount = pension_amount(
        basis=basis,
        account=facts.account,
        divisor=months.quantity(),
        accrual_rate=Quantity.of(accrual),
        further=further,
    )
    return Determination(
        region=region,
        start=start,
        amount=amount,
        provisional=provisional_base is not None,
        unknowns=unknowns,
        warnings=_warnings(facts, months, start=start, parameters=parameters),
    )


def redetermine(
    *, before: Determination, facts: PensionFacts, months: int, parameters: Parameters
) -> Redetermination | Unknown:
    """Determine again with the published base; ``months`` were paid at the provisional amount.

    Raises NotComputable where ``before`` was not provisional: a final one is changed by a decision only.
    """
    if not before.provisional:
        raise NotComputable("原核定不是预核，不能重核。", "the earlier determination was not provisional")
    after = determine(facts=facts, region=before.region, start=before.start, parameters=parameters)
    if isinstance(after, Unknown):
        return after
    difference = after.amount.total - before.amount.total
    return Redetermination(
        before=before,
        after=after,
        months=months,
        explanation=explain_difference(
            after=Explanation("重核金额", yuan(after.amount.total), inputs=(after.amount.explanation,)),
            before=Explanation("预核金额", yuan(before.amount.total), inputs=(before.amount.explanation,)),
            difference=difference,
            months=months,
            since=before.start,
        ),
    )


def explain_difference(
    *, after: Explanation, before: Explanation, difference: Decimal, months: int, since: Month
) -> Explanation:
    """What is paid after (negative: was paid too much) for ``months`` paid at the provisional amount.

    ``after`` and ``before`` explain the two monthly amounts, ``difference`` is theirs in yuan."""
    return Explanation(
        name="重核补差",
        value=yuan(difference * months),
        formula="（重核金额 − 预核金额）× 已发月数",
        inputs=(
            after,
            before,
            Explanation("已发月数", f"{months} 个月", note=f"自{month(since)}起"),
        ),
    )


def _further(
    facts: PensionFacts, basis: Basis, *, region: str, start: Month, parameters: Parameters
) -> tuple[tuple[Component, ...], tuple[Unknown, ...]]:
    """The transitional pension and the local addition, or what has to be asked for them."""
    made: list[Component] = []
    asked: list[Unknown] = []
    found: Component | Unknown | None
    if facts.transition is not None:
        found = transition.stated_component(code="transition", amount=facts.transition)
    else:
        found = _transition(facts.early, basis, region=region, start=start, parameters=parameters)
    if isinstance(found, Unknown):
        asked.append(found)
    elif found is not None:
        made.append(found)
    if facts.addition is not None:
        made.append(transition.stated_component(code="addition", amount=facts.addition))
    elif facts.addition_rate is not None:
        bounds = parameters.find("pension.addition_rate", on=start, region=region)
        if isinstance(bounds, Unknown):
            asked.append(bounds)
        else:
            _refuse_addition_outside(facts.addition_rate, bounds)
            made.append(transition.local_addition(basis=basis, rate=facts.addition_rate))
    return tuple(made), tuple(asked)


def _transition(
    early: EarlyYears | Unknown, basis: Basis, *, region: str, start: Month, parameters: Parameters
) -> Component | Unknown | None:
    if isinstance(early, Unknown):
        return early
    if not early.total:
        return None
    found = parameters.find_all(
        "pension.transition_shape", "pension.transition_coefficient", on=start, region=region
    )
    if isinstance(found, Unknown):
        return found
    shape, coefficient = found
    if shape.word == Shape.SICHUAN:
        return transition.sichuan(basis=basis, early=early, coefficient=Quantity.of(coefficient))
    deemed_index = parameters.find("pension.deemed_index", on=start, region=region)
    if isinstance(deemed_index, Unknown):
        return deemed_index
    return transition.beijing(
        basis=basis,
        early=early,
        coefficient=Quantity.of(coefficient),
        deemed_index=Quantity.of(deemed_index),
    )


def _refuse_addition_outside(rate: Quantity, bounds: Value) -> None:
    least, most = (bounds.row(name) for name in ("least", "most"))
    assert least is not None and most is not None
    if not least.decimal <= rate.number <= most.decimal:
        raise NotComputable(
            f"增发比例{rate.number}不在{least.shown()}至{most.shown()}之间，请核对。",
            f"the rate of the local addition {rate.number} lies outside {least.shown()} to {most.shown()}",
        )


def _warnings(
    facts: PensionFacts, months: Divisor, *, start: Month, parameters: Parameters
) -> tuple[Text, ...]:
    """What the reviewer should look at; nothing here changes a number."""
    made: list[Text] = []
    bounds = parameters.find_all("pension.base_floor", "pension.base_ceiling", on=start)
    if not isinstance(bounds, Unknown):
        floor, ceiling = (bound.decimal for bound in bounds)
        if not floor <= facts.index.number <= ceiling:
            made.append(
                Text(
                    f"平均缴费指数{facts.index.number}不在{floor}至{ceiling}之间，请核对各地缴费工资和平均工资。",
                    f"The average index {facts.index.number} lies outside {floor} to {ceiling}: "
                    "check the wages.",
                )
            )
    if not months.explanation.verified:
        made.append(
            Text(
                "计发月数恰为半位，舍入方向未核实。",
                "The divisor lies exactly halfway; its rounding is unverified.",
            )
        )
    return tuple(made)
