"""Loading: what the stories rely on stands in the registers; twice is once; broken off is repeated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from shebaotong.kernel.api import SHANGHAI, FactKind, FactQuery, Text
from shebaotong.lab.people.cast import cast
from shebaotong.lab.people.loading import load_people
from shebaotong.lab.people.places import CITIES
from shebaotong.registry.api import Reader, find_people, holdings, quarantined, read_facts

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
CAST = cast(as_of=NOW.date())
WUZHOU, YULIN, FOSHAN, ZHONGSHAN, ZUNYI = "450400", "450900", "440600", "442000", "520300"
PURPOSE = Text("测试", "test")


class Locator:
    """Which numbers each agency said that it holds."""

    def __init__(self) -> None:
        self.held: dict[str, list[str]] = {}

    def register(self, agency: str, numbers: Iterable[str]) -> None:
        self.held.setdefault(agency, []).extend(numbers)

    def of(self, number: str) -> set[str]:
        return {agency for agency, numbers in self.held.items() if number in numbers}


def load(count: int = 0, *, locator: Locator | None = None, progress: Any = None) -> int:
    return load_people(
        count=count,
        now=NOW,
        register=(locator or Locator()).register,
        progress=progress or (lambda done, total: None),
    )


def fact(key: str, agency: str, kind: FactKind) -> dict[str, Any] | None:
    member = CAST[key]
    query = FactQuery(kind, member.number, PURPOSE, member.kind)
    reader = Reader(agency=agency, display="测试", role="clerk")
    (found,) = read_facts(agency=agency, queries=[query], reader=reader, case_number="", now=NOW)
    return found.value if found.known else None


def months(key: str, agency: str, scheme: str = "employee_pension") -> int:
    value = fact(key, agency, FactKind.CONTRIBUTIONS)
    assert value is not None
    return int(value["paid_months"].get(scheme, 0))


@pytest.fixture
def loaded() -> Locator:
    locator = Locator()
    assert load(locator=locator) == 13
    return locator


def test_what_the_stories_rely_on_stands_in_the_registers(loaded: Locator) -> None:
    assert (months("du", FOSHAN), months("du", WUZHOU)) == (16 * 12, 105)
    assert fact("du", WUZHOU, FactKind.ENTITLEMENTS) == {"entitlements": [], "certifications": []}
    drawing = fact("du_drawing", WUZHOU, FactKind.ENTITLEMENTS)
    assert drawing is not None
    assert [(one["benefit"], one["status"]) for one in drawing["entitlements"]] == [
        ("resident_pension", "active")
    ]
    assert fact("du_elsewhere", WUZHOU, FactKind.PERSON) is None
    assert months("du_elsewhere", YULIN) == 93
    assert (months("deng", ZHONGSHAN), fact("deng", WUZHOU, FactKind.PERSON)) == (87, None)
    assert months("unemployed", ZHONGSHAN, "unemployment") == 90
    assert months("unemployed_short", ZHONGSHAN, "unemployment") == 8
    assert months("taiwan", ZHONGSHAN, "unemployment") == 67
    assert fact("rights_wuzhou", WUZHOU, FactKind.PERSON) and fact("rights_zunyi", ZUNYI, FactKind.PERSON)
    visiting = fact("visiting", ZHONGSHAN, FactKind.ENTITLEMENTS)
    assert visiting is not None
    assert visiting["entitlements"][0]["certified_until"] == "2026-12-13"


@pytest.mark.slow
def test_ms_dus_accounts_and_old_name(loaded: Locator) -> None:
    person = fact("du", WUZHOU, FactKind.PERSON)
    account = fact("du", FOSHAN, FactKind.ACCOUNT)
    assert person is not None and account is not None
    assert person["former_names"] == [{"name": "杜月花", "until": "2001-05-31"}]
    assert account["accounts"][0]["balance_fen"] > 0
    reader = Reader(agency=WUZHOU, display="测试", role="clerk")
    found = find_people(agency=WUZHOU, name="杜月花", reader=reader, purpose=PURPOSE, now=NOW)
    assert [one.name for one in found.people] == ["杜月华"]


@pytest.mark.slow
def test_the_locator_is_told_where_each_of_the_cast_is_known(loaded: Locator) -> None:
    for member in CAST.values():
        assert loaded.of(member.number) == set(member.life.agencies)
    assert loaded.of(CAST["du_elsewhere"].number) == {YULIN, FOSHAN}


def test_a_second_load_changes_nothing(loaded: Locator) -> None:
    before = list(holdings(agency=FOSHAN))
    assert load() == 0
    assert list(holdings(agency=FOSHAN)) == before


class BrokenOff(Exception):
    pass


@pytest.mark.slow
def test_a_load_that_was_broken_off_is_finished_by_the_next() -> None:
    def break_off(done: int, total: int) -> None:
        if done > total // 2:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        load(progress=break_off)
    assert load() > 0
    assert months("du", FOSHAN) == 192
    assert all(quarantined(agency=agency) == () for agency in CITIES)


@pytest.mark.slow
def test_a_crowd_is_loaded_and_what_was_spoiled_waits() -> None:
    told: list[tuple[int, int]] = []
    loaded = load(400, progress=lambda done, total: told.append((done, total)))
    waiting = [held for agency in CITIES for held in quarantined(agency=agency)]
    assert loaded > 500
    assert [held.reasons[0].code.value for held in waiting] == ["number"] * len(waiting) and waiting
    assert told[0][0] == 0 and told[-1][0] == told[-1][1]
    assert all(one <= later for one, later in pairwise(told))
