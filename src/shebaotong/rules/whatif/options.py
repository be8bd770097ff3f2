"""The months in which the pension could start, and what each would bring."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.determination import Determination, PensionFacts, determine
from shebaotong.rules.pension.index import average_index
from shebaotong.rules.pension.wages import indexed_years
from shebaotong.rules.quantity import Quantity, stated
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.retirement.eligibility import FlexibleEligibility, flexible_eligibility
from shebaotong.rules.retirement.minimum import minimum_contribution
from shebaotong.rules.retirement.window import FlexibleWindow
from shebaotong.rules.transfer.benefit_place import (
    BenefitPlace,
    benefit_place,
    benefit_place_without_hukou,
)
from shebaotong.rules.whatif.early import early_years
from shebaotong.rules.whatif.future import Future, known_stretches
from shebaotong.rules.whatif.history import Assumptions, InsuranceHistory
from shebaotong.rules.whatif.projection import account_at
from shebaotong.rules.whatif.timeline import Timeline, draw, months_by


class When(StrEnum):
    EARLIEST = "earliest"
    """The first month that age and contributions open."""
    STATUTORY = "statutory"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class StartOption:
    """One starting month. ``eligibility`` says whether it is open, and what stands in the way.

    ``pension`` is None where nothing can be paid: the months do not suffice.
    """

    when: When
    month: Month
    age_months: int
    timeline: Timeline
    eligibility: FlexibleEligibility
    place: BenefitPlace | Unknown
    pension: Determination | Unknown | None

    @property
    def missing_months(self) -> int:
        return max(0, self.eligibility.minimum.months - self.timeline.months)


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything an option is computed from; a move changes the ``future`` only."""

    history: InsuranceHistory
    assumptions: Assumptions
    window: FlexibleWindow
    future: Future
    parameters: Parameters


def option(*, when: When, month: Month, setting: Setting) -> StartOption | Unknown:
    """What the pension from ``month`` on would be, with the months that count by then."""
    timeline = timeline_until(last_counted(month, setting), setting)
    eligibility = _eligibility(month, timeline.months, setting)
    if isinstance(eligibility, Unknown):
        return eligibility
    place = _place(timeline, setting)
    enough = timeline.months >= eligibility.minimum.months
    return StartOption(
        when=when,
        month=month,
        age_months=month - setting.history.birth,
        timeline=timeline,
        eligibility=eligibility,
        place=place,
        pension=_pension(month, timeline, place, setting) if enough else None,
    )


def earliest_open(setting: Setting) -> Month | None:
    """The first month of the window for which the months paid by then suffice; None where none does.

    A month before the statutory one can be chosen only with the notice that the employer is due.
    """
    notice = setting.parameters.find("retirement.flexible_early_notice", on=setting.assumptions.as_of)
    if isinstance(notice, Unknown):
        return None
    statutory = setting.window.statutory.month
    last = setting.window.latest if may_be_late(setting) else statutory
    first = max(setting.window.earliest, Month.of(setting.assumptions.as_of) + notice.integer)
    for ordinal in range(min(first, statutory).ordinal, last.ordinal + 1):
        month = Month.from_ordinal(ordinal)
        found = _eligibility(month, _paid_before(month, setting), setting)
        if not isinstance(found, Unknown) and found.ok:
            return month
    return None


def may_be_late(setting: Setting) -> bool:
    """Is late retirement still open? Not to who reached the age before the measure, or is past the window."""
    bound = setting.parameters.find("retirement.flexible_late_bound", on=setting.assumptions.as_of)
    if isinstance(bound, Unknown):
        return False
    window = setting.window
    in_force = window.statutory.month.first_day >= bound.dated.start
    return in_force and window.latest >= Month.of(setting.assumptions.as_of)


def sufficient_from(setting: Setting) -> Month | None:
    """The first month from the statutory one on for which enough has been paid, paying on as assumed.

    None where the assumptions never get there: then the shortfall stays as it is.
    """
    statutory = setting.window.statutory.month
    needed = minimum_contribution(
        year=statutory.year, as_of=setting.assumptions.as_of, parameters=setting.parameters
    )
    if isinstance(needed, Unknown):
        return None
    shortfall = needed.months - _paid_before(statutory, setting)
    if shortfall <= 0:
        return statutory
    # Every month that is paid closes the gap by one, so that nothing later than the gap can close it.
    reached = statutory + shortfall
    return reached if _paid_before(reached, setting) >= needed.months else None


def last_counted(month: Month, setting: Setting) -> Month:
    """What has been paid for the month of retirement itself counts; assumed are the months before it."""
    return month if month <= Month.of(setting.assumptions.as_of) else month + -1


