"""Search: by equality, masked, logged, and by index under row-level security."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from shebaotong.kernel.api import FactKind, FactQuery, Text
from shebaotong.registry import api, models
from shebaotong.registry.tokens import pinyin_key, typed_pinyin
from shebaotong.store.api import Server, agency_context, copy_rows
from support.plans import counted_reads, explained, indexes, refuse_whole_reads

from .records import plain, sound
from .support import FOSHAN, WUZHOU

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
READER = api.Reader(agency=FOSHAN, display="何志斌", role="clerk")
PURPOSE = Text("窗口受理", "window intake")


def find(agency: str = FOSHAN, **wanted: Any) -> tuple[api.Found, ...]:
    return page(agency, **wanted).people


def page(agency: str = FOSHAN, **wanted: Any) -> api.FoundPage:
    return api.find_people(agency=agency, reader=READER, purpose=PURPOSE, now=NOW, **wanted)


@pytest.fixture
def people(db: None) -> Iterator[None]:
    with agency_context(agency=FOSHAN):
        api.import_people(
            agency=FOSHAN,
            stream=[
                sound(enrolments=None),
                plain("450499198001010010", "1980-01-01", "M", name="杜悦华"),
                plain("45049919800101103X", "1980-01-01", "M", name="阿布都·买买提"),
                plain("450499198001011830", "1980-01-01", "M", name="𠮷田"),
                plain("450499198001011910", "1980-01-01", "M", name="黃国维"),
                plain("450499198001011929", "1980-01-01", "F", name="杨丽"),
            ],
            batch="test",
            now=NOW,
        )
        yield


@pytest.mark.parametrize(
    "wanted, names",
    [
        ({"name": "杜月华"}, ["杜月华"]),
        ({"name": "杜月花"}, ["杜月华"]),
        ({"name": "阿布都•买买提"}, ["阿布都·买买提"]),
        ({"name": "𠮷田"}, ["𠮷田"]),
        ({"name": "杜"}, []),
        ({"pinyin": "Dù Yuè Huá"}, ["杜月华", "杜悦华"]),
        ({"pinyin": "duyuehua", "last_four": "1826"}, ["杜月华"]),
        ({"pinyin": "duyuehua", "last_four": "9999"}, []),
        ({"last_four": "1826"}, ["杜月华"]),
        ({"number": "450499197602151826"}, ["杜月华"]),
        ({"number": "450499 7602 15182"}, ["杜月华"]),
        ({"number": "not a number"}, []),
        ({"name": "黄国维"}, ["黃国维"]),
        ({"name": "黃國維"}, ["黃国维"]),
        ({"name": "楊麗"}, ["杨丽"]),
        ({"name": "杜悦华", "number": "450499197602151826"}, []),
    ],
)
def test_people_are_found_by_what_is_typed(people: None, wanted: dict[str, str], names: list[str]) -> None:
    assert [found.name for found in find(**wanted)] == names
    assert find(agency=WUZHOU, **wanted) == ()


def test_a_list_shows_numbers_masked_and_old_names(people: None) -> None:
    (found,) = find(name="杜月华")
    assert found.numbers == ("4504**********1826", "4504*******5182")
    assert (found.former_names, found.phone, found.synthetic) == (("杜月花",), "138****1826", True)


def test_pages_follow_one_another(people: None) -> None:
    first = page(pinyin="duyuehua", limit=1)
    assert first.next == first.people[0].person
    assert logged() == {"杜月华"}, "who is on the next page was not shown"
    second = page(pinyin="duyuehua", limit=1, after=first.next)
    assert [found.name for found in first.people + second.people] == ["杜月华", "杜悦华"]
    assert second.next is None
    assert find(pinyin="duyuehua", after=second.people[0].person) == ()


def logged() -> set[str]:
    return {entry.person.name if entry.person else "" for entry in models.ReadEntry.objects.all()}


def test_whoever_is_shown_is_logged_as_read(people: None) -> None:
    find(pinyin="duyuehua", case_number="4406")
    entries = models.ReadEntry.objects.all()
    assert {(entry.person.name if entry.person else "", entry.what) for entry in entries} == {
        ("杜月华", "search"),
        ("杜悦华", "search"),
    }


@pytest.mark.parametrize(
    "wanted, code",
    [
        ({}, "bad_data"),
        ({"name": "%"}, "bad_name"),
        ({"pinyin": "..."}, "nothing_sought"),
        ({"last_four": "()--"}, "nothing_sought"),
        ({"number": "4504"}, "not_a_number"),
    ],
)
def test_looking_for_nothing_is_refused(people: None, wanted: dict[str, str], code: str) -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        find(**wanted)
    assert refused.value.code == code and logged() == set(), "no register was read"


def test_the_whole_number_shows_on_purpose_and_is_logged(people: None) -> None:
    (found,) = find(name="杜月华")
    full = api.unmask(
        agency=FOSHAN, person=found.person, reader=READER, purpose=PURPOSE, case_number="4406", now=NOW
    )
    assert [number.number for number in full] == ["450499197602151826", "450499760215182"]
    assert [event.what for event in api.reads_of(
        agency=FOSHAN, identifier="450499197602151826", identifier_kind="resident", limit=1
    )] == ["unmask"]  # fmt: skip
    with pytest.raises(api.RegistryRefused):
        api.unmask(
            agency=WUZHOU, person=found.person, reader=READER, purpose=PURPOSE, case_number="", now=NOW
        )


def test_a_phone_is_read_on_purpose_and_logged(people: None) -> None:
    about = {"identifier": "450499197602151826", "identifier_kind": "resident"}
    phone = api.contact_phone(
        agency=FOSHAN, reader=READER, purpose=PURPOSE, case_number="4406", now=NOW, **about
    )
    assert phone == "13800001826"
    assert [event.what for event in api.reads_of(agency=FOSHAN, **about)] == ["contact"]


@pytest.mark.parametrize(
    "name, key",
    [
        ("曾单", "zengdan"),
        ("单于", "shanyu"),
        ("覃吕", "qinlv"),
        ("尉迟恭", "yuchigong"),
        ("阿布都·买买提", "abudoumaimaiti"),
        ("John  O'Brien", "johnobrien"),
    ],
)
def test_pinyin_reads_surnames_as_surnames(name: str, key: str) -> None:
    assert pinyin_key(name) == key


@pytest.mark.parametrize("typed", ["lǚ", "lü", "lv", "LV ", "l v"])
def test_every_way_to_type_a_reading_is_one(typed: str) -> None:
    assert typed_pinyin(typed) == "lv"


@pytest.fixture
def crowd(live_database: Server) -> None:
    """Enough people of two agencies, and statistics of them, that PostgreSQL takes the index it can use."""
    person = ("id", "agency", "name", "pinyin", "sex", "birth", "hukou_region", "phone", "synthetic")
    document = ("agency", "person_id", "kind", "number", "key", "country", "raw", "last_four")
    for agency in (FOSHAN, WUZHOU):
        people = []
        documents = []
        for i in range(10_000):
            key, number = int(agency) * 100_000 + i, f"4504991980{i:08d}"
            letters = "".join("abcdefghij"[int(digit)] for digit in str(i))
            people.append((key, agency, f"甲{i}", f"jia{letters}", "F", "1980-01-01", "", "", True))
            documents.append((agency, key, "resident", number, number, "", "", number[-4:]))
        with agency_context(agency=agency):
            copy_rows(table="registry_person", columns=person, rows=people)
            copy_rows(table="registry_identitydocument", columns=document, rows=documents)
            copy_rows(table="registry_readentry", columns=_READ, rows=_readings(agency, people))
    with psycopg.connect(live_database.conninfo(role="owner"), autocommit=True) as session:
        session.execute("ANALYZE")


_READ = ("agency", "person_id", "asked", "what", "reader_agency", "reader", "reader_role", "purpose_zh",
         "purpose_en", "case_number", "read_at")  # fmt: skip


def _readings(agency: str, people: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Each was read three times."""
    for person in people:
        for _ in range(3):
            yield (agency, person[0], "", "search", agency, "示例", "clerk", "x", "x", "", NOW)


