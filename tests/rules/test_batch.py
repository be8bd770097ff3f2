"""The rules over columns say on every row what the scalar rules say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.api import (
    Category,
    NotComputable,
    Parameters,
    builtin,
    certification,
    flexible_eligibility,
    flexible_window,
    longest_duration,
    minimum_contribution,
)
from shebaotong.rules.batch.api import (
    CATEGORIES,
    category_codes,
    certification_columns,
    coming_within,
    day_column,
    day_of,
    duration_columns,
    eligibility_columns,
    month_column,
    month_of,
    retirement_columns,
)
from support.examples import examples

TODAY = date(2026, 11, 22)
LAW = builtin()

months = st.builds(Month.from_ordinal, st.integers(Month(1840, 1).ordinal, Month(2060, 12).ordinal))
births = st.none() | months
categories = st.none() | st.sampled_from(Category)
days = st.none() | st.dates(date(1990, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 600)
known_or_not = st.none() | counts


def scalar_window(category: Category | None, birth: Month | None) -> tuple[object, ...] | None:
    """Age, month, minimum, earliest and latest as the scalar rules say them; None where they refuse."""
    if category is None or birth is None:
        return None
    try:
        window = flexible_window(category=category, birth=birth, as_of=TODAY, parameters=LAW)
    except NotComputable:
        return None
    assert not isinstance(window, Unknown)
    statutory = window.statutory
    minimum = minimum_contribution(year=statutory.month.year, as_of=TODAY, parameters=LAW)
    assert not isinstance(minimum, Unknown)
    return statutory.age_months, statutory.month, minimum.months, window.earliest, window.latest


@settings(max_examples=examples(60))
@given(people=st.lists(st.tuples(categories, births), max_size=40))
def test_retirement_equals_the_scalar_rules(people: list[tuple[Category | None, Month | None]]) -> None:
    made = retirement_columns(
        category=category_codes(category for category, _ in people),
        birth=month_column(birth for _, birth in people),
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(made, Unknown)
    for row, (category, birth) in enumerate(people):
        found = (
            int(made.age_months[row]),
            month_of(made.month[row]),
            int(made.minimum_months[row]),
            month_of(made.earliest[row]),
            month_of(made.latest[row]),
        )
        expected = scalar_window(category, birth)
        assert bool(made.ok[row]) == (expected is not None)
        assert found == (expected or (-1, None, -1, None, None))


@pytest.mark.parametrize("category", list(Category))
def test_retirement_equals_the_scalar_rules_in_every_month_of_birth(category: Category) -> None:
    births = [Month.from_ordinal(n) for n in range(Month(1950, 1).ordinal, Month(1995, 1).ordinal)]
    codes = category_codes([category] * len(births))
    made = retirement_columns(category=codes, birth=month_column(births), as_of=TODAY, parameters=LAW)
    assert not isinstance(made, Unknown)
    for row, birth in enumerate(births):
        expected = scalar_window(category, birth)
        assert expected is not None
        assert (int(made.age_months[row]), month_of(made.month[row])) == expected[:2]


@given(day=st.dates(date(1900, 1, 1), TODAY), category=st.sampled_from(Category))
def test_the_day_of_birth_never_matters(day: date, category: Category) -> None:
    codes = category_codes([category])
    by_day = retirement_columns(category=codes, birth=day_column([day]), as_of=TODAY, parameters=LAW)
    by_month = retirement_columns(
        category=codes, birth=month_column([Month.of(day)]), as_of=TODAY, parameters=LAW
    )
    assert not isinstance(by_day, Unknown) and not isinstance(by_month, Unknown)
    assert by_day.month[0] == by_month.month[0]
    assert by_day.earliest[0] == by_month.earliest[0]


def test_days_and_unknown_births_may_stand_in_one_column() -> None:
    birth = day_column([date(1965, 1, 31), None, date(1700, 1, 1)])
    made = retirement_columns(
        category=category_codes([Category.MALE] * 3), birth=birth, as_of=TODAY, parameters=LAW
    )
    assert not isinstance(made, Unknown)
    assert made.ok.tolist() == [True, False, False]
    assert month_of(made.month[0]) == Month(2025, 2)
    assert month_of(made.month[1]) is None


def test_a_population_is_worked_on_block_by_block_alike() -> None:
    rng = np.random.default_rng(7)
    rows = 100_000
    birth = (np.datetime64("1950-01") + rng.integers(0, 600, rows)).astype("datetime64[M]")
    category = rng.integers(0, len(CATEGORIES), rows).astype(np.int8)
    whole = retirement_columns(category=category, birth=birth, as_of=TODAY, parameters=LAW)
    order = rng.permutation(rows)
    shuffled = retirement_columns(category=category[order], birth=birth[order], as_of=TODAY, parameters=LAW)
    assert not isinstance(whole, Unknown) and not isinstance(shuffled, Unknown)
    assert whole.ok.all()
    assert np.array_equal(whole.month[order], shuffled.month)
    assert np.array_equal(whole.minimum_months[order], shuffled.minimum_months)


requests = st.tuples(
    categories, births, births, known_or_not, st.none() | st.booleans()
)  # category, birth, month asked for, months paid, employer agreed


def law_that_measures_by(year: str) -> Parameters:
    """The parameters that ship, with the other reading of which year's minimum an early retirement needs."""
    made = {each.code: each for each in LAW}
    rule = made["retirement.early_minimum_year"]
    changed = tuple(replace(each, value=year) for each in rule.values)
    return Parameters({**made, rule.code: replace(rule, values=changed)})


