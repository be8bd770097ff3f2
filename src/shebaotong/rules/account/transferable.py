"""The part of an individual account that moves to another province, period by period.

国办发〔2009〕66号 第四条 and 人社部发〔2009〕187号: 1998年1月1日之前的个人缴费累计本息;
1998年1月1日至2005年12月31日按11%记账; 2006年1月1日起按8%记账. 记账比例高于规定的部分不计算为转移基金，
个人账户记录不予调整; 低于规定的，转出地按规定比例计算转移资金，并相应调整个人账户记录.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shebaotong.kernel.api import NATION, Explanation, Month, Source, Unknown, round_to_fen
from shebaotong.rules.account.interest import AccountYear, account_years
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


@dataclass(frozen=True, slots=True)
class CreditedMonth:
    """A month from 1998 on: its contribution base in yuan and the ratio at which the sender recorded it."""

    month: Month
    base: Decimal
    recorded_ratio: Decimal


@dataclass(frozen=True, slots=True)
class TransferableAccount:
    """The amounts of the transfer information form (信息表), in yuan: ``total`` = ① + ② + ③."""

    before_1998: Decimal
    """① 1998年前个人缴费累计本息."""
    to_last_year: Decimal
    """② 1998年至上年末累计储存额."""
    this_year: Decimal
    """③ 当年记账本金: interest is added when the year ends, wherever the account then is."""
    total: Decimal
    not_moved: Decimal
    """Principal recorded above the national ratio: stays in the sender's record."""
    made_up: Decimal
    """Principal by which the sender raises months recorded below the national ratio."""
    years: tuple[AccountYear, ...]
    explanation: Explanation


def transferable_account(
    *,
    before_1998: Decimal,
    months: Sequence[CreditedMonth],
    transfer_month: Month,
    parameters: Parameters,
    region: str = NATION,
) -> TransferableAccount | Unknown:
    """What moves in ``transfer_month``; Unknown while a rate of interest of an earlier year is missing.

    ``region`` is the sending place, whose province set the rate of interest before 2016. Raises
    NotComputable for a negative amount, and for a month that stands twice, lies after the transfer or
    before 1998.
    """
    if before_1998 < 0:
        raise NotComputable("1998年前本息不能为负。", "what was paid before 1998 cannot be negative")
    _check(months, transfer_month)
    principal = _principal(months, parameters)
    if isinstance(principal, Unknown):
        return principal
    earlier = {
        month: amount for month, amount in principal.credits.items() if month.year < transfer_month.year
    }
    years = _settled(earlier, transfer_month.year - 1, parameters, region)
    if isinstance(years, Unknown):
        return years
    to_last_year = years[-1].closing if years else Decimal(0)
    this_year = sum(principal.credits.values(), Decimal(0)) - sum(earlier.values(), Decimal(0))
    total = before_1998 + to_last_year + this_year
    return TransferableAccount(
        before_1998=before_1998,
        to_last_year=to_last_year,
        this_year=this_year,
        total=total,
        not_moved=principal.not_moved,
        made_up=principal.made_up,
        years=years,
        explanation=Explanation(
            name="个人账户转移额",
            value=yuan(total),
            formula="1998年前本息 + 1998年至上年末累计储存额 + 当年记账本金",
            inputs=(
                given("1998年前个人缴费累计本息", yuan(before_1998)),
                Explanation(
                    name="1998年至上年末累计储存额",
                    value=yuan(to_last_year),
                    inputs=tuple(year.explanation for year in years),
                ),
                given("当年记账本金", yuan(this_year)),
            ),
            sources=principal.sources,
            note=principal.note,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Principal:
    """Each month at the national ratio, and how the sender's record differs from it."""

    credits: dict[Month, Decimal]
    not_moved: Decimal
    made_up: Decimal
    sources: tuple[Source, ...]

    @property
    def note(self) -> str:
        notes = []
        if self.not_moved:
            notes.append(f"高于规定记账比例的本金 {yuan(self.not_moved)} 不转移，记录不调整")
        if self.made_up:
            notes.append(f"低于规定记账比例的本金由转出地补记 {yuan(self.made_up)}")
        return "；".join(notes)


def _principal(months: Sequence[CreditedMonth], parameters: Parameters) -> _Principal | Unknown:
    credits: dict[Month, Decimal] = {}
    not_moved = made_up = Decimal(0)
    sources: dict[Source, None] = {}
    for each in sorted(months, key=lambda entry: entry.month.ordinal):
        ratio = parameters.find("account.credit_ratio", on=each.month)
        if isinstance(ratio, Unknown):
            return ratio
        credits[each.month] = round_to_fen(each.base * ratio.decimal)
        difference = round_to_fen(each.base * each.recorded_ratio) - credits[each.month]
        not_moved += max(difference, Decimal(0))
        made_up += max(-difference, Decimal(0))
        sources.setdefault(ratio.source())
    return _Principal(credits, not_moved, made_up, tuple(sources))


def _settled(
    credits: dict[Month, Decimal], last: int, parameters: Parameters, region: str
) -> tuple[AccountYear, ...] | Unknown:
    if not credits:
        return ()
    return account_years(
        opening=Decimal(0),
        credits=credits,
        first=min(credits).year,
        last=last,
        parameters=parameters,
        region=region,
    )


def _check(months: Sequence[CreditedMonth], transfer_month: Month) -> None:
    if len({each.month for each in months}) < len(months):
        raise NotComputable(
            "同一月份记账两次，请先清理重复缴费。", "a month stands twice: clear the duplicate first"
        )
    if any(each.month > transfer_month for each in months):
        raise NotComputable("有晚于转移月份的记账。", "a credited month lies after the transfer")
    if any(each.month < Month(1998, 1) for each in months):
        raise NotComputable("1998年以前的缴费应计入累计本息。", "months before 1998 belong into before_1998")