def timeline_until(until: Month, setting: Setting) -> Timeline:
    """Facts up to the day of the question, assumptions after it."""
    return draw(
        stretches=known_stretches(setting.history, setting.assumptions),
        assumed=setting.future.assumed,
        keep=setting.history.keep,
        until=until,
        as_of=setting.assumptions.as_of,
        parameters=setting.parameters,
    )


def _eligibility(month: Month, months: int, setting: Setting) -> FlexibleEligibility | Unknown:
    return flexible_eligibility(
        category=setting.window.statutory.category,
        birth=setting.history.birth,
        requested=month,
        contribution_months=months,
        employer_agreed=setting.assumptions.employer_agreed,
        as_of=setting.assumptions.as_of,
        parameters=setting.parameters,
    )


def _paid_before(month: Month, setting: Setting) -> int:
    known = known_stretches(setting.history, setting.assumptions)
    return months_by((*known, *setting.future.assumed), last_counted(month, setting))


def _place(timeline: Timeline, setting: Setting) -> BenefitPlace | Unknown:
    history, as_of, parameters = setting.history, setting.assumptions.as_of, setting.parameters
    if timeline.undecided is not None:
        return timeline.undecided
    try:
        if history.without_hukou:
            return benefit_place_without_hukou(
                relation=setting.future.relation, spells=timeline.spells(), as_of=as_of, parameters=parameters
            )
        if history.hukou is None:
            return Unknown(
                what="户籍所在地", whom="参保人", en="Place of household registration: ask the person"
            )
        if setting.future.relation is None:
            return Unknown(
                what="基本养老保险关系所在地",
                whom="参保人或其参保地社会保险经办机构",
                en="Place that holds the pension relation: ask the person or the agency",
            )
        return benefit_place(
            hukou=history.hukou,
            relation=setting.future.relation,
            spells=timeline.spells(),
            as_of=as_of,
            parameters=parameters,
        )
    except NotComputable as refused:
        return Unknown(
            what=f"待遇领取地（{refused.text.zh}）",
            whom="参保地社会保险经办机构",
            en=f"Place of payment ({refused.text.en}): ask the agency of the place of insurance",
        )


def _pension(
    month: Month, timeline: Timeline, place: BenefitPlace | Unknown, setting: Setting
) -> Determination | Unknown:
    if isinstance(place, Unknown):
        return place
    history, parameters = setting.history, setting.parameters
    index = _index(timeline, place, setting)
    if isinstance(index, Unknown):
        return index
    paid = sum(line.months for line in timeline.lines if line.assumed)
    account = account_at(
        history=history,
        assumptions=setting.assumptions,
        start=month,
        paid_months=paid,
        parameters=parameters,
    )
    if isinstance(account, Unknown):
        return account
    early = early_years(timeline=timeline, region=place.province, start=month, parameters=parameters)
    facts = PensionFacts(
        age_months=month - history.birth,
        index=index,
        contribution_months=timeline.months,
        account=account,
        early=early,
        addition_rate=history.addition_rate,
    )
    return determine(
        facts=facts,
        region=place.province,
        start=month,
        parameters=parameters,
        provisional_base=_assumed_base(place.province, month, setting),
    )


def _index(timeline: Timeline, place: BenefitPlace, setting: Setting) -> Quantity | Unknown:
    """As stated; else from the bases that registers hold, with the wages of the paying place."""
    history = setting.history
    if history.index is not None:
        return history.index
    counted = [
        (line.stretch.code, month)
        for line in timeline.lines
        if not line.assumed and not line.stretch.deemed
        for run in line.counted
        for month in run
    ]
    bases = {month: history.bases.get(code, {}).get(month) for code, month in counted}
    known = {month: base for month, base in bases.items() if base is not None}
    if not known or len(known) < len(bases):
        return Unknown(
            what="平均缴费指数（各年缴费基数和待遇领取地平均工资）",
            whom="待遇领取地社会保险经办机构",
            en="Average index (bases of all years, average wages): ask the agency of the place of payment",
        )
    years = indexed_years(bases=known, region=place.province, stated={}, parameters=setting.parameters)
    return years if isinstance(years, Unknown) else average_index(years=years).quantity()


def _assumed_base(region: str, month: Month, setting: Setting) -> Quantity | None:
    """What is assumed, else the last published base, where that of the month is not published."""
    parameters, assumed = setting.parameters, setting.assumptions.calculation_base
    if not isinstance(parameters.find("pension.calculation_base", on=month, region=region), Unknown):
        return None
    if assumed is not None:
        return stated("计发基数（假设）", assumed, "元/月")
    if not setting.assumptions.latest_base:
        return None
    last = parameters.latest("pension.calculation_base", before=month, region=region)
    if last is None:
        return None
    year = last.dated.start.year
    return Quantity(last.decimal, last.explain(name=f"计发基数（假设不变，沿用{year}年）"))
