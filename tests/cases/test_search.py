"""Search over an agency's own cases: by what a person types, the newest first."""

from __future__ import annotations

import pytest

from cases.conftest import FOSHAN, World
from cases.test_ms_du import DU, HE
from cases.test_promises import open_at
from shebaotong.cases import api as cases
from shebaotong.lab.people.numbers import resident_number

pytestmark = pytest.mark.db

LONG = "壮" * 60


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("阿布都·买买提", "阿布都·买买提"),
        ("阿布都·买买提", "阿布都•买买提"),
        ("阿布都·买买提", "阿布都买买提"),
        ("阿布都·买买提", "abudou maimaiti"),
        ("𠮷田", "𠮷田"),
        ("吕䶮", "lv"),
        ("覃月兰", "Qín Yuè Lán"),
        ("ANNA-MARIA UTOPIA", "anna maria utopia"),
        (LONG, LONG),
        (LONG, "zhuang" * 60),
    ],
)
def test_a_name_is_found_as_people_type_it(world: World, name: str, typed: str) -> None:
    number = open_at(world, HE, FOSHAN, subject={**DU, "name": name}).case_number
    found = [row.number for row in cases.search(agency=FOSHAN, text=typed)]
    assert found == ([] if typed == "lv" else [number])
    assert cases.search(agency=FOSHAN, text=f"{typed}x") == ()


@pytest.mark.parametrize("typed", ["1002", "002X", "002x", "００２Ｘ"])
def test_a_number_of_fifteen_digits_is_followed_by_either_last_four(world: World, typed: str) -> None:
    """The person reads them from the card of today, the window had typed the old number."""
    old = {**DU, "identifier_kind": "resident_15", "identifier": "110105491231002"}
    number = open_at(world, HE, FOSHAN, subject=old).case_number
    assert cases.track(agency=FOSHAN, number=number, last_four=typed, now=world.now) is not None
    assert cases.track(agency=FOSHAN, number=number, last_four="1003", now=world.now) is None
    assert [row.number for row in cases.search(agency=FOSHAN, text=typed)] == [number]


def test_the_newest_of_many_come_first(world: World) -> None:
    numbers = []
    for sequence in range(5):
        world.pass_time(minutes=1)
        identifier = resident_number("450400", world.now.date().replace(year=1970), "F", sequence)
        person = {**DU, "identifier": identifier}
        numbers.append(open_at(world, HE, FOSHAN, subject=person).case_number)
    found = cases.search(agency=FOSHAN, text=DU["name"], size=3)
    assert [row.number for row in found] == numbers[:1:-1]


@pytest.mark.parametrize(
    "typed", ["", " ", "·", "---", "%", "_", "\0", "杜%", "0" * 5_000, "\ud800", "\u202e002X"]
)
def test_whatever_is_typed_finds_nothing_and_breaks_nothing(world: World, typed: str) -> None:
    open_at(world, HE, FOSHAN)
    assert cases.search(agency=FOSHAN, text=typed) == ()
