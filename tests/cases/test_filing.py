"""Receipts from which nothing follows are filed without reading the copy, and come to the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from cases.conftest import WUZHOU, World
from cases.test_arriving import PEOPLE, claim, relay
from cases.test_ms_du import HE, LIN, do
from shebaotong.cases import append, arriving, basis, catalogue, filing
from shebaotong.cases.projection import project
from shebaotong.cases.rebuild import rebuild
from shebaotong.exchange import api as exchange
from shebaotong.exchange.models import Inbox
from shebaotong.kernel.api import Receipt, Stage, json_text, read_json
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.db


@pytest.fixture
def number(world: World) -> str:
    """A claim accepted in Wuzhou for Foshan, all of it carried, and a later message that is not."""
    number = claim(world, PEOPLE[0])
    world.carry()
    do(world, number, LIN, "case.message", {"text": "她明天再来。"})
    return number


def receipts_on_the_way(world: World) -> list[exchange.Arrival]:
    """Wuzhou's message is carried to Foshan, and Foshan's receipt of it lies in Wuzhou's inbox."""
    relay(world, WUZHOU)
    exchange.work_in(agency=HE.agency, handler=arriving.deliver_all, now=world.now)
    relay(world, HE.agency)
    with agency_context(agency=WUZHOU):
        rows = Inbox.objects.filter(agency=WUZHOU, done_at=None, kind=exchange.RECEIPT)
        return [
            exchange.Arrival(
                exchange.Parcel(row.sender, WUZHOU, row.case_number, row.kind, row.reference, row.parcel),
                row.arrived_at,
            )
            for row in rows
        ]


def held(number: str) -> tuple[int, Sequence[Receipt]]:
    with agency_context(agency=WUZHOU):
        copy = basis.load(agency=WUZHOU, number=number)
        return copy.revision, copy.receipts


def test_it_comes_to_what_the_whole_way_comes_to(
    world: World, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (arrival,) = receipts_on_the_way(world)
    before = held(number)
    read: list[Any] = []
    monkeypatch.setattr(arriving, "read_basis", lambda **asked: read.append(asked))
    with agency_context(agency=WUZHOU):
        assert arriving.deliver_all([arrival]) == [None]
    after = held(number)
    assert not read, "the copy was read for it"
    assert (after[0], len(after[1])) == (before[0] + 1, len(before[1]) + 1)
    assert after[1][-1].stage is Stage.DELIVERED
    assert rebuild(agency=WUZHOU, swap=False).differing == 0


def test_the_same_again_adds_nothing(world: World, number: str) -> None:
    (arrival,) = receipts_on_the_way(world)
    with agency_context(agency=WUZHOU):
        assert filing.file_receipts([arrival, arrival]) == ([], {})
        once = held(number)
        assert filing.file_receipts([arrival]) == ([], {})
    assert held(number) == once


def test_who_had_read_the_copy_before_has_to_read_it_again(world: World, number: str) -> None:
    (arrival,) = receipts_on_the_way(world)
    with agency_context(agency=WUZHOU):
        stale = basis.load(agency=WUZHOU, number=number)
        filing.file_receipts([arrival])
        addition = append.Addition(
            agency=WUZHOU,
            number=number,
            expected=stale.revision,
            documents=(),
            receipts=(),
            case=project(stale, catalogue.item_of(stale.state), {}),
            tokens=(),
            outbox=(),
            now=world.now,
        )
        with pytest.raises(append.StaleCopy):
            append.append(addition)


def test_a_lie_is_refused_and_the_true_one_is_filed(world: World, number: str) -> None:
    (arrival,) = receipts_on_the_way(world)
    content = read_json(arrival.parcel.content)
    content["receipt"]["stage"] = "opened"
    lie = replace(arrival, parcel=replace(arrival.parcel, content=json_text(content)))
    with agency_context(agency=WUZHOU):
        left, failures = filing.file_receipts([lie, arrival])
    assert left == [] and list(failures) == [0] and failures[0].permanent
    assert [receipt.stage for receipt in held(number)[1]].count(Stage.OPENED) == 0


def test_left_is_what_comes_with_more_of_its_case_or_before_its_document(world: World, number: str) -> None:
    (arrival,) = receipts_on_the_way(world)
    strange = replace(arrival, parcel=replace(arrival.parcel, case_number="4504000000000000"))
    message = replace(arrival, parcel=replace(arrival.parcel, kind=exchange.DOCUMENT))
    with agency_context(agency=WUZHOU):
        assert filing.file_receipts([arrival, message]) == ([0, 1], {})
        left, failures = filing.file_receipts([strange])
        assert left == [] and failures[0].permanent, "it says another case than its parcel"
