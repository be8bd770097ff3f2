"""The back-payment loan of Zibo, month by month as the bank books it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shebaotong.kernel.api import Month
from shebaotong.rules.api import LoanPlan, NotComputable, loan_plan

PENSION = Decimal("174.37")


def zibo(kept: str = "0.00") -> LoanPlan:
    return loan_plan(
        principal=Decimal(300) * 15,
        annual_rate=Decimal("0.0385"),
        monthly_pension=PENSION,
        first=Month(2026, 1),
        kept_by_person=Decimal(kept),
    )


@pytest.mark.row("Z1", "4,500 yuan at 3.85 %: 27 months, full pension from the 28th")
def test_zibo_is_repaid_after_27_months_and_pays_in_full_from_the_28th() -> None:
    plan = zibo()
    assert plan.months == 27
    assert plan.full_from == Month(2026, 1) + 27
    assert plan.interest == Decimal("204.82")


@pytest.mark.row("Z1", "monthly schedule for the bank")
def test_the_schedule_of_the_first_and_last_months() -> None:
    rows = [
        (
            entry.number,
            str(entry.month),
            str(entry.opening),
            str(entry.interest),
            str(entry.payment),
            str(entry.closing),
            str(entry.to_person),
        )
        for entry in zibo().instalments
    ]
    assert rows[:2] == [
        (1, "2026-01", "4500.00", "14.44", "174.37", "4340.07", "0.00"),
        (2, "2026-02", "4340.07", "13.92", "174.37", "4179.62", "0.00"),
    ]
    assert rows[-1] == (27, "2028-03", "170.65", "0.55", "171.20", "0.00", "3.17")


def test_what_the_person_keeps_lengthens_the_loan() -> None:
    plan = zibo(kept="100.00")
    assert plan.months > zibo().months
    assert all(entry.to_person >= 100 for entry in plan.instalments)


@pytest.mark.parametrize(
    "change",
    [
        {"principal": Decimal(0)},
        {"principal": Decimal("4500.001")},
        {"annual_rate": Decimal("3.85")},
        {"annual_rate": Decimal("-0.01")},
        {"kept_by_person": PENSION + 1},
        {"kept_by_person": PENSION},
        {"monthly_pension": Decimal(-1)},
    ],
)
def test_what_cannot_be_a_loan_is_refused(change: dict[str, Decimal]) -> None:
    terms = {
        "principal": Decimal(4500),
        "annual_rate": Decimal("0.0385"),
        "monthly_pension": PENSION,
        "kept_by_person": Decimal("0.00"),
    }
    with pytest.raises(NotComputable):
        loan_plan(first=Month(2026, 1), **{**terms, **change})
