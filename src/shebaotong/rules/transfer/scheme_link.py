"""Linking the employees' and the residents' old-age insurance of one person.

人社部发〔2014〕17号, from 2014-07-01:
第三条 满15年（含延长缴费至15年）→ 可从城乡居民转入职工; 不足15年 → 可从职工转入城乡居民.
第五条 居民 → 职工: 个人账户全部储存额并入，城乡居民缴费年限不合并计算或折算.
第六条 职工 → 居民: 个人账户全部储存额并入，职工缴费年限合并计算为城乡居民缴费年限.
第七条 重复缴费时段（按月计算）只计算职工年限，并将城乡居民重复缴费时段相应个人缴费和集体补助退还本人.
第八条 不得同时领取.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Period, Unknown, count_months, merge_periods, round_to_fen
from shebaotong.rules.explaining import given, yuan
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


class Direction(StrEnum):
    TO_EMPLOYEE = "resident_to_employee"
    TO_RESIDENT = "employee_to_resident"


@dataclass(frozen=True, slots=True)
class ResidentPayment:
    """One payment to the residents' scheme and the closed months it covers, mostly a calendar year; yuan."""

    period: Period
    personal: Decimal
    collective: Decimal = Decimal(0)
    subsidy: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Refund:
    """What one resident payment gives back for the months that an employee month already counts."""

    period: Period
    months: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SchemeLink:
    """``months`` = ``employee_months`` + ``resident_months``, none counted twice."""

    direction: Direction
    employee_months: int
    resident_months: int
    months: int
    refunds: tuple[Refund, ...]
    refund: Decimal
    merged: Decimal
    """Both accounts in yuan, less the refund."""
    explanation: Explanation


def link_schemes(
    *,
    employee: Sequence[Period],
    resident: Sequence[ResidentPayment],
    employee_account: Decimal,
    resident_account: Decimal,
    drawing: bool | None,
    as_of: date,
    parameters: Parameters,
) -> SchemeLink | Unknown:
    """Direction, months and money of the link for a person who reached the statutory age.

    ``employee`` holds all closed periods paid as an employee, an extension included. ``drawing``: does the
    person already draw a pension of either scheme? None asks. Raises NotComputable where one is drawn,
    where resident payments overlap, and where the refund exceeds the resident account.
    """
    if drawing is None:
        return Unknown(
            what="是否已经领取职工或者城乡居民养老保险待遇",
            whom="待遇领取地社会保险经办机构",
            en="Whether a pension of either scheme is drawn: ask the agency of the place of payment",
        )
    if drawing:
        raise NotComputable(
            "已经领取养老保险待遇，不再办理城乡养老保险制度衔接。",
            "a pension is already drawn: no link any more",
        )
    needed = parameters.find("transfer.link_months", on=as_of)
    if isinstance(needed, Unknown):
        return needed
    employee_months = count_months(employee)
    refunds = _refunds(employee, resident)
    refund = sum((each.amount for each in refunds), Decimal(0))
    if refund > resident_account:
        raise NotComputable(
            "应退金额超过城乡居民个人账户余额，请核对缴费记录。", "the refund exceeds the resident account"
        )
    enough = employee_months >= needed.integer
    direction = Direction.TO_EMPLOYEE if enough else Direction.TO_RESIDENT
    alone = count_months(payment.period for payment in resident) - sum(each.months for each in refunds)
    resident_months = 0 if enough else alone
    merged = round_to_fen(employee_account + resident_account - refund)
    return SchemeLink(
        direction=direction,
        employee_months=employee_months,
        resident_months=resident_months,
        months=employee_months + resident_months,
        refunds=refunds,
        refund=refund,
        merged=merged,
        explanation=Explanation(
            name="城乡养老保险制度衔接",
            value="城乡居民养老保险转入职工养老保险" if enough else "职工养老保险转入城乡居民养老保险",
            formula=f"职工缴费 {employee_months} 个月{'≥' if enough else '＜'}{needed.shown()}",
            inputs=(
                given("职工缴费月数", f"{employee_months} 个月", note="重复月份只计算一次"),
                given("计入的城乡居民缴费月数", f"{resident_months} 个月", note="与职工缴费重复的月份不计"),
                given("退还的个人缴费和集体补助", yuan(refund), note="政府补贴不退还"),
                given("合并后的个人账户", yuan(merged)),
                needed.explain(),
            ),
            sources=(needed.source(),),
        ),
    )


def _refunds(employee: Sequence[Period], resident: Sequence[ResidentPayment]) -> tuple[Refund, ...]:
    runs = merge_periods(employee)
    if sum(len(payment.period) for payment in resident) > count_months(
        payment.period for payment in resident
    ):
        raise NotComputable("城乡居民缴费时段有重叠。", "two resident payments cover the same month")
    made = []
    for payment in sorted(resident, key=lambda each: each.period.start.ordinal):
        shared = [run.overlap(payment.period) for run in runs]
        months = sum(len(part) for part in shared if part is not None)
        if months:
            paid = payment.personal + payment.collective
            made.append(Refund(payment.period, months, round_to_fen(paid * months / len(payment.period))))
    return tuple(made)
