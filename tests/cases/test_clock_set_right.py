"""The server's clock ran ahead and was set right: what was written meanwhile waits for no date to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest

from cases.conftest import FOSHAN, WUZHOU, World
from cases.test_held_parcels import Down
from cases.test_ms_du import DU, HE, LIN, claim, do
from cases.test_promises import open_at
from shebaotong.cases import api as cases
from shebaotong.exchange import api as exchange

pytestmark = pytest.mark.db

AHEAD = [timedelta(minutes=10), timedelta(days=3), timedelta(days=365)]


def texts(number: str) -> list[str]:
    copy = cases.read(number=number, actor=HE).copy
    return [d.body["text"] for d in copy.documents if d.name == "message" and d.body]


class Noting:
    """A transport that notes what it is given, in which order."""

    def __init__(self) -> None:
        self.references: list[str] = []

    def carry(
        self, parcels: Sequence[exchange.Parcel], *, now: datetime
    ) -> Mapping[exchange.Parcel, exchange.CarryFailure]:
        self.references += [each.reference for each in parcels]
        return {}


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_a_parcel_that_was_never_tried_is_due_at_once(world: World, ahead: timedelta) -> None:
    """It lay until the clock got there, and no list of held parcels showed it."""
    number = open_at(world, LIN, FOSHAN).case_number
    world.carry()
    world.now += ahead
    do(world, number, LIN, "case.message", {"text": "补充说明"})
    world.now -= ahead
    assert world.carry()
    assert texts(number) == ["补充说明"]


@pytest.mark.parametrize("ahead", AHEAD, ids=str)
def test_what_came_meanwhile_is_worked_in(world: World, ahead: timedelta) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    world.carry()
    do(world, number, LIN, "case.message", {"text": "补充说明"})
    exchange.relay(agency=WUZHOU, transport=exchange.LocalTransport(), now=world.now + ahead)
    assert world.carry()
    assert texts(number) == ["补充说明"]


@pytest.mark.parametrize("ahead", AHEAD[1:], ids=str)
def test_a_wait_longer_than_the_longest_is_none(world: World, ahead: timedelta) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    exchange.relay(agency=WUZHOU, transport=Down(), now=world.now + ahead)
    assert exchange.held(agency=WUZHOU, box=exchange.Box.OUTBOX).rows
    assert world.carry()
    assert cases.read(number=number, actor=HE).copy.state.opened


def test_a_wait_that_may_be_true_is_waited_for(world: World) -> None:
    open_at(world, LIN, FOSHAN)
    exchange.relay(agency=WUZHOU, transport=Down(), now=world.now)
    assert not world.carry(WUZHOU, FOSHAN)
    world.pass_time(seconds=2)
    assert world.carry(WUZHOU, FOSHAN)


def test_what_was_put_off_meanwhile_keeps_its_order(world: World) -> None:
    """First come, first served: what waits since before goes before what was written a moment ago."""
    number = open_at(world, LIN, FOSHAN).case_number
    exchange.relay(agency=WUZHOU, transport=Down(), now=world.now)
    world.pass_time(seconds=5)
    do(world, number, LIN, "case.message", {"text": "补充说明"})
    brought = Noting()
    exchange.relay(agency=WUZHOU, transport=brought, now=world.now)
    assert brought.references == ["d/450400/1", "d/450400/2"]


@pytest.mark.parametrize("ahead", AHEAD[1:], ids=str)
def test_a_number_locked_meanwhile_is_open_again(world: World, ahead: timedelta) -> None:
    number = claim(world, [])
    for _ in range(5):
        assert cases.track(agency=FOSHAN, number=number, last_four="0000", now=world.now + ahead) is None
    right = DU["identifier"][-4:]
    with pytest.raises(cases.TrackingLocked):
        cases.track(agency=FOSHAN, number=number, last_four=right, now=world.now + ahead)
    assert cases.track(agency=FOSHAN, number=number, last_four="0000", now=world.now) is None
    assert cases.track(agency=FOSHAN, number=number, last_four=right, now=world.now) is not None


def test_a_lock_holds_for_a_request_that_began_a_moment_earlier(world: World) -> None:
    """Requests wait for one another, and two servers' clocks never agree: a little too long is no fault."""
    number = claim(world, [])
    for _ in range(5):
        cases.track(agency=FOSHAN, number=number, last_four="0000", now=world.now)
    with pytest.raises(cases.TrackingLocked):
        cases.track(agency=FOSHAN, number=number, last_four="0000", now=world.now - timedelta(minutes=1))
