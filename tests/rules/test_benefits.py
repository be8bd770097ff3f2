"""Unemployment, work injury, survivors, certification and recovery: edges, invariants and questions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.api import (
    Dependant,
    Kin,
    NotComputable,
    Payer,
    SurvivorsBenefit,
    builtin,
    certification,
    counted_wage,
    disability_allowance,
    entitlement,
    injury_death,
    injury_disability,
    longest_duration,
    lump_months,
    protected_floor,
    recovery_plan,
    stated,
    survivors_benefit,
    unemployment_transfer,
)

TODAY = date(2026, 11, 22)
LAW = builtin()
months = st.integers(0, 600)
yuan = st.integers(0, 5_000_000).map(lambda fen: Decimal(fen) / 100)
WAGE = stated("本人工资", Decimal(6000), "元/月")


@given(paid=months, carried=st.integers(0, 24), more=st.integers(0, 120))
def test_longer_contributions_never_shorten_the_benefit(paid: int, carried: int, more: int) -> None:
    low = longest_duration(paid_months=paid, carried_over=carried, as_of=TODAY, parameters=LAW)
    high = longest_duration(paid_months=paid + more, carried_over=carried, as_of=TODAY, parameters=LAW)
    assert not isinstance(low, Unknown) and not isinstance(high, Unknown)
    assert carried <= low.months <= high.months <= 24


@pytest.mark.parametrize(
    ("paid", "carried", "involuntary", "registered", "met", "failed", "unsettled"),
    [
        (12, 0, True, True, True, 0, 0),
        (11, 0, True, True, False, 1, 0),
        (11, 3, True, True, True, 0, 0),
        (11, None, True, True, None, 0, 1),
        (None, 3, True, True, True, 0, 0),
        (None, None, True, True, None, 0, 1),
        (12, None, True, True, True, 0, 0),
        (12, 0, False, None, False, 1, 1),
        (12, 0, True, None, None, 0, 1),
    ],
)
def test_the_conditions_of_unemployment_benefit(
    paid: int | None,
    carried: int | None,
    involuntary: bool | None,
    registered: bool | None,
    met: bool | None,
    failed: int,
    unsettled: int,
) -> None:
    found = entitlement(
        paid_months=paid,
        carried_over=carried,
        involuntary=involuntary,
        registered=registered,
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(found, Unknown)
    assert (found.met, len(found.failed), len(found.open)) == (met, failed, unsettled)


@given(benefit=yuan, due=st.integers(0, 24), paid=st.sampled_from([0, 11, 12, 13, 240]))
def test_unemployment_money_is_the_sum_of_its_parts(benefit: Decimal, due: int, paid: int) -> None:
    found = unemployment_transfer(
        monthly_benefit=benefit, months_due=due, months_paid=paid, as_of=TODAY, parameters=LAW
    )
    assert not isinstance(found, Unknown)
    assert found.transfer == found.benefit + found.half
    assert found.relation_only == (paid < 12)
    if found.relation_only:
        assert found.transfer == 0


@pytest.mark.parametrize(
    ("grade", "lump_months_", "allowance", "payer"),
    [
        (1, 27, "5400.00", Payer.FUND),
        (4, 21, "4500.00", Payer.FUND),
        (5, 18, "4200.00", Payer.EMPLOYER),
        (6, 16, "3600.00", Payer.EMPLOYER),
        (7, 13, None, None),
        (10, 7, None, None),
    ],
)
def test_disability_by_grade(
    grade: int, lump_months_: int, allowance: str | None, payer: Payer | None
) -> None:
    found = injury_disability(grade=grade, wage=WAGE, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    assert (found.lump_months, found.lump) == (lump_months_, Decimal(6000) * lump_months_)
    assert found.allowance == (None if allowance is None else Decimal(allowance))
    assert found.payer == payer


@given(grade=st.integers(1, 9))
def test_a_graver_disability_never_gets_less(grade: int) -> None:
    graver = injury_disability(grade=grade, wage=WAGE, as_of=TODAY, parameters=LAW)
    lighter = injury_disability(grade=grade + 1, wage=WAGE, as_of=TODAY, parameters=LAW)
    assert not isinstance(graver, Unknown) and not isinstance(lighter, Unknown)
    assert graver.lump > lighter.lump
    assert (graver.allowance or 0) >= (lighter.allowance or 0)


@pytest.mark.parametrize(
    ("unable", "paying", "month", "obstacles"),
    [
        (True, False, Month(2026, 11), []),
        (True, False, Month(2030, 2), ["age_reached"]),
        (False, True, Month(2026, 11), ["able_to_work", "still_paying"]),
    ],
)
def test_an_allowance_before_the_age_is_for_who_cannot_work_and_its_amount_is_asked(
    unable: bool, paying: bool, month: Month, obstacles: list[str]
) -> None:
    """人社部发〔2024〕72号: the table of the amounts has not been entered yet."""
    found = disability_allowance(
        month=month,
        statutory_month=Month(2030, 2),
        totally_unable_to_work=unable,
        paying_contributions=paying,
        region="45",
        parameters=LAW,
    )
    assert [each.value for each in found.obstacles] == obstacles
    assert found.ok is (not obstacles) and all(each.text.zh for each in found.obstacles)
    assert isinstance(found.amount, Unknown)


@pytest.mark.parametrize("grade", [0, 11, -1])
def test_there_are_ten_grades(grade: int) -> None:
    with pytest.raises(NotComputable, match="no such disability grade"):
        injury_disability(grade=grade, wage=WAGE, as_of=TODAY, parameters=LAW)


@pytest.mark.parametrize(
    ("base", "counted"),
    [("2000", "3600.00"), ("3600", "3600.00"), ("9000", "9000.00"), ("30000", "18000.00")],
)
def test_the_wage_that_counts_lies_between_the_bounds(base: str, counted: str) -> None:
    found = counted_wage(average_base=Decimal(base), regional_wage=Decimal(6000), as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    assert found.number == Decimal(counted)


dependants = st.lists(st.builds(Dependant, st.just(Kin.OTHER), st.booleans()), max_size=5)


@given(others=dependants, married=st.booleans())
def test_dependants_never_get_more_than_the_wage(others: list[Dependant], married: bool) -> None:
    family = [*others, *([Dependant(Kin.SPOUSE)] if married else [])]
    found = injury_death(
        wage=WAGE,
        regional_wage=Decimal(8000),
        national_income=Decimal(51821),
        dependants=family,
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(found, Unknown)
    assert (found.funeral, found.lump) == (Decimal("48000.00"), Decimal("1036420.00"))
    assert found.dependants == min(sum(found.nominal), WAGE.number)
    assert len(found.nominal) == len(family)


def test_a_spouse_an_orphan_and_a_second_spouse() -> None:
    def family(*members: Dependant) -> tuple[Decimal, ...]:
        found = injury_death(
            wage=WAGE,
            regional_wage=Decimal(8000),
            national_income=Decimal(51821),
            dependants=members,
            as_of=TODAY,
            parameters=LAW,
        )
        assert not isinstance(found, Unknown)
        return found.nominal

    assert family(Dependant(Kin.SPOUSE), Dependant(Kin.OTHER), Dependant(Kin.OTHER, alone=True)) == (
        Decimal(2400),
        Decimal(1800),
        Decimal(2400),
    )
    with pytest.raises(NotComputable, match="one spouse"):
        family(Dependant(Kin.SPOUSE), Dependant(Kin.SPOUSE))


def survivors(paid: int, drawn: int | None, income: Decimal, own: Decimal | None = None) -> SurvivorsBenefit:
    found = survivors_benefit(
        paid_months=paid,
        drawn_months=drawn,
        monthly_income=income,
        own_payments=own,
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(found, Unknown)
    return found


@given(paid=months, more=st.integers(0, 60), drawn=st.none() | months, income=yuan)
def test_survivors_get_their_parts_and_never_less_for_longer_contributions(
    paid: int, more: int, drawn: int | None, income: Decimal
) -> None:
    found = survivors(paid, drawn, income)
    assert found.total == found.funeral + found.lump
    assert 3 <= found.months <= 24
    if drawn is not None:
        assert found.months >= 9
    assert survivors(paid + more, drawn, income).lump >= found.lump


@given(paid=st.integers(181, 360), drawn=st.integers(0, 400))
def test_months_of_the_lump_sum_count_to_the_month(paid: int, drawn: int) -> None:
    insured = lump_months(paid_months=paid, drawn_months=None, as_of=TODAY, parameters=LAW)
    pensioner = lump_months(paid_months=paid, drawn_months=drawn, as_of=TODAY, parameters=LAW)
    assert not isinstance(insured, Unknown) and not isinstance(pensioner, Unknown)
    assert insured.months == 9 + Fraction(paid - 180, 12)
    assert pensioner.months == max(insured.months - Fraction(drawn, 12), Fraction(9))


@given(paid=st.integers(0, 120), income=yuan, own=yuan)
def test_below_five_years_own_payments_bound_the_total(paid: int, income: Decimal, own: Decimal) -> None:
    free, bound = survivors(paid, None, income), survivors(paid, None, income, own)
    if paid >= 60:
        assert (bound.total, bound.bounded, free.bounded) == (free.total, False, False)
    else:
        assert bound.total == min(free.total, own)
        assert bound.total == bound.funeral + bound.lump
        assert free.bounded is None and "核实" in free.explanation.note


def test_months_cannot_be_negative() -> None:
    with pytest.raises(NotComputable):
        survivors(-1, None, Decimal(1))
    with pytest.raises(NotComputable):
        longest_duration(paid_months=-1, carried_over=0, as_of=TODAY, parameters=LAW)


@given(verified=st.dates(date(2000, 1, 1), date(2040, 1, 1)), on=st.dates(date(2000, 1, 1), date(2042, 1, 1)))
def test_a_proof_holds_to_the_same_day_a_year_later(verified: date, on: date) -> None:
    found = certification(last_verified=verified, benefit_start=None, on=on, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    assert found.due.year == verified.year + 1 and found.due.month == verified.month
    assert found.due.day == verified.day or (verified.day == 29 and found.due.day == 28)
    assert (found.state == "overdue") == (on > found.due) == (found.days_left < 0)


def test_a_new_pensioner_starts_with_the_benefit_and_a_stranger_is_asked_for() -> None:
    found = certification(
        last_verified=None, benefit_start=date(2026, 1, 31), on=TODAY, as_of=TODAY, parameters=LAW
    )
    assert not isinstance(found, Unknown)
    assert found.due == date(2027, 1, 31)
    asked = certification(last_verified=None, benefit_start=None, on=TODAY, as_of=TODAY, parameters=LAW)
    assert isinstance(asked, Unknown)


@given(debt=yuan, account=yuan, pension=yuan, floor=yuan)
def test_a_plan_pays_back_exactly_the_debt(
    debt: Decimal, account: Decimal, pension: Decimal, floor: Decimal
) -> None:
    # At least a yuan a month: a plan of a million instalments proves nothing more.
    if floor < pension < floor + 1:
        pension = floor + 1
    plan = recovery_plan(
        overpaid=debt, account_balance=account, monthly_pension=pension, floor=stated("保留", floor)
    )
    assert plan.from_account == min(debt, account)
    assert plan.monthly == max(pension - floor, Decimal(0))
    if plan.months is None:
        assert plan.monthly == 0 and debt > account
        with pytest.raises(ValueError, match="no plan"):
            next(plan.instalments())
        return
    instalments = list(plan.instalments())
    assert len(instalments) == plan.months
    assert plan.from_account + sum(instalments) == debt
    assert all(pension - each >= floor for each in instalments)
    assert all(each > 0 for each in instalments)


def test_the_floor_is_a_local_rule_or_a_question() -> None:
    found = protected_floor(minimum_wage=Decimal(2030), region="350100", as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    assert found.number == Decimal("1218.00")
    asked = protected_floor(minimum_wage=Decimal(2030), region="44", as_of=TODAY, parameters=LAW)
    assert isinstance(asked, Unknown)
    assert asked.parameter == "recovery.floor_ratio" and "广东" in asked.whom


def test_amounts_cannot_be_negative() -> None:
    with pytest.raises(NotComputable):
        recovery_plan(
            overpaid=Decimal(1),
            account_balance=Decimal(0),
            monthly_pension=Decimal(1),
            floor=stated("保留", Decimal(-1)),
        )
