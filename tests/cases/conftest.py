"""A small network with its cast: two cities that serve each other, one that takes no part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import SHANGHAI, Actor, Role
from shebaotong.network.api import all_agencies

FOSHAN, WUZHOU, ZHONGSHAN, SHENZHEN, ZUNYI, LIUPANSHUI = (
    "440600",
    "450400",
    "442000",
    "440300",
    "520300",
    "520200",
)


def staff(agency: str, hand: str, *roles: Role, channel: str = "window", token: str = "") -> Actor:
    return Actor(
        agency=agency,
        hand=f"{hand}-{agency}",
        roles=frozenset(roles),
        display_name=hand,
        person_token=token,
        channel=channel,
    )


@dataclass
class World:
    """The clock that tests move, and the carrying between agencies."""

    now: datetime

    def pass_time(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def carry(self, *agencies: str) -> int:
        hosted = agencies or tuple(agency.code for agency in all_agencies())
        return cases.pump(agencies=hosted, transport=LocalTransport(), now=self.now)


@pytest.fixture
def world(network: None) -> World:
    return World(datetime(2026, 11, 20, 9, 12, tzinfo=SHANGHAI))


Open = Callable[..., cases.Written]


@pytest.fixture
def people(world: World) -> None:
    """The demonstration's people, in their cities' registers and known to the locator."""
    from cases.people import load

    load(world)
