"""Demonstration people: the same every time, plausible, and evidently made up."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from shebaotong.kernel.api import IdentifierKind, Month, normalise_name, region_title, validate_number
from shebaotong.lab.people.cast import EARLIEST, cast
from shebaotong.lab.people.growing import retires
from shebaotong.lab.people.life import Damage, Document, Job, Life
from shebaotong.lab.people.numbers import employer_code, phone
from shebaotong.lab.people.places import CITIES, EMPLOYERS_PER_CITY
from shebaotong.lab.people.population import people
from shebaotong.lab.people.records import records_of
from support.tree import ROOT

AS_OF = date(2026, 11, 23)
NOW = Month.of(AS_OF)
SYNTHETIC = {
    "resident": r"\d{4}99\d{11}[\dX]",
    "resident_15": r"\d{4}99\d{9}",
    "residence_hk": r"810000\d{8}99\d[\dX]",
    "residence_mo": r"820000\d{8}99\d[\dX]",
    "residence_tw": r"830000\d{8}99\d[\dX]",
    "travel_hk_mo": r"H99\d{6}",
    "travel_hk_mo_11": r"H99\d{8}",
    "travel_tw": r"99\d{6}",
    "foreign_2023": r"944999\d{11}[\dX]",
    "passport": r"U\d{8}",
}


@pytest.fixture(scope="module")
def crowd() -> list[Life]:
    return list(people(count=4_000, seed=7, as_of=AS_OF))


@pytest.fixture(scope="module")
def documents(crowd: list[Life]) -> list[Document]:
    members = [member.life for member in cast(as_of=AS_OF).values()]
    return [document for life in (*members, *crowd) for document in life.documents]


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    first = list(people(count=60, seed=7, as_of=AS_OF))
    assert first == list(people(count=60, seed=7, as_of=AS_OF))
    assert first != list(people(count=60, seed=8, as_of=AS_OF))


@pytest.mark.slow
def test_more_people_never_change_those_who_were_there(crowd: list[Life]) -> None:
    assert crowd[:300] == list(people(count=300, seed=7, as_of=AS_OF))


@pytest.mark.slow
def test_every_number_follows_its_rules_and_belongs_to_nobody(documents: list[Document]) -> None:
    for document in documents:
        kind = IdentifierKind(document.kind)
        verdict = validate_number(kind=kind, text=document.number, as_of=AS_OF, country=document.country)
        assert verdict.valid, document
        assert re.fullmatch(SYNTHETIC[document.kind], document.number), document
    assert {document.kind for document in documents} == set(SYNTHETIC)


def test_the_made_up_county_is_in_no_edition_of_the_region_codes() -> None:
    known = [code for city in CITIES.values() if region_title(code := f"{city.place[:4]}99")]
    assert known == []


def test_no_number_is_borne_twice(documents: list[Document]) -> None:
    counted = Counter(document.number for document in documents)
    assert counted.most_common(1)[0][1] == 1


def test_employers_codes_are_right_and_made_up() -> None:
    for city in CITIES.values():
        for sequence in range(EMPLOYERS_PER_CITY):
            code = employer_code(city.place, sequence)
            assert validate_number(kind=IdentifierKind.USCC, text=code, as_of=AS_OF).valid
            assert code[8:12] == "DEM0"


def test_telephones_have_a_prefix_that_nobody_was_given(crowd: list[Life]) -> None:
    numbers = [life.phone for life in crowd if life.phone]
    assert all(re.fullmatch(r"154\d{8}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert phone(0) == "15400000000"


def test_names_are_kept_as_they_are_and_some_are_rare(crowd: list[Life]) -> None:
    names = [life.name for life in crowd]
    assert all(normalise_name(name) == name for name in names)
    assert sum("·" in name for name in names) > 20
    assert any(ord(letter) > 0xFFFF for name in names for letter in name)
    assert 20 < sum(bool(life.former_name) for life in crowd) < 120
    assert Counter(names).most_common(1)[0][1] < 20


def test_nobody_works_as_a_child_or_in_the_future(crowd: list[Life]) -> None:
    for life in crowd:
        for job in life.jobs:
            assert job.start.year - life.birth.year >= 16, life
            assert job.start <= (job.end or NOW) <= NOW, life
        for spell in life.resident:
            assert spell.start <= (spell.end or NOW), life


def test_a_pension_begins_with_the_statutory_age_and_after_work(crowd: list[Life]) -> None:
    drawing = [(life, drawn) for life in crowd for drawn in life.drawn if drawn.benefit == "employee_pension"]
    assert len(drawing) > 100
    for life, drawn in drawing:
        assert drawn.start == retires(life.sex, Month.of(life.birth), AS_OF)
        assert all(job.end is not None and job.end < drawn.start for job in life.jobs)


def test_lives_lead_from_the_inner_provinces_to_guangdong_with_gaps_and_overlaps(crowd: list[Life]) -> None:
    moved = [
        life for life in crowd if life.place[:2] != "44" and any(job.agency[:2] == "44" for job in life.jobs)
    ]
    assert 0.4 < len(moved) / len(crowd) < 0.8
    assert sum(len(life.agencies) > 1 for life in crowd) > 800
    assert sum(has_gap(life.jobs) for life in crowd) > 800
    assert sum(overlaps(life) for life in crowd) > 60
    assert sum(job.temporary for life in crowd for job in life.jobs) > 50
    assert sum(job.transferred for life in crowd for job in life.jobs) > 50
    assert {life.agencies[0] for life in crowd} == set(CITIES)


def has_gap(jobs: tuple[Job, ...]) -> bool:
    return any(one.end is not None and later.start - one.end > 1 for one, later in pairwise(jobs))


def overlaps(life: Life) -> bool:
    spells = [(part.start, part.end or NOW) for part in (*life.jobs, *life.resident)]
    return any(max(a[0], b[0]) <= min(a[1], b[1]) for i, a in enumerate(spells) for b in spells[i + 1 :])


def test_some_of_the_unemployed_qualify_and_some_do_not(crowd: list[Life]) -> None:
    months = [
        life.jobs[-1].end - life.jobs[-1].start + 1
        for life in crowd
        if life.jobs and life.jobs[-1].end is not None and 0 < NOW - life.jobs[-1].end < 12
    ]
    assert sum(paid < 12 for paid in months) > 20
    assert sum(paid >= 12 for paid in months) > 60


def test_proofs_are_fresh_due_and_overdue_and_the_overdue_are_suspended(crowd: list[Life]) -> None:
    days = [
        ((drawn.certified_until - AS_OF).days, drawn.status)
        for life in crowd
        for drawn in life.drawn
        if drawn.certified_until and not life.deceased
    ]
    assert all((left < 0) == (status == "suspended") for left, status in days)
    assert sum(left < 0 for left, _ in days) > 20
    assert sum(0 <= left <= 60 for left, _ in days) > 40


def test_a_few_records_are_spoiled_in_every_way(crowd: list[Life]) -> None:
    damages = Counter(life.damage for life in crowd if life.damage)
    assert set(damages) == set(Damage) - {Damage.NONE}
    assert damages.total() == 10


def test_every_record_is_marked_as_made_up(crowd: list[Life]) -> None:
    marks = {
        record["synthetic"]
        for life in crowd[:500]
        for agency in life.agencies
        for record in records_of(life, agency, AS_OF)
    }
    assert marks == {True}


def test_the_cast_stays_who_they_are() -> None:
    early, late = cast(as_of=EARLIEST), cast(as_of=date(2031, 5, 1))
    assert {key: member.number for key, member in early.items()} == {
        key: member.number for key, member in late.items()
    }
    assert early["du"].number == "450499197602151826"
    assert (early["taiwan"].kind, early["taiwan"].number) == ("travel_tw", "99807070")
    assert len({member.login for member in early.values()}) == len(early)


def test_the_casts_stories_have_a_beginning() -> None:
    with pytest.raises(ValueError, match="begin on 2026-11-01"):
        cast(as_of=date(2026, 10, 31))


def test_the_documentation_shows_the_cast_as_it_is() -> None:
    page = (ROOT / "docs/developer/demonstration-people.md").read_text(encoding="utf-8")
    for member in cast(as_of=AS_OF).values():
        shown = (f"`{member.key}`", member.name, f"`{member.login}`", f"`{member.number}`", member.story)
        assert f"| {' | '.join(shown)} |" in page
