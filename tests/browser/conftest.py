"""Debian's Chromium without a window on a live server of this checkout.

    site         address of the server, on a database with the demonstration network
    staffed      the same address, on a database of the test's own with the demonstration's staff
    page         a page in Chinese, as pytest-playwright gives it

Tests that write ask for ``live_database`` too: a database of their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext
from pytest_django import DjangoDbBlocker, Settings

from shebaotong.accounts.api import load_demo_staff
from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server
from support.accounts import QUICK_HASHERS
from support.pages import pages_ready

# Without the parts of a window it takes a third less processor time; what it shows is the same.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker("browser")


# Playwright's loop runs in the test's own thread; without this Django takes a fixture that loads data for an
# asynchronous view and refuses it the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session", autouse=True)
def _beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in the tests' own thread, which Django takes for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _pages() -> Iterator[None]:
    with pages_ready():
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        raise FileNotFoundError("Chromium is missing: run `make browser`")
    # Chromium's sandbox refuses to run as root.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    viewport = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": viewport}


@pytest.fixture(autouse=True)
def _impatient(context: BrowserContext) -> None:
    context.set_default_timeout(8_000)


@pytest.fixture(autouse=True)
def _open_database(
    _beside_playwright: None, _network_loaded: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def site(_pages: None) -> Iterator[str]:
    server = LiveServerThread("localhost", StaticFilesHandler, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://{server.host}:{server.port}"
    finally:
        server.terminate()
        server.join()


@pytest.fixture
def staffed(live_database: Server, site: str, settings: Settings) -> str:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    load_seed(now=datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    load_demo_staff()
    return site
