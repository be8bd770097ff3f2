"""One history, many questions: the answers, what they assume, and what they refuse to guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebaotong.kernel.api import Month, Period, Unknown
from shebaotong.rules.api import (
    AccountKind,
    Assumptions,
    Branch,
    Category,
    Determination,
    DrawnPension,
    FlexibleWindow,
    FurtherMove,
    InsuranceHistory,
    NotComputable,
    PensionScheme,
    StartOption,
    Stretch,
    WhatIfAnswer,
    When,
    answer_sections,
    builtin,
    plain_answer,
    stated,
    what_if,
)
from support.examples import examples

PARAMETERS = builtin()
AS_OF = date(2026, 11, 22)
ASSUMED = Assumptions(
    as_of=AS_OF,
    pays_on=True,
    latest_base=True,
    monthly_base=Decimal(6000),
    interest=Decimal("0.0262"),
    employer_agreed=True,
)


def period(text: str) -> Period:
    start, end = text.split("…")
    return Period(Month.parse(start), Month.parse(end) if end else None)


def stretch(code: str, place: str, text: str, **more: Any) -> Stretch:
    return Stretch(code, place, period(text), **more)


def history(*stretches: Stretch, **more: Any) -> InsuranceHistory:
    """A man born in 1970-06 with hukou in Sichuan, unless ``more`` says otherwise."""
    facts: dict[str, Any] = {
        "birth": Month(1970, 6),
        "sex": "M",
        "category": None,
        "hukou": "51",
        "account": stated("个人账户储存额", Decimal(150_000), "元"),
        "index": stated("平均缴费指数", Decimal("0.9")),
    }
    return InsuranceHistory(stretches=stretches, **{**facts, **more})


CHENGDU = stretch("c", "510100", "2004-01…")
HOME = history(stretch("a", "510100", "1990-01…1995-12", deemed=True), CHENGDU)


def ask(facts: InsuranceHistory, assumptions: Assumptions = ASSUMED) -> WhatIfAnswer:
    return what_if(history=facts, assumptions=assumptions, parameters=PARAMETERS)


def statutory(answer: WhatIfAnswer) -> StartOption:
    found = answer.option(When.STATUTORY)
    assert found is not None
    return found


def place(option: StartOption) -> tuple[str, Branch]:
    assert not isinstance(option.place, Unknown)
    return option.place.province, option.place.branch


def test_when_where_and_how_much() -> None:
    answer = ask(HOME)
    assert [(each.when, str(each.month)) for each in answer.options] == [
        (When.EARLIEST, "2030-06"),
        (When.STATUTORY, "2031-11"),
        (When.LATEST, "2034-11"),
    ]
    assert all(place(each) == ("51", Branch.HUKOU) for each in answer.options)
    totals = [each.pension.amount.total for each in answer.options if isinstance(each.pension, Determination)]
    assert len(totals) == 3
    assert totals == sorted(totals)
    assert answer.questions == ()


def test_the_amount_is_the_determination_s_under_the_assumptions() -> None:
    option = statutory(ask(HOME, replace(ASSUMED, monthly_base=None, interest=None)))
    assert isinstance(option.pension, Determination)
    amount = option.pension.amount
    # 72 deemed months, 275 paid to 2026-11, 59 assumed to 2031-10.
    assert option.timeline.months == 72 + 275 + 59
    assert amount.basis.calc_base.number == 8462
    assert "沿用2025年" in amount.basis.calc_base.explanation.name
    assert amount.component("account") == Decimal("1161.89")
    assert option.pension.provisional


def test_the_account_grows_by_the_month_and_settles_at_the_year_s_end() -> None:
    ends = history(stretch("c", "510100", "1999-01…"), birth=Month(1967, 1))
    option = statutory(ask(ends))
    assert str(option.month) == "2027-08"
    assert isinstance(option.pension, Determination)
    account = option.pension.amount.explanation.inputs[1].inputs[0]
    # December 2026: 150,000 + 480 + (150,480 × 2.62 % ÷ 12 = 328.55) = 150,808.55.
    # January to July 2027: 7 × 480 = 3,360; products 7 × 150,808.55 + 28 × 480 = 1,069,099.85,
    # times 2.62 % ÷ 12 = 2,334.20.
    assert account.value == "156502.75 元"


def test_one_who_paid_nothing_before_1998_needs_no_transition() -> None:
    option = statutory(ask(history(stretch("g", "442000", "1998-01…"), hukou="51", index=None)))
    assert isinstance(option.pension, Unknown)
    facts = history(stretch("c", "510100", "1998-01…"))
    pension = statutory(ask(facts)).pension
    assert isinstance(pension, Determination)
    assert pension.complete
    assert pension.amount.component("transition") is None


def test_what_is_not_known_is_asked_once_and_never_guessed() -> None:
    facts = history(stretch("g", "442000", "1994-01…"), hukou="45", account=None)
    answer = ask(facts)
    assert [each.whom for each in answer.questions] == ["参保地社会保险经办机构"]
    answer = ask(replace(facts, account=stated("个人账户储存额", Decimal(1), "元")))
    (asked,) = answer.questions
    assert asked.parameter == "pension.calculation_base"
    assert asked.detail[0] == "44"
    assert place(statutory(answer)) == ("44", Branch.CURRENT)


def test_without_a_published_base_and_without_leave_to_assume_it_is_asked() -> None:
    (asked,) = ask(HOME, replace(ASSUMED, latest_base=False)).questions
    assert asked.what == "四川省2030年6月执行的计发基数"


def test_an_assumed_base_stands_in_only_where_none_is_published() -> None:
    assumed = replace(
        ASSUMED, latest_base=False, calculation_base=Decimal(9000), monthly_base=None, interest=None
    )
    answer = ask(HOME, assumed)
    pension = statutory(answer).pension
    assert isinstance(pension, Determination) and pension.provisional
    assert pension.amount.basis.calc_base.number == 9000
    assert pension.amount.basis.calc_base.explanation.name == "计发基数（假设）"
    assert answer.questions == () and "尚未公布的计发基数按9000.00 元算" in plain_answer(answer)
    elsewhere = history(stretch("g", "442000", "1998-01…"), hukou="45")
    there = statutory(ask(elsewhere, assumed)).pension
    assert isinstance(there, Determination), "a province of which no base is known at all"
    assert there.amount.basis.calc_base.number == 9000


@pytest.mark.parametrize(("sex", "category"), [("F", None), (None, None)])
def test_without_the_category_no_month_is_named(sex: Any, category: Any) -> None:
    answer = ask(replace(HOME, sex=sex, category=category))
    assert isinstance(answer.window, Unknown)
    assert (answer.options, answer.moves) == ((), ())
    assert answer.questions == (answer.window,)
    assert answer.timeline.months == 347


def test_months_in_two_provinces_count_once_and_wait_for_the_choice() -> None:
    foshan, zhongxi = stretch("f", "440600", "2003-01…2013-06"), stretch("w", "450400", "2013-01…2026-10")
    facts = history(foshan, zhongxi, hukou="52")
    answer = ask(facts)
    timeline = statutory(answer).timeline
    assert timeline.months == 286
    assert [str(each) for each in timeline.overlaps] == ["2013-01…2013-06"]
    assert isinstance(timeline.undecided, Unknown)
    assert timeline.undecided in answer.questions
    assert sum(line.months for line in timeline.lines) == 280
    assert isinstance(statutory(answer).place, Unknown)
    for keep, months in ((("f",), (126, 160)), (("w",), (120, 166))):
        settled = statutory(ask(replace(facts, keep=keep)))
        assert tuple(line.months for line in settled.timeline.lines) == months
        assert place(settled) == ("45", Branch.CURRENT)


def test_two_employers_in_one_province_need_no_choice() -> None:
    facts = history(stretch("a", "440600", "2003-01…2013-06"), stretch("b", "442000", "2013-01…"), hukou="51")
    answer = ask(facts)
    assert statutory(answer).timeline.undecided is None
    assert place(statutory(answer)) == ("44", Branch.CURRENT)


def test_residents_months_are_drawn_but_not_counted() -> None:
    resident = stretch("r", "510100", "2010-01…2014-12", scheme=PensionScheme.RESIDENT)
    answer = ask(history(resident, stretch("c", "510100", "2015-01…2020-12")))
    assert [line.stretch.code for line in answer.timeline.lines] == ["r", "c"]
    assert answer.timeline.months == 72


def test_too_few_months_say_how_many_and_when_they_suffice() -> None:
    answer = ask(history(stretch("c", "510100", "2020-01…")))
    option = statutory(answer)
    assert (option.timeline.months, option.eligibility.minimum.months, option.missing_months) == (
        142,
        192,
        50,
    )
    assert option.pension is None
    assert answer.option(When.EARLIEST) is None
    assert str(answer.sufficient) == "2036-01"
    assert answer.residents_scheme is not None
    stopped = ask(history(stretch("c", "510100", "2020-01…2026-01")))
    assert stopped.sufficient is None


def test_an_early_month_leaves_time_for_the_notice() -> None:
    facts = history(stretch("c", "510100", "1998-01…"), birth=Month(1966, 10))
    answer = ask(facts)
    assert isinstance(answer.window, FlexibleWindow)
    assert str(answer.window.earliest) == "2026-10"
    earliest = answer.option(When.EARLIEST)
    assert earliest is not None
    assert str(earliest.month) == "2027-02"


def test_late_retirement_without_agreement_is_not_open() -> None:
    answer = ask(HOME, replace(ASSUMED, employer_agreed=None))
    latest = answer.option(When.LATEST)
    assert latest is not None
    assert [each.value for each in latest.eligibility.obstacles] == ["no_agreement"]


def test_who_reached_the_age_before_the_measure_cannot_be_late() -> None:
    answer = ask(history(stretch("c", "510100", "2003-06…"), birth=Month(1958, 1)))
    assert [each.when for each in answer.options] == [When.STATUTORY]
    # June 2003 to January 2018, the month of the age included: 176 of 180.
    assert statutory(answer).missing_months == 4
    assert answer.timeline.months == 282


GUANGDONG = history(
    stretch("g", "442000", "2010-01…"), hukou="45", birth=Month(1980, 3), sex="F", category=Category.FEMALE_50
)


@pytest.mark.parametrize(
    ("move", "account", "province", "branch"),
    [
        (FurtherMove("450400", Month(2027, 3)), AccountKind.GENERAL, "45", Branch.HUKOU),
        (FurtherMove("360700", Month(2027, 3)), AccountKind.TEMPORARY, "44", Branch.CURRENT),
        (FurtherMove("360700", Month(2027, 3), True), AccountKind.GENERAL, "44", Branch.PREVIOUS),
        (FurtherMove("440300", Month(2027, 3), True), AccountKind.GENERAL, "44", Branch.CURRENT),
    ],
)
def test_what_a_move_would_change(
    move: FurtherMove, account: AccountKind, province: str, branch: Branch
) -> None:
    (effect,) = ask(GUANGDONG, replace(ASSUMED, moves=(move,))).moves
    assert not isinstance(effect.account, Unknown)
    assert effect.account.account is account
    assert isinstance(effect.option, StartOption)
    assert place(effect.option) == (province, branch)


def test_a_move_says_when_the_new_place_would_pay() -> None:
    young = replace(GUANGDONG, birth=Month(1992, 3), sex="M", category=None)
    move = FurtherMove("360700", Month(2027, 3))
    (effect,) = ask(young, replace(ASSUMED, moves=(move,))).moves
    assert str(effect.qualifies) == "2037-03"
    assert isinstance(effect.option, StartOption)
    assert place(effect.option) == ("36", Branch.CURRENT)


def test_a_move_after_the_statutory_month_changes_nothing() -> None:
    (effect,) = ask(HOME, replace(ASSUMED, moves=(FurtherMove("442000", Month(2040, 1)),))).moves
    assert effect.option is None


def test_a_move_of_one_whose_hukou_is_not_known_asks() -> None:
    facts = replace(GUANGDONG, hukou=None)
    answer = ask(facts, replace(ASSUMED, moves=(FurtherMove("360700", Month(2027, 3), None),)))
    (effect,) = answer.moves
    assert isinstance(effect.account, Unknown)
    assert effect.account in answer.questions
    assert isinstance(statutory(answer).place, Unknown)


def test_residents_of_hong_kong_have_a_place_without_hukou() -> None:
    facts = replace(GUANGDONG, hukou=None, without_hukou=True)
    assert place(statutory(ask(facts))) == ("44", Branch.CURRENT)


def test_two_relations_that_run_in_two_provinces_are_asked_about() -> None:
    facts = history(stretch("a", "440600", "2003-01…"), stretch("b", "450400", "2027-01…"), hukou="52")
    later = replace(ASSUMED, as_of=date(2028, 1, 1))
    assert any("关系所在地" in each.what or "保留" in each.what for each in ask(facts, later).questions)


@pytest.mark.parametrize("scheme", PensionScheme)
def test_who_draws_a_pension_already_is_told_so_first(scheme: PensionScheme) -> None:
    drawn = (DrawnPension("450400", scheme, Month(2024, 3)),)
    first = answer_sections(ask(replace(HOME, drawn=drawn)))[0]
    said = "".join(line.zh for _depth, line in first.lines)
    assert first.title.zh == "已经在领的养老金" and "自2024年3月起" in said and "只供参考" in said
    assert ("不再转移" in said) is (scheme is PensionScheme.EMPLOYEE)
    assert all(line.zh and "since 2024-03" in first.lines[0][1].en for _depth, line in first.lines)
    assert answer_sections(ask(HOME))[0].title.zh != "已经在领的养老金"


def test_unverified_sources_are_named() -> None:
    answer = ask(GUANGDONG, replace(ASSUMED, moves=(FurtherMove("360700", Month(2027, 3)),)))
    assert [each.parameter for each in answer.unverified] == [
        "retirement.early_minimum_year",
        "transfer.temporary_account_age",
    ]
    assert [each.parameter for each in ask(HOME).unverified] == ["retirement.early_minimum_year"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stretches": (CHENGDU, CHENGDU)}, "same code"),
        ({"stretches": (stretch("c", "510100", "1969-01…"),)}, "before the birth"),
        ({"sex": "F", "category": Category.MALE}, "contradict"),
        ({"without_hukou": True}, "without hukou"),
    ],
)
def test_facts_that_contradict_one_another_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(NotComputable, match=says):
        replace(HOME, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"monthly_base": Decimal(-1)},
        {"interest": Decimal(2)},
        {"calculation_base": Decimal(0)},
        {"moves": (FurtherMove("51", Month(2026, 11)),)},
    ],
)
def test_assumptions_that_cannot_be_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotComputable):
        replace(ASSUMED, **change)


def test_the_words_name_places_months_assumptions_and_questions() -> None:
    facts = history(
        stretch("w", "450400", "1994-09…1999-12"),
        stretch("f", "440600", "2003-03…2012-06"),
        stretch("z", "442000", "2012-05…"),
        birth=Month(1978, 5),
        sex="F",
        category=Category.FEMALE_50,
        hukou="45",
    )
    move = FurtherMove("450400", Month(2027, 3))
    text = plain_answer(ask(facts, replace(ASSUMED, moves=(move,))))
    assert "2003-03…2012-06 佛山市，计 112 个月" in text
    assert "2026-12…2033-01 中山市（假设），计 74 个月" in text
    assert "中断的月份：2000-01…2003-02" in text
    assert "法定：2030年2月（51周岁9个月），累计 387 个月，待遇领取地广东省" in text
    assert "2027年3月到梧州市参保：建立一般账户，法定退休时待遇领取地为广西壮族自治区（改变）" in text
    assert "按2026年11月22日的规定计算" in text
    assert "广东省2028年5月执行的计发基数。请向广东省人力资源和社会保障部门核实。" in text


PLACES = ("510100", "442000", "440600", "450400", "659001")


@st.composite
def histories(draw: st.DrawFn) -> InsuranceHistory:
    made = []
    for code in range(draw(st.integers(0, 5))):
        start = draw(st.integers(Month(1990, 1).ordinal, Month(2026, 11).ordinal))
        end = draw(st.none() | st.integers(start, Month(2026, 11).ordinal))
        made.append(
            Stretch(
                code=str(code),
                place=draw(st.sampled_from(PLACES)),
                period=Period(Month.from_ordinal(start), None if end is None else Month.from_ordinal(end)),
                scheme=draw(st.sampled_from(PensionScheme)),
                account=draw(st.sampled_from(AccountKind)),
                deemed=draw(st.booleans()) and end is not None,
            )
        )
    return history(
        *made,
        hukou=draw(st.sampled_from(("51", "45", "XPCC", None))),
        birth=Month.from_ordinal(draw(st.integers(Month(1958, 1).ordinal, Month(1989, 12).ordinal))),
        keep=tuple(draw(st.permutations([entry.code for entry in made]))) if draw(st.booleans()) else (),
    )


@settings(max_examples=examples(40), deadline=None)
@given(histories())
def test_of_any_history_no_month_counts_twice(facts: InsuranceHistory) -> None:
    answer = ask(facts)
    for timeline in (answer.timeline, *(each.timeline for each in answer.options)):
        held = [month for line in timeline.lines for run in line.counted for month in run]
        assert len(held) == len(set(held)) <= timeline.months
        assert (len(held) == timeline.months) is (timeline.undecided is None)
        for line in timeline.lines:
            assert all(month in line.period for run in line.counted for month in run)
            assert line.stretch.scheme is PensionScheme.EMPLOYEE or not line.counted


@pytest.mark.slow
@settings(max_examples=examples(40), deadline=None)
@given(histories())
def test_of_any_history_the_answer_is_in_order_and_says_why(facts: InsuranceHistory) -> None:
    answer = ask(facts)
    months = [each.month for each in answer.options]
    assert months == sorted(months)
    assert statutory(answer).eligibility.kind == "statutory"
    for each in answer.options:
        assert (each.pension is None) is (each.missing_months > 0)
        if isinstance(each.pension, Unknown):
            assert any(asked.what for asked in answer.questions)
    earliest = answer.option(When.EARLIEST)
    assert earliest is None or earliest.eligibility.ok
    assert plain_answer(answer)
    assert ask(facts) == answer
