"""Stories of the mission, walked through real pages by the people who walk them in life.

    town         one database for all stories of a module: network, staff, cast, and the worker's carrying
    stage        the town for one test: a fresh clock, and a window for each who acts (`support.stage`)

Two stories of one module share the town, so each takes a person of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import BrowserContext
from pytest_django import DjangoDbBlocker

from shebaotong.jobs.exchange import run_exchange
from shebaotong.store.api import Server
from support.accounts import QUICK_HASHERS
from support.databases import Databases, point_django_at
from support.stage import BEGIN, Clock, Stage, load_stage


@pytest.fixture(scope="module")
def clock() -> Iterator[Clock]:
    """Time as the whole program reads it stands still until a story moves it."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", clock)
        yield clock


@pytest.fixture(scope="module")
def town(
    databases: Databases,
    django_db_setup: None,
    server: Server,
    django_db_blocker: DjangoDbBlocker,
    _beside_playwright: None,
    clock: Clock,
) -> Iterator[Server]:
    demo = override_settings(SHEBAOTONG_DEMO=True, PASSWORD_HASHERS=QUICK_HASHERS)
    with django_db_blocker.unblock(), databases.copy() as own, demo:
        point_django_at(own)
        load_stage(clock)
        stop = threading.Event()
        carrying = threading.Thread(target=run_exchange, args=(stop, clock), daemon=True)
        carrying.start()
        try:
            yield own
        finally:
            stop.set()
            carrying.join(timeout=30)
            point_django_at(server)


@pytest.fixture
def stage(
    town: Server, clock: Clock, site: str, new_context: Callable[..., BrowserContext]
) -> Iterator[Stage]:
    clock.now = BEGIN
    stage = Stage(site, clock, new_context)
    yield stage
    stage.nothing_broke()
