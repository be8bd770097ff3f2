"""Which months count in a claim: each once, up to the month of retirement, in the place of the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Month, Unknown, region_title
from shebaotong.rules.claim.facts import ClaimFacts, StatedFigures
from shebaotong.rules.explaining import span
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.transfer.account_type import AccountKind
from shebaotong.rules.transfer.benefit_place import Spell
from shebaotong.rules.whatif.timeline import Timeline, draw


@dataclass(frozen=True, slots=True)
class CountedMonths:
    """``total`` are paid months of the registers, told months and deemed months, none twice.

    ``paid`` are the months of the registers that count in a place; ``bases`` their bases as far as they are
    held. ``after`` are months paid later than the month of retirement, which count no more.
    """

    total: int
    paid: tuple[Month, ...]
    bases: dict[Month, Decimal]
    deemed: int
    spells: tuple[Spell, ...]
    after: int
    undecided: Unknown | None
    explanation: Explanation


def counted_months(
    *, facts: ClaimFacts, stated: StatedFigures, until: Month, as_of: date, parameters: Parameters
) -> CountedMonths:
    """The months up to ``until``, the month of retirement included."""
    timeline = draw(
        stretches=[each.stretch for each in facts.recorded],
        assumed=(),
        keep=[
            each.stretch.code
            for each in facts.recorded
            if stated.keep_place is not None and each.stretch.place == stated.keep_place
        ],
        until=until,
        as_of=as_of,
        parameters=parameters,
    )
    held = {each.stretch.code: each.bases for each in facts.recorded}
    kept = [(line.stretch.code, month) for line in timeline.lines for run in line.counted for month in run]
    deemed = 0 if stated.deemed is None else int(stated.deemed.months.number)
    told = sum(each.months for each in facts.told)
    return CountedMonths(
        total=timeline.months + told + deemed,
        paid=tuple(month for _, month in kept),
        bases={month: held[code][month] for code, month in kept if month in held[code]},
        deemed=deemed,
        spells=_spells(facts, stated, timeline),
        after=_after(facts, until),
        undecided=timeline.undecided,
        explanation=_explain(facts, stated, timeline, timeline.months + told + deemed),
    )


def _spells(facts: ClaimFacts, stated: StatedFigures, timeline: Timeline) -> tuple[Spell, ...]:
    """Deemed work came first, then what other cities told as a number, then the line in its order."""
    early = [] if stated.deemed is None else [(stated.deemed.place, int(stated.deemed.months.number))]
    early += [(each.place, each.months) for each in facts.told]
    first = [
        Spell(place, months, order, AccountKind.GENERAL)
        for order, (place, months) in enumerate(early, start=1)
    ]
    later = [
        Spell(spell.place, spell.months, len(first) + spell.order, spell.account)
        for spell in timeline.spells()
    ]
    return (*first, *later)


def _after(facts: ClaimFacts, until: Month) -> int:
    paid = {month for each in facts.recorded for month in each.stretch.period}
    return sum(until < month for month in paid)


def _explain(facts: ClaimFacts, stated: StatedFigures, timeline: Timeline, total: int) -> Explanation:
    lines = [
        Explanation(
            f"{region_title(line.stretch.place) or line.stretch.place}{span(line.period)}",
            f"计 {line.months} 个月",
            note="临时缴费账户" if line.stretch.account is AccountKind.TEMPORARY else "",
        )
        for line in timeline.lines
    ]
    lines += [
        Explanation(each.name, f"{each.months} 个月", note="对方答复的月数，没有逐月明细")
        for each in facts.told
    ]
    if stated.deemed is not None:
        lines.append(stated.deemed.months.explanation)
    overlaps = "、".join(span(period) for period in timeline.overlaps)
    return Explanation(
        name="累计缴费月数",
        value=f"{total} 个月",
        formula="各参保地实际缴费月数 + 视同缴费月数，同一月份只算一次",
        note=f"重复的月份：{overlaps}" if overlaps else "",
        inputs=tuple(lines),
    )
