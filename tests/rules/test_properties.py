"""What must hold for every person, not only for those in the examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shebaotong.kernel.api import Explanation, Month, Unknown
from shebaotong.rules.api import (
    GROUPS,
    Category,
    Context,
    EarlyYears,
    IndexedYear,
    LoanPlan,
    NotComputable,
    PensionAmount,
    PensionFacts,
    average_index,
    builtin,
    check,
    determine,
    divisor,
    flexible_window,
    loan_plan,
    minimum_contribution,
    plain_text,
    redetermine,
    required_years,
    retirement_age,
    stated,
)

AS_OF = date(2026, 11, 22)
PARAMETERS = builtin()
CONTEXT = Context(as_of=AS_OF, parameters=PARAMETERS)

categories = st.sampled_from(Category)
births = st.integers(Month(1900, 1).ordinal, Month(2026, 11).ordinal).map(Month.from_ordinal)
yuan = st.integers(0, 90_000_000).map(lambda fen: Decimal(fen) / 100)
indexes = st.integers(1, 4000).map(lambda thousandths: Decimal(thousandths) / 1000)


@st.composite
def facts(draw: st.DrawFn) -> PensionFacts:
    months = draw(st.integers(180, 600))
    return PensionFacts(
        age_months=draw(st.integers(480, 840)),
        index=stated("平均缴费指数", draw(indexes)),
        contribution_months=months,
        account=stated("个人账户储存额", draw(yuan), "元"),
        early=EarlyYears(draw(st.integers(0, 60)), draw(st.integers(0, 60))),
        addition_rate=stated("增发比例", Decimal("0.001")),
    )


def sichuan(given_facts: PensionFacts, base: Decimal = Decimal(8462)) -> PensionAmount:
    found = determine(
        facts=given_facts,
        region="51",
        start=Month(2025, 12),
        parameters=PARAMETERS,
        provisional_base=stated("计发基数", base, "元/月"),
    )
    assert not isinstance(found, Unknown)
    return found.amount


@given(category=categories, birth=births)
def test_nobody_retires_before_the_original_age_or_after_the_final_one(
    category: Category, birth: Month
) -> None:
    found = retirement_age(category=category, birth=birth, as_of=AS_OF, parameters=PARAMETERS)
    assert not isinstance(found, Unknown)
    final = {Category.MALE: 63, Category.FEMALE_55: 58, Category.FEMALE_50: 55}[category]
    assert found.original_months <= found.age_months <= 12 * final
    assert found.month - birth == found.age_months


@given(category=categories, birth=births)
def test_who_is_born_later_does_not_retire_earlier(category: Category, birth: Month) -> None:
    assume(birth < Month.of(AS_OF))
    now, later = (
        retirement_age(category=category, birth=born, as_of=AS_OF, parameters=PARAMETERS)
        for born in (birth, birth + 1)
    )
    assert not isinstance(now, Unknown) and not isinstance(later, Unknown)
    assert now.month < later.month


@given(category=categories, birth=births)
def test_the_window_holds_the_statutory_month(category: Category, birth: Month) -> None:
    window = flexible_window(category=category, birth=birth, as_of=AS_OF, parameters=PARAMETERS)
    assert not isinstance(window, Unknown)
    statutory = window.statutory.month
    assert window.earliest <= statutory <= window.latest
    assert statutory - window.earliest <= 36
    assert window.latest - statutory == 36
    assert window.earliest - birth >= window.statutory.original_months


@given(birth=st.dates(date(1950, 1, 1), date(1999, 12, 31)), category=categories)
@pytest.mark.parametrize("group", ["retirement_age", "flexible_window"])
def test_the_day_of_the_month_never_matters(group: str, birth: date, category: Category) -> None:
    def answer(text: str) -> Any:
        inputs = {"category": category.value, "birth_month": text}
        report = check(
            data={"groups": {group: [{"in": inputs, "out": dict.fromkeys(GROUPS[group].outputs)}]}},
            context=CONTEXT,
        )
        return [(found.key, found.got) for found in report.groups[0].differences]

    assert answer(birth.isoformat()) == answer(f"{birth:%Y-%m}") != []


@given(year=st.integers(1990, 2100))
def test_the_minimum_only_grows(year: int) -> None:
    now, later = (
        minimum_contribution(year=each, as_of=AS_OF, parameters=PARAMETERS) for each in (year, year + 1)
    )
    assert not isinstance(now, Unknown) and not isinstance(later, Unknown)
    assert 180 <= now.months <= later.months <= 240


@given(age=st.integers(480, 839))
def test_who_starts_later_has_a_smaller_divisor(age: int) -> None:
    now, later = (divisor(age_months=each, on=AS_OF, parameters=PARAMETERS) for each in (age, age + 1))
    assert not isinstance(now, Unknown) and not isinstance(later, Unknown)
    assert now.months > later.months


@given(st.lists(st.tuples(st.integers(0, 12), yuan, st.integers(1, 30000)), min_size=1, max_size=40))
def test_the_index_lies_between_the_years_it_averages(rows: list[tuple[int, Decimal, int]]) -> None:
    years = [
        IndexedYear(1980 + number, months, base, Decimal(wage))
        for number, (months, base, wage) in enumerate(rows)
    ]
    paid = [entry.base / entry.average_wage for entry in years if entry.months]
    assume(paid)
    found = average_index(years=years)
    half = Decimal("0.00005")
    assert min(paid) - half <= found.value <= max(paid) + half
    assert found.months == sum(entry.months for entry in years)


@given(facts())
def test_the_parts_sum_to_the_total(given_facts: PensionFacts) -> None:
    amount = sichuan(given_facts)
    assert sum(component.amount for component in amount.components) == amount.total
    assert all(component.amount == round(component.amount, 2) for component in amount.components)
    assert amount.explanation.value == f"{amount.total} 元"


@given(facts(), st.integers(1, 60), st.integers(1, 100_000))
def test_more_months_a_higher_base_or_account_never_pay_less(
    given_facts: PensionFacts, months: int, fen: int
) -> None:
    before = sichuan(given_facts).total
    more = Decimal(fen) / 100
    longer = replace(given_facts, contribution_months=given_facts.contribution_months + months)
    richer = replace(given_facts, account=stated("个人账户储存额", given_facts.account.number + more, "元"))
    assert sichuan(longer).total >= before
    assert sichuan(richer).total >= before
    assert sichuan(given_facts, Decimal(8462) + more).total >= before


@given(facts(), st.integers(0, 36))
def test_arrears_are_the_difference_month_by_month(given_facts: PensionFacts, months: int) -> None:
    before = determine(
        facts=given_facts,
        region="51",
        start=Month(2025, 3),
        parameters=PARAMETERS,
        provisional_base=stated("计发基数", Decimal(8321), "元/月"),
    )
    assert not isinstance(before, Unknown)
    found = redetermine(before=before, facts=given_facts, months=months, parameters=PARAMETERS)
    assert not isinstance(found, Unknown)
    assert before.amount.total * months + found.arrears == found.after.amount.total * months
    with pytest.raises(NotComputable):
        redetermine(before=found.after, facts=given_facts, months=months, parameters=PARAMETERS)


@given(start=st.integers(2009, 2016), birth=st.integers(1920, 2000))
def test_residents_never_need_more_than_fifteen_years(start: int, birth: int) -> None:
    found = required_years(scheme_start_year=start, birth_year=birth, as_of=AS_OF, parameters=PARAMETERS)
    assert not isinstance(found, Unknown)
    assert 0 <= found.years <= 15
    assert (found.years == 0) is (start - birth >= 60)


@st.composite
def loans(draw: st.DrawFn) -> LoanPlan:
    principal = Decimal(draw(st.integers(1, 5_000_000))) / 100
    rate = Decimal(draw(st.integers(0, 1500))) / 10_000
    interest = principal * rate / 12
    pension = draw(st.integers(int(interest * 100) + 2_000, int(interest * 100) + 300_000))
    return loan_plan(
        principal=principal, annual_rate=rate, monthly_pension=Decimal(pension) / 100, first=Month(2026, 1)
    )


@given(loans())
def test_a_loan_is_paid_back_exactly(plan: LoanPlan) -> None:
    assert sum(entry.principal for entry in plan.instalments) == plan.principal
    assert sum(entry.payment for entry in plan.instalments) == plan.principal + plan.interest
    assert plan.instalments[-1].closing == 0
    assert plan.full_from == plan.instalments[-1].month + 1
    for entry, following in zip(plan.instalments, plan.instalments[1:], strict=False):
        assert entry.closing == following.opening > 0
        assert entry.month + 1 == following.month
    for entry in plan.instalments:
        assert entry.payment + entry.to_person == plan.monthly_pension


def test_a_loan_that_is_never_repaid_is_refused() -> None:
    with pytest.raises(NotComputable, match="never be repaid"):
        loan_plan(
            principal=Decimal(100_000),
            annual_rate=Decimal("0.12"),
            monthly_pension=Decimal(1000),
            first=Month(2026, 1),
        )


@given(facts())
def test_an_explanation_outlives_the_code(given_facts: PensionFacts) -> None:
    explanation = sichuan(given_facts).explanation
    assert Explanation.from_json(explanation.to_json()) == explanation
    text = plain_text(explanation)
    assert text.startswith("月基本养老金：")
    assert ("〔未核实〕" in text) is (not explanation.verified)


def test_a_half_tenth_of_a_divisor_is_marked_unverified() -> None:
    tie, clear = (divisor(age_months=age, on=AS_OF, parameters=PARAMETERS) for age in (723, 724))
    assert not isinstance(tie, Unknown) and not isinstance(clear, Unknown)
    assert not tie.explanation.verified
    assert clear.explanation.verified
    assert "〔未核实〕" in plain_text(tie.explanation)
