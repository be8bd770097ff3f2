"""The province that pays a pension earned in several (待遇领取地).

国办发〔2009〕66号 第六条 (人社部规〔2016〕5号 第一条): in this order
(一) 基本养老保险关系在户籍所在地的 → the hukou province;
(二) elsewhere, and 在其基本养老保险关系所在地累计缴费年限满10年的 → the present province;
(三) otherwise 上一个缴费年限满10年的原参保地 → the last such province;
(四) otherwise → the hukou province, which collects all relations and funds.
Months count where the work was done, actual and deemed; 临时缴费账户 do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Text, Unknown
from shebaotong.rules.explaining import given
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.transfer.account_type import AccountKind
from shebaotong.rules.transfer.places import province, shown


class Branch(StrEnum):
    """Which limb of the rule decided."""

    HUKOU = "A_hukou"
    CURRENT = "B_current_10y"
    PREVIOUS = "C_previous_10y"
    FALLBACK = "D_hukou_fallback"
    LONGEST = "E_longest"
    """Without hukou: the province with most months, of equals the last."""

    @property
    def text(self) -> Text:
        """Why that province pays, in the words of the rule."""
        return _REASONS[self]


_REASONS = {
    Branch.HUKOU: Text(
        "基本养老保险关系在户籍所在地", "the relation stands in the place of household registration"
    ),
    Branch.CURRENT: Text(
        "关系不在户籍所在地，在关系所在地累计缴费年限满10年",
        "the relation stands elsewhere, and ten years were paid where it stands",
    ),
    Branch.PREVIOUS: Text(
        "在关系所在地累计缴费年限不满10年，转回上一个满10年的原参保地",
        "less than ten years where the relation stands: back to the last place with ten years",
    ),
    Branch.FALLBACK: Text(
        "在每个参保地累计缴费年限均不满10年，归集到户籍所在地",
        "ten years nowhere: collected in the place of household registration",
    ),
    Branch.LONGEST: Text(
        "没有户籍所在地，且在每个参保地均不满10年，由缴费年限最长的参保地办理，相同的取最后一个",
        "no household registration and ten years nowhere: the place with most months, of equals the last",
    ),
}


@dataclass(frozen=True, slots=True)
class Spell:
    """Months of insurance in one province; ``order`` counts the spells of a life in time."""

    place: str
    months: int
    order: int
    account: AccountKind

    def __post_init__(self) -> None:
        if self.months < 0:
            raise NotComputable("缴费月数不能为负。", "months of insurance cannot be negative")


@dataclass(frozen=True, slots=True)
class BenefitPlace:
    province: str
    branch: Branch
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class _Total:
    province: str
    months: int
    last: int
    """The order of the last spell that counts there."""


def benefit_place(
    *, hukou: str, relation: str, spells: Sequence[Spell], as_of: date, parameters: Parameters
) -> BenefitPlace | Unknown:
    """The paying province of a person with a ``hukou`` whose relation stands in ``relation``.

    Raises NotComputable for unknown places, negative months, and two spells of the same order.
    """
    threshold = parameters.find("transfer.benefit_place_months", on=as_of)
    if isinstance(threshold, Unknown):
        return threshold
    totals = _totals(spells)
    reached = [total for total in totals if total.months >= threshold.integer]
    home, current = province(hukou), province(relation)
    if home == current:
        place, branch = home, Branch.HUKOU
    elif any(total.province == current for total in reached):
        place, branch = current, Branch.CURRENT
    elif reached:
        place, branch = max(reached, key=lambda total: total.last).province, Branch.PREVIOUS
    else:
        place, branch = home, Branch.FALLBACK
    facts = (given("户籍省", shown(home)), given("基本养老保险关系所在省", shown(current)))
    return _made(place, branch, facts, totals, threshold)


def benefit_place_without_hukou(
    *, relation: str | None, spells: Sequence[Spell], as_of: date, parameters: Parameters
) -> BenefitPlace | Unknown:
    """The paying province of a resident of Hong Kong, Macau or Taiwan, who has no hukou.

    人力资源社会保障部 国家医疗保障局令第41号: the same test; where no province reaches ten years, the one
    with most months pays, of equals the last. ``relation`` None is taken as the province of the last
    spell, which answers the same. Raises NotComputable as :func:`benefit_place`, and where nothing counts.
    """
    found = parameters.find_all(
        "transfer.benefit_place_months", "transfer.benefit_place_without_hukou", on=as_of
    )
    if isinstance(found, Unknown):
        return found
    threshold, fallback = found
    totals = _totals(spells)
    if not totals:
        raise NotComputable("没有可计入的缴费年限。", "no months count: temporary accounts do not")
    reached = [total for total in totals if total.months >= threshold.integer]
    current = province(relation) or max(totals, key=lambda total: total.last).province
    if any(total.province == current for total in reached):
        place, branch = current, Branch.CURRENT
    elif reached:
        place, branch = max(reached, key=lambda total: total.last).province, Branch.PREVIOUS
    else:
        place, branch = max(totals, key=lambda total: (total.months, total.last)).province, Branch.LONGEST
    facts = (given("户籍", "没有户籍所在地"), given("基本养老保险关系所在省", shown(current)))
    return _made(place, branch, facts, totals, threshold, fallback)


def _totals(spells: Sequence[Spell]) -> list[_Total]:
    """Months by province in general accounts, in the order of their last spells."""
    if len({spell.order for spell in spells}) < len(spells):
        raise NotComputable("两个参保段的先后次序相同。", "two spells have the same order: which came last?")
    made: dict[str, _Total] = {}
    for spell in sorted(spells, key=lambda each: each.order):
        place = province(spell.place)
        if spell.account is AccountKind.GENERAL and spell.months:
            before = made.pop(place, _Total(place, 0, 0))
            made[place] = _Total(place, before.months + spell.months, spell.order)
    return list(made.values())


def _made(
    place: str,
    branch: Branch,
    facts: tuple[Explanation, ...],
    totals: list[_Total],
    threshold: Value,
    *rules: Value,
) -> BenefitPlace:
    months = tuple(
        given(f"{shown(total.province)}累计缴费年限", f"{total.months} 个月", note="不含临时缴费账户")
        for total in totals
    )
    explanation = Explanation(
        name="待遇领取地",
        value=shown(place),
        formula=branch.text.zh,
        inputs=(*facts, *months, threshold.explain()),
        sources=(threshold.source(), *(rule.source() for rule in rules)),
    )
    return BenefitPlace(province=place, branch=branch, explanation=explanation)
