"""Months counted once where enrolments of one scheme overlap, and what is paid back.

人社部发〔2009〕187号 第三条; 人社部发〔2010〕70号 第十条:
参保人员与社会保险经办机构协商确定保留其中一个基本养老保险关系和个人账户, the other is cleared and its
account refunded to the person. The receiving agency transfers first and clears after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Month, Period, Unknown, merge_periods, round_to_fen
from shebaotong.rules.explaining import span, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.transfer.places import shown


@dataclass(frozen=True, slots=True)
class PaidSpell:
    """A closed period paid in one place, with what each month put into the individual account, in yuan."""

    code: str
    place: str
    period: Period
    monthly_account: Decimal

    @property
    def label(self) -> str:
        return f"{shown(self.place)}{span(self.period)}"


@dataclass(frozen=True, slots=True)
class Share:
    """What becomes of one spell: months kept, months cleared, and the account money paid back for these."""

    code: str
    kept: tuple[Period, ...]
    cleared: tuple[Period, ...]
    refund: Decimal
    """Principal in yuan; the clearing agency adds the interest that its own record shows."""


@dataclass(frozen=True, slots=True)
class CountedOnce:
    """``months`` is the number of distinct months, hence the sum of the shares' kept months."""

    months: int
    shares: tuple[Share, ...]
    refund: Decimal
    explanation: Explanation


def count_once(
    *, spells: Sequence[PaidSpell], keep: Sequence[str] | None, as_of: date, parameters: Parameters
) -> CountedOnce | Unknown:
    """Give each month to one spell, and refund the others.

    ``keep`` names spells by code in the order that person and agency agreed on; where a month stands in
    two spells, the first named keeps it. None, or none of the two named: Unknown, asking for the choice.
    Raises NotComputable where codes repeat, a period still runs, or ``keep`` names an unknown spell.
    """
    rule = parameters.find("transfer.overlap", on=as_of)
    if isinstance(rule, Unknown):
        return rule
    rank = _rank(spells, keep or ())
    holders: dict[Month, list[PaidSpell]] = {}
    for spell in spells:
        for month in spell.period:
            holders.setdefault(month, []).append(spell)
    undecided = {
        spell.code: spell
        for held in holders.values()
        if len(held) > 1 and not any(spell.code in rank for spell in held)
        for spell in held
    }
    if undecided:
        return _ask(undecided.values())
    kept: dict[str, list[Month]] = {spell.code: [] for spell in spells}
    cleared: dict[str, list[Month]] = {spell.code: [] for spell in spells}
    for month, held in holders.items():
        winner = min(held, key=lambda spell: rank.get(spell.code, len(rank)))
        for spell in held:
            (kept if spell is winner else cleared)[spell.code].append(month)
    shares = tuple(
        Share(
            code=spell.code,
            kept=_runs(kept[spell.code]),
            cleared=_runs(cleared[spell.code]),
            refund=round_to_fen(spell.monthly_account * len(cleared[spell.code])),
        )
        for spell in sorted(spells, key=lambda each: (each.period.start.ordinal, each.code))
    )
    refund = sum((share.refund for share in shares), Decimal(0))
    labels = {spell.code: spell.label for spell in spells}
    return CountedOnce(
        months=len(holders),
        shares=shares,
        refund=refund,
        explanation=Explanation(
            name="合并计算的缴费月数",
            value=f"{len(holders)} 个月",
            formula="同一月份只计算一次；清理的关系退还个人账户",
            inputs=tuple(_line(share, labels[share.code]) for share in shares),
            sources=(rule.source(),),
        ),
    )


def _rank(spells: Sequence[PaidSpell], keep: Sequence[str]) -> dict[str, int]:
    codes = [spell.code for spell in spells]
    if len(set(codes)) < len(codes):
        raise NotComputable("参保段编号重复。", "two spells have the same code")
    if running := [spell.code for spell in spells if spell.period.end is None]:
        raise NotComputable(
            "参保段尚未截止，请先确定截止月份。", f"still running: {', '.join(running)}; close them first"
        )
    if strangers := set(keep) - set(codes):
        raise NotComputable("保留的参保段不存在。", f"no such spell to keep: {', '.join(sorted(strangers))}")
    return {code: position for position, code in reversed(list(enumerate(keep)))}


def _ask(spells: Iterable[PaidSpell]) -> Unknown:
    return Unknown(
        what="重复缴费时段保留哪一个参保关系",
        whom="参保人（由本人与社会保险经办机构协商确定）",
        parameter="transfer.overlap",
        en="Which relation is kept where contributions overlap: to be agreed by person and agency",
        detail=tuple(sorted(spell.label for spell in spells)),
    )


def _runs(months: Iterable[Month]) -> tuple[Period, ...]:
    return tuple(merge_periods(Period(month, month) for month in months))


def _line(share: Share, label: str) -> Explanation:
    cleared = "、".join(span(period) for period in share.cleared)
    return Explanation(
        name=label,
        value=f"计 {sum(len(period) for period in share.kept)} 个月",
        note=f"清理 {cleared}，退还个人账户 {yuan(share.refund)}" if cleared else "",
    )
