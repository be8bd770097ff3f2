"""Who pays a pension earned in several provinces, and which account a newcomer gets."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Unknown
from shebaotong.rules.api import (
    AccountKind,
    BenefitPlace,
    Branch,
    NotComputable,
    Spell,
    account_type,
    benefit_place,
    benefit_place_without_hukou,
    builtin,
)

TODAY = date(2026, 11, 22)
LAW = builtin()
provinces = st.sampled_from(["44", "45", "52", "36", "XPCC"])
spells = st.lists(st.tuples(provinces, st.integers(0, 240), st.sampled_from(AccountKind)), max_size=6).map(
    lambda lives: [Spell(place, months, order, kind) for order, (place, months, kind) in enumerate(lives)]
)


def place(hukou: str, relation: str, life: list[Spell]) -> BenefitPlace:
    found = benefit_place(hukou=hukou, relation=relation, spells=life, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    return found


def months_in(life: list[Spell], province: str) -> int:
    return sum(s.months for s in life if s.place == province and s.account is AccountKind.GENERAL)


@given(hukou=provinces, relation=provinces, life=spells)
def test_the_branch_says_why(hukou: str, relation: str, life: list[Spell]) -> None:
    found = place(hukou, relation, life)
    ten_years = {s.place for s in life if months_in(life, s.place) >= 120}
    if found.branch is Branch.HUKOU:
        assert found.province == hukou == relation
    else:
        assert hukou != relation
    if found.branch is Branch.CURRENT:
        assert found.province == relation and relation in ten_years
    if found.branch is Branch.PREVIOUS:
        assert relation not in ten_years and found.province in ten_years
        later = [
            s.order for s in life if s.place in ten_years and s.account is AccountKind.GENERAL and s.months
        ]
        assert max(s.order for s in life if s.place == found.province and s.order in later) == max(later)
    if found.branch is Branch.FALLBACK:
        assert found.province == hukou and not ten_years


@given(hukou=provinces, relation=provinces, life=spells, data=st.data())
def test_the_order_of_the_list_never_matters(
    hukou: str, relation: str, life: list[Spell], data: st.DataObject
) -> None:
    assert place(hukou, relation, data.draw(st.permutations(life))) == place(hukou, relation, life)


@given(hukou=provinces, relation=provinces, life=spells)
def test_temporary_accounts_never_matter(hukou: str, relation: str, life: list[Spell]) -> None:
    general = [spell for spell in life if spell.account is AccountKind.GENERAL]
    assert place(hukou, relation, life).province == place(hukou, relation, general).province


@given(hukou=provinces, relation=provinces, life=spells, more=st.integers(1, 240))
def test_working_longer_where_the_relation_stands_never_moves_the_pension_away(
    hukou: str, relation: str, life: list[Spell], more: int
) -> None:
    longer = [*life, Spell(relation, more, len(life), AccountKind.GENERAL)]
    if place(hukou, relation, life).province == relation:
        assert place(hukou, relation, longer).province == relation


@given(relation=st.none() | provinces, life=spells)
def test_without_hukou_the_place_is_one_where_months_count(relation: str | None, life: list[Spell]) -> None:
    if not any(months_in(life, spell.place) for spell in life):
        with pytest.raises(NotComputable):
            benefit_place_without_hukou(relation=relation, spells=life, as_of=TODAY, parameters=LAW)
        return
    found = benefit_place_without_hukou(relation=relation, spells=life, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    most = max(months_in(life, spell.place) for spell in life)
    own = months_in(life, found.province)
    assert own >= 120 if most >= 120 else own == most


def test_the_result_rests_on_an_unverified_rule_only_without_hukou() -> None:
    life = [Spell("44", 60, 1, AccountKind.GENERAL), Spell("35", 60, 2, AccountKind.GENERAL)]
    assert place("45", "44", life).explanation.verified
    found = benefit_place_without_hukou(relation=None, spells=life, as_of=TODAY, parameters=LAW)
    assert not isinstance(found, Unknown)
    assert not found.explanation.verified


def test_before_the_measure_there_is_no_answer_but_a_question() -> None:
    found = benefit_place(hukou="45", relation="44", spells=[], as_of=date(2009, 12, 31), parameters=LAW)
    assert isinstance(found, Unknown)
    assert found.parameter == "transfer.benefit_place_months"


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(NotComputable, match="99"):
        place("99", "44", [])


@given(
    sex=st.none() | st.sampled_from(["M", "F"]),
    age=st.none() | st.integers(0, 80),
    insured=st.none() | provinces,
    hukou=st.none() | provinces,
    approved=st.none() | st.booleans(),
    first=st.none() | st.booleans(),
)
def test_what_is_not_known_is_asked_only_where_it_matters(
    sex: str | None,
    age: int | None,
    insured: str | None,
    hukou: str | None,
    approved: bool | None,
    first: bool | None,
) -> None:
    def answers(
        sexes: list[str], ages: list[int], places: list[tuple[str, str]], approvals: list[bool]
    ) -> set[AccountKind]:
        made = set()
        for s in sexes:
            for a in ages:
                for i, h in places:
                    for known in approvals:
                        general = i == h or known or a < (50 if s == "M" else 40)
                        made.add(AccountKind.GENERAL if general else AccountKind.TEMPORARY)
        return made

    same, apart = ("44", "44"), ("44", "45")
    pairs = [same, apart] if insured is None or hukou is None else [same if insured == hukou else apart]
    possible = answers(
        ["M", "F"] if sex is None else [sex],
        [0, 45, 80] if age is None else [age],
        pairs,
        [True, False] if approved is None else [approved],
    )
    found = account_type(
        sex=sex,  # type: ignore[arg-type]
        age=age,
        insured=insured,
        hukou=hukou,
        first_enrolment=first,
        approved_job_transfer=approved,
        as_of=TODAY,
        parameters=LAW,
    )
    if isinstance(found, Unknown):
        assert len(possible) == 2
    else:
        assert possible == {found.account}
        if found.account is AccountKind.TEMPORARY:
            assert found.relation_stays == (None if first is None else not first)