INDEXES = [
    ({"name": "甲77"}, {"person_by_name"}),
    ({"pinyin": "jiahh"}, {"person_by_pinyin"}),
    ({"last_four": "0077"}, {"identity_by_last_four"}),
    ({"number": "450499198000000077"}, {"identity_by_key", "identity_one_person"}),
]


@pytest.mark.slow
def test_every_search_uses_its_index_under_the_policy(crowd: None) -> None:
    for wanted, expected in INDEXES:
        with explained() as plans:
            assert [found.name for found in find(**wanted)] == ["甲77"]
        refuse_whole_reads(plans, "registry_person", "registry_identitydocument")
        assert expected & indexes(plans), plans


@pytest.mark.slow
def test_one_person_is_read_by_index_under_the_policy(crowd: None) -> None:
    about = {"identifier": "450499198000000077", "identifier_kind": "resident"}
    query = FactQuery(FactKind.PERSON, about["identifier"], PURPOSE, "resident")
    tables = ("registry_person", "registry_identitydocument")
    with agency_context(agency=FOSHAN), counted_reads(*tables) as whole:
        (fact,) = api.read_facts(agency=FOSHAN, queries=[query], reader=READER, case_number="", now=NOW)
    assert fact.known and set(whole.values()) == {0}, whole
    with explained() as plans:
        events = api.reads_of(agency=FOSHAN, **about, limit=2)
        by_staff = api.reads_by_staff(agency=FOSHAN, limit=2)
        nobody = api.reads_of(agency=FOSHAN, identifier="110105194912310029", identifier_kind="resident")
    assert len(events) == 2 and len(by_staff) == 2 and nobody == ()
    refuse_whole_reads(plans, "registry_readentry")
