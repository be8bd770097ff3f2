"""A small network with its cast: two cities that serve each other, one that takes no part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from shebaotong.accounts.api import load_demo_staff
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import SHANGHAI, Actor, Role
from shebaotong.network.api import all_agencies
from shebaotong.store.api import Server
from support.accounts import QUICK_HASHERS
from support.databases import Databases, load_network, point_django_at

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


MOMENT = datetime(2026, 11, 20, 9, 12, tzinfo=SHANGHAI)


@pytest.fixture
def world(network: None) -> World:
    return World(MOMENT)


Open = Callable[..., cases.Written]


@pytest.fixture(scope="session")
def _database_with_people(
    databases: Databases, server: Server, _staff_loaded: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Server]:
    from cases.people import load

    with databases.copy() as own, django_db_blocker.unblock():
        point_django_at(own)
        try:
            load_network()
            with override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
                load_demo_staff()
            load(MOMENT)
        finally:
            point_django_at(server)
        yield own


@pytest.fixture(scope="module")
def _among_people(
    _database_with_people: Server, server: Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock():
        point_django_at(_database_with_people)
    yield
    with django_db_blocker.unblock():
        point_django_at(server)


@pytest.fixture
def people(_among_people: None, world: World) -> None:
    """The demonstration's people, in their cities' registers and known to the locator.

    They are loaded once a process, into a database that the modules with such tests share: loading took
    longer than most of those tests. What a test does is rolled back.
    """
