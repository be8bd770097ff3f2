"""Money and months that move: pool, account by periods, overlaps, and the link between the schemes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Month, Period, Unknown, count_months, round_to_fen
from shebaotong.rules.api import (
    BaseRun,
    CountedOnce,
    CreditedMonth,
    Direction,
    NotComputable,
    PaidSpell,
    ResidentPayment,
    SchemeLink,
    account_year,
    account_years,
    builtin,
    count_once,
    counted_runs,
    link_schemes,
    transfer_funds,
    transferable_account,
)

TODAY = date(2026, 11, 22)
LAW = builtin()
yuan = st.integers(0, 3_000_000).map(lambda fen: Decimal(fen) / 100)
months = st.builds(Month.from_ordinal, st.integers(Month(1996, 1).ordinal, Month(2024, 12).ordinal))
periods = st.tuples(months, st.integers(0, 60)).map(lambda p: Period(p[0], p[0] + p[1]))


@given(runs=st.lists(st.tuples(yuan, st.integers(0, 60)), max_size=5), account=yuan, data=st.data())
def test_the_parts_are_the_total_in_any_order(
    runs: list[tuple[Decimal, int]], account: Decimal, data: st.DataObject
) -> None:
    made = [BaseRun(base, number) for base, number in runs]
    found = transfer_funds(runs=made, account=account, as_of=TODAY, parameters=LAW)
    mixed = data.draw(st.permutations(made))
    again = transfer_funds(runs=mixed, account=account, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown) and not isinstance(again, Unknown)
    assert found.pool + found.account == found.total == again.total
    assert found.account == account


@given(runs=st.lists(st.tuples(yuan, st.integers(0, 60)), min_size=1, max_size=5), more=st.integers(1, 60))
def test_more_months_never_move_less(runs: list[tuple[Decimal, int]], more: int) -> None:
    shorter = [BaseRun(base, number) for base, number in runs]
    longer = [*shorter[1:], BaseRun(runs[0][0], runs[0][1] + more)]
    low = transfer_funds(runs=shorter, account=Decimal(0), as_of=TODAY, parameters=LAW)
    high = transfer_funds(runs=longer, account=Decimal(0), as_of=TODAY, parameters=LAW)
    assert not isinstance(low, Unknown) and not isinstance(high, Unknown)
    assert low.pool <= high.pool


def test_pool_money_moves_for_months_from_1998_on_only() -> None:
    paid = [
        (Period(Month(1996, 7), Month(1998, 3)), Decimal(600)),
        (Period(Month(2005, 1), Month(2005, 12)), Decimal(1500)),
    ]
    assert counted_runs(paid=paid, as_of=TODAY, parameters=LAW) == (
        BaseRun(Decimal(600), 3),
        BaseRun(Decimal(1500), 12),
    )


def test_a_month_paid_twice_is_cleared_before_money_moves() -> None:
    paid = [
        (Period(Month(2005, 1), Month(2005, 6)), Decimal(1500)),
        (Period(Month(2005, 6), Month(2005, 9)), Decimal(1500)),
    ]
    with pytest.raises(NotComputable, match="overlap"):
        counted_runs(paid=paid, as_of=TODAY, parameters=LAW)


def credited(*rows: tuple[int, int, str, str]) -> list[CreditedMonth]:
    return [CreditedMonth(Month(year, m), Decimal(base), Decimal(ratio)) for year, m, base, ratio in rows]


def test_the_account_moves_by_periods_and_both_ways() -> None:
    """2024: 8% of 5000 = 400 a month; recorded at 11% keeps 150 behind, recorded at 4% is made up by 200."""
    found = transferable_account(
        before_1998=Decimal("1234.56"),
        months=credited((2024, 11, "5000", "0.11"), (2024, 12, "5000", "0.04"), (2025, 1, "5000", "0.08")),
        transfer_month=Month(2025, 3),
        parameters=LAW,
    )
    assert not isinstance(found, Unknown)
    # Interest of 2024: (400 × 2 + 400 × 1) ÷ 12 × 2.62% = 2.62.
    assert (found.to_last_year, found.this_year) == (Decimal("802.62"), Decimal("400.00"))
    assert (found.not_moved, found.made_up) == (Decimal("150.00"), Decimal("200.00"))
    assert found.total == Decimal("2437.18")
    assert "不转移" in found.explanation.note and "补记" in found.explanation.note


def test_months_before_2006_are_credited_at_eleven_per_cent() -> None:
    found = transferable_account(
        before_1998=Decimal(0),
        months=credited((2005, 12, "1000", "0.11")),
        transfer_month=Month(2005, 12),
        parameters=LAW,
    )
    assert not isinstance(found, Unknown)
    assert found.total == Decimal("110.00")


def test_a_rate_of_interest_nobody_published_is_asked_for() -> None:
    found = transferable_account(
        before_1998=Decimal(0),
        months=credited((2010, 5, "1000", "0.08")),
        transfer_month=Month(2016, 1),
        parameters=LAW,
        region="44",
    )
    assert isinstance(found, Unknown)
    assert found.parameter == "account.interest_rate"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(2020, 1, "1000", "0.08"), (2020, 1, "900", "0.08")], "stands twice"),
        ([(2021, 1, "1000", "0.08")], "after the transfer"),
        ([(1997, 12, "1000", "0.08")], "before 1998"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    rows: list[tuple[int, int, str, str]], message: str
) -> None:
    with pytest.raises(NotComputable, match=message):
        transferable_account(
            before_1998=Decimal(0), months=credited(*rows), transfer_month=Month(2020, 12), parameters=LAW
        )


@given(opening=yuan, amounts=st.dictionaries(st.integers(1, 12), yuan))
def test_a_year_of_the_account_adds_up(opening: Decimal, amounts: dict[int, Decimal]) -> None:
    found = account_year(
        year=2024,
        opening=opening,
        credits={Month(2024, m): amount for m, amount in amounts.items()},
        parameters=LAW,
    )
    assert not isinstance(found, Unknown)
    assert found.closing == found.opening + found.credited + found.interest
    assert round_to_fen(opening * Decimal("0.0262")) <= found.interest
    assert found.interest <= round_to_fen((opening + found.credited) * Decimal("0.0262"))


@given(amount=yuan, earlier=st.integers(1, 11))
def test_what_is_credited_earlier_bears_more(amount: Decimal, earlier: int) -> None:
    first = account_year(
        year=2024, opening=Decimal(0), credits={Month(2024, earlier): amount}, parameters=LAW
    )
    second = account_year(
        year=2024, opening=Decimal(0), credits={Month(2024, earlier + 1): amount}, parameters=LAW
    )
    assert not isinstance(first, Unknown) and not isinstance(second, Unknown)
    assert first.interest >= second.interest


def test_years_follow_one_another_and_rest_on_each_year_s_rate() -> None:
    found = account_years(opening=Decimal(10000), credits={}, first=2023, last=2024, parameters=LAW)
    assert not isinstance(found, Unknown)
    assert [year.closing for year in found] == [Decimal("10397.00"), Decimal("10669.40")]
    unverified = account_years(opening=Decimal(1), credits={}, first=2021, last=2021, parameters=LAW)
    assert not isinstance(unverified, Unknown)
    assert not unverified[0].explanation.verified
    unpublished = account_years(opening=Decimal(1), credits={}, first=2024, last=2025, parameters=LAW)
    assert isinstance(unpublished, Unknown)


def test_a_credit_of_another_year_and_a_negative_one_are_refused() -> None:
    with pytest.raises(NotComputable, match="does not lie in 2024"):
        account_year(year=2024, opening=Decimal(0), credits={Month(2023, 1): Decimal(1)}, parameters=LAW)
    with pytest.raises(NotComputable, match="reverse a posting"):
        account_year(year=2024, opening=Decimal(-1), credits={}, parameters=LAW)
    with pytest.raises(NotComputable, match="outside"):
        account_years(
            opening=Decimal(0), credits={Month(2025, 1): Decimal(1)}, first=2023, last=2024, parameters=LAW
        )


paid_spells = st.lists(st.tuples(periods, yuan), max_size=5).map(
    lambda rows: [PaidSpell(f"s{n}", "44", period, amount) for n, (period, amount) in enumerate(rows)]
)


def once(spells: Sequence[PaidSpell], keep: Sequence[str]) -> CountedOnce:
    found = count_once(spells=spells, keep=keep, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    return found


@given(spells=paid_spells, data=st.data())
def test_no_month_is_counted_twice_and_none_is_lost(spells: list[PaidSpell], data: st.DataObject) -> None:
    keep = data.draw(st.permutations([spell.code for spell in spells]))
    found = once(spells, keep)
    kept = [period for share in found.shares for period in share.kept]
    assert found.months == sum(len(period) for period in kept) == count_months(kept)
    assert found.months == count_months(spell.period for spell in spells)
    assert found.refund == sum(share.refund for share in found.shares)
    for share, spell in ((s, next(x for x in spells if x.code == s.code)) for s in found.shares):
        assert count_months([*share.kept, *share.cleared]) == len(spell.period)
        assert share.refund == round_to_fen(spell.monthly_account * count_months(share.cleared))
    assert once(data.draw(st.permutations(spells)), keep) == found


@given(spells=paid_spells)
def test_an_overlap_asks_for_the_choice(spells: list[PaidSpell]) -> None:
    overlaps = sum(len(spell.period) for spell in spells) > count_months(spell.period for spell in spells)
    found = count_once(spells=spells, keep=None, as_of=TODAY, parameters=LAW)
    assert isinstance(found, Unknown) == overlaps
    if isinstance(found, Unknown):
        assert "协商" in found.whom and len(found.detail) >= 1


@pytest.mark.parametrize(
    ("spells", "keep", "message"),
    [
        ([("a", Month(2020, 1)), ("a", Month(2020, 1))], ["a"], "same code"),
        ([("a", None)], ["a"], "still running"),
        ([("a", Month(2020, 1))], ["b"], "no such spell"),
    ],
)
def test_an_impossible_choice_is_refused(
    spells: list[tuple[str, Month | None]], keep: list[str], message: str
) -> None:
    made = [PaidSpell(code, "44", Period(Month(2019, 1), end), Decimal(1)) for code, end in spells]
    with pytest.raises(NotComputable, match=message):
        count_once(spells=made, keep=keep, as_of=TODAY, parameters=LAW)


def year(number: int, personal: str = "300", collective: str = "60") -> ResidentPayment:
    whole = Period(Month(number, 1), Month(number, 12))
    return ResidentPayment(whole, Decimal(personal), Decimal(collective), subsidy=Decimal(30))


def link(employee: list[Period], resident: list[ResidentPayment], **given: object) -> SchemeLink | Unknown:
    return link_schemes(
        employee=employee,
        resident=resident,
        employee_account=Decimal(50000),
        resident_account=Decimal(6000),
        drawing=given.get("drawing", False),  # type: ignore[arg-type]
        as_of=TODAY,
        parameters=LAW,
    )


@pytest.mark.parametrize(
    ("last", "direction", "resident_months"),
    [
        (Month(2024, 12), Direction.TO_EMPLOYEE, 0),
        (Month(2024, 11), Direction.TO_RESIDENT, 12),
    ],
)
def test_fifteen_years_decide_the_direction(last: Month, direction: Direction, resident_months: int) -> None:
    found = link([Period(Month(2010, 1), last)], [year(2008)])
    assert isinstance(found, SchemeLink)
    assert (found.direction, found.resident_months) == (direction, resident_months)
    assert found.merged == Decimal("56000.00")


def test_overlapping_months_give_back_own_and_collective_money_but_no_subsidy() -> None:
    found = link([Period(Month(2020, 1), Month(2020, 5))], [year(2020)])
    assert isinstance(found, SchemeLink)
    assert (found.employee_months, found.resident_months, found.months) == (5, 7, 12)
    assert found.refund == Decimal("150.00")
    assert found.merged == Decimal("55850.00")


@given(employee=st.lists(periods, max_size=4), years=st.sets(st.integers(2014, 2024), max_size=6))
def test_the_link_counts_no_month_twice(employee: list[Period], years: set[int]) -> None:
    found = link(employee, [year(number) for number in years])
    assert isinstance(found, SchemeLink)
    assert found.months == found.employee_months + found.resident_months
    assert found.employee_months == count_months(employee)
    if found.direction is Direction.TO_RESIDENT:
        assert found.months == count_months([*employee, *(year(number).period for number in years)])
    assert found.merged == Decimal(56000) - found.refund
    assert found.refund == sum(each.amount for each in found.refunds)


def test_a_link_needs_to_know_whether_a_pension_is_drawn() -> None:
    assert isinstance(link([], [], drawing=None), Unknown)
    with pytest.raises(NotComputable, match="already drawn"):
        link([], [], drawing=True)


def test_a_refund_above_the_account_and_payments_that_overlap_are_refused() -> None:
    with pytest.raises(NotComputable, match="exceeds"):
        link([Period(Month(2020, 1), Month(2020, 12))], [year(2020, personal="9000")])
    with pytest.raises(NotComputable, match="same month"):
        link([], [year(2020), year(2020)])


def test_from_2030_the_fifteen_years_are_unverified() -> None:
    found = link_schemes(
        employee=[],
        resident=[],
        employee_account=Decimal(0),
        resident_account=Decimal(0),
        drawing=False,
        as_of=date(2031, 1, 1),
        parameters=LAW,
    )
    assert isinstance(found, SchemeLink)
    assert not found.explanation.verified
