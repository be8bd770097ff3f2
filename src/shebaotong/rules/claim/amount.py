"""The amount of a claim: index from the bases, account, calculation base, transition; the rest is asked for.

国发〔2005〕38号 第六条. 预核/重核: a calculation base is published late in its year; until then last year's
stands in, and the determination is provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Month, Unknown, province_of
from shebaotong.rules.claim.facts import ClaimFacts, StatedFigures
from shebaotong.rules.claim.months import CountedMonths
from shebaotong.rules.explaining import yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.determination import Determination, PensionFacts, determine
from shebaotong.rules.pension.early import early_months
from shebaotong.rules.pension.index import average_index
from shebaotong.rules.pension.transition import EarlyYears
from shebaotong.rules.pension.wages import indexed_years
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.transfer.benefit_place import BenefitPlace


@dataclass(frozen=True, slots=True)
class ClaimAmount:
    """``determination`` None: not even a part could be computed. Complete where ``unknowns`` is empty."""

    determination: Determination | None
    unknowns: tuple[Unknown, ...]


def claim_amount(
    *,
    facts: ClaimFacts,
    stated: StatedFigures,
    months: CountedMonths,
    place: BenefitPlace,
    start: Month,
    parameters: Parameters,
) -> ClaimAmount:
    """Every question at once, so that the reviewer asks the others once."""
    region = _region(facts, place)
    index = _index(facts, stated, months, region, parameters)
    account = _account(facts, stated)
    base = _base(stated, start, region, parameters)
    early = _early(facts, stated, months, region, start, parameters)
    asked: list[Unknown] = [each for each in (index, account, base) if isinstance(each, Unknown)]
    asked += _addition_asked(stated, start, region, parameters)
    if isinstance(index, Unknown) or isinstance(account, Unknown) or isinstance(base, Unknown):
        if isinstance(early, Unknown) and stated.transition is None:
            asked.append(early)
        return ClaimAmount(None, tuple(asked))
    found = determine(
        facts=PensionFacts(
            age_months=start - facts.birth,
            index=index,
            contribution_months=months.total,
            account=account,
            early=early,
            addition_rate=_rate(stated.addition_rate),
            transition=stated.transition,
            addition=stated.addition,
        ),
        region=region,
        start=start,
        parameters=parameters,
        provisional_base=base.quantity if base.provisional else None,
        stated_base=None if base.provisional else base.quantity,
    )
    if isinstance(found, Unknown):
        return ClaimAmount(None, (*asked, found))
    return ClaimAmount(found, (*asked, *found.unknowns))


@dataclass(frozen=True, slots=True)
class _Base:
    quantity: Quantity
    provisional: bool


def _region(facts: ClaimFacts, place: BenefitPlace) -> str:
    """The city where it pays itself, whose values may differ from its province's; else the province."""
    return facts.place if province_of(facts.place) == place.province else place.province


def _index(
    facts: ClaimFacts,
    stated: StatedFigures,
    months: CountedMonths,
    region: str,
    parameters: Parameters,
) -> Quantity | Unknown:
    if stated.index is not None:
        return stated.index
    if facts.told:
        names = "、".join(each.name for each in facts.told)
        return Unknown(
            f"在{names}历年的缴费基数（计算平均缴费指数用）",
            f"{names}社会保险经办机构",
            en=f"Contribution bases of all years in {names}, for the average index: ask the agency there",
        )
    if len(months.bases) < len(months.paid) or months.undecided is not None:
        if months.undecided is not None:
            return months.undecided
        return Unknown(
            "部分缴费月份的缴费基数（计算平均缴费指数用）",
            "参保地社会保险经办机构",
            en="Contribution bases of some paid months: ask the agency of the place of insurance",
        )
    if not months.bases:
        return Unknown(
            "平均缴费指数（没有实际缴费月数）",
            "待遇领取地社会保险经办机构",
            en="Average index, as no month was really paid: ask the agency of the place of payment",
        )
    years = indexed_years(bases=months.bases, region=region, stated=stated.wages, parameters=parameters)
    return years if isinstance(years, Unknown) else average_index(years=years).quantity()


def _account(facts: ClaimFacts, stated: StatedFigures) -> Quantity | Unknown:
    """All accounts together: what stands in other cities is collected where the pension is paid."""
    if stated.account is not None:
        return stated.account
    if facts.accounts_missing or not facts.accounts:
        names = "、".join(facts.accounts_missing)
        return Unknown(
            f"{names}个人账户储存额",
            f"{names or '参保地'}社会保险经办机构",
            en=f"Individual account in {names or 'the place of insurance'}: ask the agency there",
        )
    if len(facts.accounts) == 1:
        return facts.accounts[0]
    total = sum((each.number for each in facts.accounts), Decimal("0.00"))
    return Quantity(
        total,
        Explanation(
            name="个人账户储存额",
            value=yuan(total),
            formula="各参保地个人账户储存额之和",
            inputs=tuple(each.explanation for each in facts.accounts),
        ),
    )


def _base(stated: StatedFigures, start: Month, region: str, parameters: Parameters) -> _Base | Unknown:
    """As stated; else as published for the month; else last year's, provisionally (预核)."""
    if stated.base is not None:
        return _Base(stated.base, stated.base_is_last_year)
    published = parameters.find("pension.calculation_base", on=start, region=region)
    if not isinstance(published, Unknown):
        return _Base(Quantity.of(published), provisional=False)
    before = parameters.find("pension.calculation_base", on=date(start.year - 1, 12, 31), region=region)
    if isinstance(before, Unknown):
        return published
    name = f"计发基数（{start.year}年尚未公布，暂用{start.year - 1}年）"
    return _Base(Quantity(before.decimal, before.explain(name=name)), provisional=True)


def _early(
    facts: ClaimFacts,
    stated: StatedFigures,
    months: CountedMonths,
    region: str,
    start: Month,
    parameters: Parameters,
) -> EarlyYears | Unknown:
    if facts.deemed_claimed and stated.deemed is None:
        return Unknown(
            "视同缴费月数和工作所在地（以档案为准）",
            "档案审核岗位",
            en="Deemed months and the place of that work, by the file: ask who examines files",
        )
    return early_months(
        paid=months.paid, deemed=months.deemed, region=region, start=start, parameters=parameters
    )


def _rate(stated: Quantity | None) -> Quantity | None:
    """A rate of nought is the answer that this person has no addition."""
    return stated if stated is not None and stated.number else None


def _addition_asked(
    stated: StatedFigures, start: Month, region: str, parameters: Parameters
) -> list[Unknown]:
    """Where the province has a local addition, somebody has to say which rate is this person's."""
    if stated.addition is not None or stated.addition_rate is not None:
        return []
    bounds = parameters.find("pension.addition_rate", on=start, region=region)
    if isinstance(bounds, Unknown):
        return []
    return [
        Unknown(
            f"{bounds.parameter.title.zh}（{bounds.entry('least').shown()}至{bounds.entry('most').shown()}）",
            "待遇领取地社会保险经办机构",
            parameter=bounds.code,
            en=f"{bounds.parameter.title.en}: ask the agency of the place of payment",
        )
    ]


def refused(problem: NotComputable) -> Unknown:
    """What a rule cannot compute from these facts has to be looked at: it is asked, not guessed."""
    return Unknown(
        f"养老金数额（{problem.text.zh}）",
        "待遇核定岗位",
        en=f"Amount of the pension ({problem.text.en}): ask who determines benefits",
    )
