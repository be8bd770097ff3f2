"""A claim answered whole, as far as facts and stated figures reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import PROVINCES, Explanation, Month, Text, Unknown, province_of
from shebaotong.rules.claim.amount import ClaimAmount, claim_amount, refused
from shebaotong.rules.claim.facts import ClaimFacts, StatedFigures
from shebaotong.rules.claim.months import CountedMonths, counted_months
from shebaotong.rules.claim.start import Requirements, StartMonth, requirements, start_month
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.determination import Determination
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.retirement.age import RetirementAge, retirement_age
from shebaotong.rules.retirement.minimum import minimum_contribution
from shebaotong.rules.transfer.benefit_place import (
    BenefitPlace,
    benefit_place,
    benefit_place_without_hukou,
)


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """``start`` is the month of retirement; ``required`` says whether its conditions are met.

    ``settled`` is False while months are still to be told (deemed years that the file has not decided): then
    too few months refuse nothing yet.
    """

    age: RetirementAge
    start: StartMonth
    months: CountedMonths
    required: Requirements
    place: BenefitPlace | Unknown
    amount: ClaimAmount
    settled: bool
    own_province: str
    """Where the claim is examined."""

    @property
    def determination(self) -> Determination | None:
        return self.amount.determination

    @property
    def total(self) -> Decimal | None:
        """The monthly pension in yuan; None while any part of it is not known."""
        found = self.determination
        return found.amount.total if found is not None and not self.amount.unknowns else None

    @property
    def conditions(self) -> tuple[Explanation, ...]:
        place = () if isinstance(self.place, Unknown) else (self.place.explanation,)
        return (
            self.age.explanation,
            self.required.minimum.explanation,
            self.months.explanation,
            self.required.explanation,
            *place,
        )

    @property
    def amount_tree(self) -> tuple[Explanation, ...]:
        found = self.determination
        return () if found is None else (found.amount.explanation,)

    @property
    def condition_questions(self) -> tuple[Unknown, ...]:
        return (self.place,) if isinstance(self.place, Unknown) else ()


def pension_claim(
    *, facts: ClaimFacts, stated: StatedFigures, as_of: date, parameters: Parameters
) -> ClaimAnswer | Unknown:
    """Conditions, months, place and amount of a claim examined on ``as_of``.

    Unknown where even the retirement age cannot be told. Raises NotComputable for an impossible birth.
    """
    age = retirement_age(category=facts.category, birth=facts.birth, as_of=as_of, parameters=parameters)
    if isinstance(age, Unknown):
        return age
    least = minimum_contribution(year=age.month.year, as_of=as_of, parameters=parameters)
    if isinstance(least, Unknown):
        return least
    then = counted_months(facts=facts, stated=stated, until=age.month, as_of=as_of, parameters=parameters)
    start = start_month(facts=facts, age=age, months_then=then.total, least=least.months)
    months = counted_months(facts=facts, stated=stated, until=start.month, as_of=as_of, parameters=parameters)
    required = requirements(
        facts=facts,
        age=age,
        start=start,
        months=months.total,
        as_of=as_of,
        parameters=parameters,
    )
    if isinstance(required, Unknown):
        return required
    place = _place(facts, months, as_of, parameters)
    return ClaimAnswer(
        age=age,
        start=start,
        months=months,
        required=required,
        place=place,
        amount=_amount(facts, stated, months, place, start.month, parameters),
        settled=not (facts.deemed_claimed and stated.deemed is None),
        own_province=province_of(facts.place),
    )


def _amount(
    facts: ClaimFacts,
    stated: StatedFigures,
    months: CountedMonths,
    place: BenefitPlace | Unknown,
    start: Month,
    parameters: Parameters,
) -> ClaimAmount:
    if isinstance(place, Unknown):
        return ClaimAmount(None, ())
    try:
        return claim_amount(
            facts=facts, stated=stated, months=months, place=place, start=start, parameters=parameters
        )
    except NotComputable as problem:
        return ClaimAmount(None, (refused(problem),))


def _place(
    facts: ClaimFacts, months: CountedMonths, as_of: date, parameters: Parameters
) -> BenefitPlace | Unknown:
    """By which branch of article 6; asked where the hukou or the keeper of shared months is not known."""
    if months.undecided is not None:
        return months.undecided
    relation = province_of(facts.place)
    try:
        if facts.without_hukou:
            return benefit_place_without_hukou(
                relation=relation, spells=months.spells, as_of=as_of, parameters=parameters
            )
        if facts.hukou is None:
            return Unknown(
                "申请人的户籍所在省", "申请人", en="Province of household registration: ask the applicant"
            )
        return benefit_place(
            hukou=facts.hukou,
            relation=relation,
            spells=months.spells,
            as_of=as_of,
            parameters=parameters,
        )
    except NotComputable as problem:
        return Unknown(
            f"待遇领取地（{problem.text.zh}）",
            "参保地社会保险经办机构",
            en=f"Place of payment ({problem.text.en}): ask the agency of the place of insurance",
        )


def claim_remarks(answer: ClaimAnswer, *, as_of: date) -> tuple[Text, ...]:
    """What the reviewer should look at before he agrees; nothing here changes a number."""
    found = list(answer.required.obstacles)
    if answer.start.month > Month.of(as_of) + 1:
        found.append(
            Text(
                f"退休月份是{answer.start.month}，还没有到，此后的缴费还会增加。",
                f"The month of retirement, {answer.start.month}, has not come: contributions will be added.",
            )
        )
    if answer.months.after:
        found.append(
            Text(
                f"退休月份以后还缴了{answer.months.after}个月，没有计入。",
                f"{answer.months.after} months were paid after the month of retirement and do not count.",
            )
        )
    if not isinstance(answer.place, Unknown) and answer.place.province != answer.own_province:
        found.append(_paid_elsewhere(answer.place))
    if answer.determination is not None:
        found += answer.determination.warnings
        if answer.determination.provisional:
            found.append(
                Text(
                    "计发基数还没有公布，按上年度的数预核；公布后要重核并补差。",
                    "The calculation base is not published: determined provisionally with last year's, to be "
                    "determined again and made up once it is.",
                )
            )
    return tuple(found)


def _paid_elsewhere(place: BenefitPlace) -> Text:
    return Text(
        f"待遇领取地是{place.explanation.value}，不在本省：请转交那里办理，或归集关系后再办。",
        f"The pension is paid in {PROVINCES[place.province].en}: forward the claim there, or collect the "
        "relation first.",
    )