@pytest.mark.parametrize("law", [LAW, law_that_measures_by("statutory")], ids=["chosen", "statutory"])
@settings(max_examples=examples(40))
@given(people=st.lists(requests, max_size=30))
def test_eligibility_equals_the_scalar_rule(
    law: Parameters,
    people: list[tuple[Category | None, Month | None, Month | None, int | None, bool | None]],
) -> None:
    made = eligibility_columns(
        category=category_codes(person[0] for person in people),
        birth=month_column(person[1] for person in people),
        requested=month_column(person[2] for person in people),
        contribution_months=_counts([person[3] for person in people]),
        employer_agreed=np.array([-1 if p[4] is None else int(p[4]) for p in people], dtype=np.int8),
        as_of=TODAY,
        parameters=law,
    )
    assert not isinstance(made, Unknown)
    for row, (category, birth, requested, paid, agreed) in enumerate(people):
        if scalar_window(category, birth) is None or requested is None or paid is None:
            assert not made.known[row] and not made.ok[row] and made.of(row) == ()
            continue
        assert category is not None and birth is not None
        expected = flexible_eligibility(
            category=category,
            birth=birth,
            requested=requested,
            contribution_months=paid,
            employer_agreed=agreed,
            as_of=TODAY,
            parameters=law,
        )
        assert not isinstance(expected, Unknown)
        assert bool(made.known[row])
        assert made.of(row) == expected.obstacles
        assert bool(made.ok[row]) == expected.ok


@given(
    people=st.lists(st.tuples(days, days), max_size=40), today=st.dates(date(2000, 1, 1), date(2040, 1, 1))
)
def test_certification_equals_the_scalar_rule(
    people: list[tuple[date | None, date | None]], today: date
) -> None:
    made = certification_columns(
        last_verified=day_column(person[0] for person in people),
        benefit_start=day_column(person[1] for person in people),
        on=today,
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(made, Unknown)
    for row, (verified, start) in enumerate(people):
        expected = certification(
            last_verified=verified, benefit_start=start, on=today, as_of=TODAY, parameters=LAW
        )
        if isinstance(expected, Unknown):
            assert not made.known[row] and not made.overdue[row] and day_of(made.due[row]) is None
        else:
            assert bool(made.known[row])
            assert day_of(made.due[row]) == expected.due
            assert bool(made.overdue[row]) == (expected.state == "overdue")
            assert int(made.days_left[row]) == expected.days_left


def test_a_proof_holds_on_its_due_day_and_not_after() -> None:
    proven = day_column([date(2025, 11, 21), date(2025, 11, 22), date(2024, 2, 29)])
    made = certification_columns(
        last_verified=proven, benefit_start=proven, on=TODAY, as_of=TODAY, parameters=LAW
    )
    assert not isinstance(made, Unknown)
    assert made.overdue.tolist() == [True, False, True]
    assert made.days_left.tolist()[:2] == [-1, 0]
    assert day_of(made.due[2]) == date(2025, 2, 28)


def test_durations_step_at_whole_years() -> None:
    made = duration_columns(
        paid_months=_counts([11, 12, 59, 60, 119, 120]),
        carried_over=_counts([0] * 6),
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(made, Unknown)
    assert made.months.tolist() == [0, 12, 12, 18, 18, 24]


@given(people=st.lists(st.tuples(known_or_not, known_or_not), max_size=40))
def test_duration_equals_the_scalar_rule(people: list[tuple[int | None, int | None]]) -> None:
    made = duration_columns(
        paid_months=_counts([person[0] for person in people]),
        carried_over=_counts([person[1] for person in people]),
        as_of=TODAY,
        parameters=LAW,
    )
    assert not isinstance(made, Unknown)
    for row, (paid, carried) in enumerate(people):
        expected = (
            None
            if paid is None
            else longest_duration(paid_months=paid, carried_over=carried, as_of=TODAY, parameters=LAW)
        )
        if expected is None or isinstance(expected, Unknown):
            assert not made.known[row] and made.months[row] == -1
        else:
            assert made.known[row] and made.months[row] == expected.months


@given(people=st.lists(births, max_size=40), now=months, ahead=st.integers(0, 36))
def test_whom_to_write_to(people: list[Month | None], now: Month, ahead: int) -> None:
    found = coming_within(month=month_column(people), now=now, ahead=ahead)
    expected = [month is not None and now <= month <= now + ahead for month in people]
    assert found.due.tolist() == expected
    coming = [people[row] for row in found.rows]
    assert coming == sorted(month for month, due in zip(people, expected, strict=True) if month and due)


def test_columns_of_different_length_and_a_look_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        retirement_columns(
            category=category_codes([Category.MALE]), birth=month_column([]), as_of=TODAY, parameters=LAW
        )
    with pytest.raises(ValueError, match="-1 months ahead"):
        coming_within(month=month_column([]), now=Month(2026, 1), ahead=-1)


def _counts(values: list[int | None]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([-1 if value is None else value for value in values], dtype=np.int32)
