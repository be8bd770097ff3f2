"""A claim answered whole: every month once, every part in the sum, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Month, Period, Unknown
from shebaotong.rules.api import (
    AccountKind,
    Category,
    ClaimAnswer,
    ClaimFacts,
    DeemedMonths,
    NotComputable,
    RecordedStretch,
    Start,
    StatedFigures,
    Stretch,
    ToldMonths,
    builtin,
    claim_remarks,
    pension_claim,
    plain_text,
    stated,
    stated_by_reviewer,
)

AS_OF = date(2026, 11, 20)
BIRTH, STATUTORY = Month(1976, 2), Month(2026, 9)
FOSHAN, WUZHOU, LESHAN = "440600", "450400", "511100"


def by_reviewer(name: str, number: Any, unit: str = "元") -> Any:
    return stated_by_reviewer(name, Decimal(number), unit, source="示例文件1号")


def paid(
    place: str, first: Month, months: int, base: int = 4000, code: str = "", kind: str = "general"
) -> RecordedStretch:
    period = Period(first, first + months + -1)
    stretch = Stretch(code or f"{place}-{first}", place, period, account=AccountKind(kind))
    return RecordedStretch(stretch, {month: Decimal(base) for month in period})


def facts(*recorded: RecordedStretch, **changes: Any) -> ClaimFacts:
    made = ClaimFacts(
        birth=BIRTH,
        sex="F",
        category=Category.FEMALE_50,
        hukou="450400",
        without_hukou=False,
        place=FOSHAN,
        wanted=STATUTORY,
        recorded=recorded or (paid(FOSHAN, Month(2010, 10), 192),),
        accounts=(stated("佛山市个人账户储存额", Decimal("78123.45"), "元"),),
    )
    return replace(made, **changes)


FIGURES = StatedFigures(
    base=by_reviewer("计发基数", 9000, "元/月"), index=by_reviewer("平均缴费指数", "0.8", "")
)


def answer(given_facts: ClaimFacts, figures: StatedFigures = FIGURES) -> ClaimAnswer:
    found = pension_claim(facts=given_facts, stated=figures, as_of=AS_OF, parameters=builtin())
    assert isinstance(found, ClaimAnswer), found
    return found


def total(given_facts: ClaimFacts, figures: StatedFigures = FIGURES) -> Decimal:
    found = answer(given_facts, figures)
    assert found.total is not None, found.amount.unknowns
    return found.total


spells = st.lists(
    st.builds(
        paid,
        st.sampled_from([FOSHAN, WUZHOU, "442000"]),
        st.integers(Month(1998, 1).ordinal, Month(2020, 1).ordinal).map(Month.from_ordinal),
        st.integers(1, 200),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each.stretch.code,
)


@given(recorded=spells, told=st.integers(0, 60), deemed=st.integers(0, 60))
def test_every_month_counts_once_whoever_holds_it(
    recorded: list[RecordedStretch], told: int, deemed: int
) -> None:
    elsewhere = (ToldMonths("450900", "玉林市", told),) if told else ()
    figures = replace(FIGURES, deemed=DeemedMonths(by_reviewer("视同缴费月数", deemed, "个月"), WUZHOU))
    found = answer(facts(*recorded, told=elsewhere), figures)
    held = {month for each in recorded for month in each.stretch.period if month <= found.start.month}
    assert found.months.total == len(held) + told + deemed
    assert len(set(found.months.paid)) == len(found.months.paid)
    if found.months.undecided is None:
        assert set(found.months.paid) == held


@given(months=st.integers(180, 191), base=st.integers(2000, 20_000), more=st.integers(0, 5000))
def test_more_months_or_a_higher_base_never_give_less(months: int, base: int, more: int) -> None:
    def figures(yuan: int) -> StatedFigures:
        return replace(FIGURES, base=by_reviewer("计发基数", yuan, "元/月"))

    fewer, later = (facts(paid(FOSHAN, Month(2010, 10), n)) for n in (months, months + 1))
    assert total(fewer, figures(base)) <= total(later, figures(base))
    assert total(fewer, figures(base)) <= total(fewer, figures(base + more))


@given(
    transition=st.integers(0, 100_000),
    addition=st.integers(0, 100_000),
    index=st.integers(1, 4000),
)
def test_the_sum_is_the_sum_of_its_parts_and_what_was_stated_says_so(
    transition: int, addition: int, index: int
) -> None:
    figures = replace(
        FIGURES,
        index=by_reviewer("平均缴费指数", Decimal(index) / 1000, ""),
        transition=by_reviewer("过渡性养老金", Decimal(transition) / 100),
        addition=by_reviewer("地方增发养老金", Decimal(addition) / 100),
    )
    found = answer(facts(), figures)
    assert found.determination is not None
    parts = found.determination.amount.components
    assert found.total == sum(part.amount for part in parts)
    assert [part.code for part in parts] == ["base", "account", "transition", "addition"]
    (tree,) = found.amount_tree
    assert not tree.verified and "复核人录入" in plain_text(tree) and "示例文件1号" in plain_text(tree)


@pytest.mark.parametrize(
    ("lacking", "word"),
    [
        (replace(FIGURES, base=None), "计发基数"),
        (replace(FIGURES, index=None), "平均工资"),
    ],
)
def test_what_nobody_has_told_is_asked_and_nothing_stands_in(lacking: StatedFigures, word: str) -> None:
    found = answer(facts(), lacking)
    assert found.total is None and found.amount_tree == ()
    assert [word in unknown.what for unknown in found.amount.unknowns] == [True]


def test_no_account_no_amount_and_an_account_elsewhere_is_asked_there() -> None:
    found = answer(facts(accounts=()))
    assert found.total is None and "个人账户" in found.amount.unknowns[0].what
    found = answer(facts(accounts_missing=("玉林市",)))
    assert "玉林市" in found.amount.unknowns[0].what and "玉林市" in found.amount.unknowns[0].whom


def test_the_index_weighs_each_year_with_the_paying_places_wage() -> None:
    """2014: 12 × 4000/5000; 2015: 12 × 6000/4000 → (9.6 + 18) / 24 = 1.15."""
    recorded = (paid(FOSHAN, Month(2014, 1), 12), paid(FOSHAN, Month(2015, 1), 12, 6000))
    wages = {2014: by_reviewer("2014年月平均工资", 5000), 2015: by_reviewer("2015年月平均工资", 4000)}
    found = answer(facts(*recorded), replace(FIGURES, index=None, wages=wages))
    assert found.determination is not None
    assert found.determination.amount.basis.index.number == Decimal("1.1500")
    assert "4000 元 ÷ 5000 元" in plain_text(found.amount_tree[0])


def test_a_wage_of_one_year_that_is_missing_is_asked_by_its_year() -> None:
    wages = {year: by_reviewer(f"{year}年月平均工资", 5000) for year in range(2010, 2026)}
    found = answer(facts(), replace(FIGURES, index=None, wages=wages))
    (asked,) = found.amount.unknowns
    assert asked.detail == (FOSHAN, "2026") and "2026年" in asked.what


@pytest.mark.parametrize(
    ("months", "wanted", "agreed", "kind", "start", "met"),
    [
        (192, Month(2026, 9), False, Start.STATUTORY, Month(2026, 9), True),
        (192, Month(2026, 12), False, Start.STATUTORY, Month(2026, 9), True),
        (192, Month(2026, 12), True, Start.LATE, Month(2026, 12), True),
        (192, Month(2029, 10), True, Start.LATE, Month(2029, 10), False),
        (192, Month(2026, 2), False, Start.EARLY, Month(2026, 2), True),
        (192, Month(2026, 1), False, Start.EARLY, Month(2026, 1), False),
        (179, Month(2026, 9), False, Start.STATUTORY, Month(2026, 9), False),
        (179, Month(2026, 12), False, Start.EXTENDED, Month(2026, 12), False),
    ],
)
def test_the_month_of_retirement(
    months: int, wanted: Month, agreed: bool, kind: Start, start: Month, met: bool
) -> None:
    """Born 1976-02, formerly 50: statutory 2026-09, window 2026-02 to 2029-09."""
    first = wanted + -400 if wanted < Month(2010, 1) else Month(2026, 1) + -months
    found = answer(facts(paid(FOSHAN, first, months), wanted=wanted, late_agreement=agreed))
    assert (found.start.kind, found.start.month, found.required.met) == (kind, start, met)


def test_who_paid_on_beyond_the_age_retires_with_the_months_that_suffice() -> None:
    """170 months at the age, ten more after it: the minimum of the statutory year is reached."""
    recorded = paid(FOSHAN, STATUTORY + -169, 180)
    found = answer(facts(recorded, wanted=STATUTORY + 10))
    assert (found.start.kind, found.months.total, found.required.met) == (Start.EXTENDED, 180, True)


def test_months_after_the_month_of_retirement_count_no_more_and_are_pointed_out() -> None:
    found = answer(facts(paid(FOSHAN, Month(2010, 10), 194)))
    assert (found.months.total, found.months.after) == (192, 2)
    assert any("2个月" in remark.zh for remark in claim_remarks(found, as_of=AS_OF))


def test_shared_months_are_asked_until_it_is_agreed_who_keeps_them() -> None:
    recorded = (paid(FOSHAN, Month(2010, 10), 192), paid(WUZHOU, Month(2009, 10), 24))
    found = answer(facts(*recorded), replace(FIGURES, index=None))
    assert isinstance(found.place, Unknown) and found.months.total == 204 and found.total is None
    kept = answer(facts(*recorded), replace(FIGURES, keep_place=FOSHAN))
    assert not isinstance(kept.place, Unknown) and kept.months.total == 204 and kept.total is not None


def test_deemed_years_wait_for_the_file_and_then_count_for_years_place_and_transition() -> None:
    claimed = facts(paid(FOSHAN, Month(2011, 10), 180), deemed_claimed=True)
    found = answer(claimed)
    assert not found.settled and found.total is None
    deemed = DeemedMonths(by_reviewer("视同缴费月数", 24, "个月"), FOSHAN)
    found = answer(claimed, replace(FIGURES, deemed=deemed))
    assert found.settled and found.months.total == 204
    # Guangdong's transitional formula is not collected: it is asked for, and a stated amount settles it.
    assert found.total is None and "过渡性养老金" in found.amount.unknowns[0].what
    figures = replace(FIGURES, deemed=deemed, transition=by_reviewer("过渡性养老金", "123.45"))
    assert answer(claimed, figures).total is not None


def test_last_years_base_stands_in_where_this_years_is_not_published() -> None:
    """Sichuan's base of 2025 is 8462; that of 2026 is not published."""
    figures = StatedFigures(
        index=by_reviewer("平均缴费指数", "0.9", ""), addition_rate=by_reviewer("增发比例", 0, "")
    )
    found = answer(facts(paid(LESHAN, Month(2010, 10), 192), place=LESHAN, hukou="511100"), figures)
    assert found.determination is not None and found.determination.provisional
    assert found.determination.amount.basis.calc_base.number == 8462
    assert "2025年" in found.determination.amount.basis.calc_base.explanation.name
    assert any("预核" in remark.zh for remark in claim_remarks(found, as_of=AS_OF))


def test_temporary_accounts_do_not_decide_who_pays_and_their_money_counts() -> None:
    recorded = (paid(WUZHOU, Month(2005, 1), 60), paid(FOSHAN, Month(2011, 10), 180, kind="temporary"))
    found = answer(facts(*recorded))
    assert not isinstance(found.place, Unknown)
    assert found.place.branch.value == "D_hukou_fallback" and found.place.province == "45"
    assert any("广西" in remark.zh for remark in claim_remarks(found, as_of=AS_OF))


def test_without_hukou_the_longest_place_pays() -> None:
    found = answer(facts(paid(FOSHAN, Month(2017, 1), 100), hukou=None, without_hukou=True))
    assert not isinstance(found.place, Unknown) and found.place.province == "44"
    asked = answer(facts(hukou=None))
    assert isinstance(asked.place, Unknown) and asked.total is None


def test_facts_that_contradict_one_another_are_refused() -> None:
    with pytest.raises(NotComputable):
        facts(sex="M")
    with pytest.raises(NotComputable):
        facts(paid(FOSHAN, Month(1970, 1), 12))
