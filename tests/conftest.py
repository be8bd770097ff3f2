"""PostgreSQL for tests.

    db              the test runs as the program's role in a transaction that is rolled back
    network         the same, with the demonstration network in it
    who             the same, with its staff: an account by its username
    live_database   a database of its own, for committed data, workers and live servers
    shared_database the same for all tests of one module: what its own fixtures commit is there for each,
                    what a test does (`@pytest.mark.db`) is rolled back
    server          where the `db` tests' database lies, for tests that sign in as another role

`@pytest.mark.db` alone gives a test `db`. The server is the one that DATABASE_URL names, else an embedded
one in the data folder, started once for all workers of pytest-xdist.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from shebaotong.accounts.api import load_demo_staff
from shebaotong.store.api import Home, Server, running_server
from support.accounts import QUICK_HASHERS, Who, account
from support.databases import Databases, load_network, point_django_at
from support.examples import QUICK
from support.order import shared_out

# Properties are about results; how long one takes says how busy the machine is.
hypothesis.settings.register_profile("shebaotong", deadline=None)
hypothesis.settings.load_profile("shebaotong")
# `make check` looks as long as a commit may take.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=QUICK)
# `pytest --hypothesis-profile=thorough` looks longer than each run can.
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1000)


OWN_DATABASE = {"live_database", "room", "town"}
"""Fixtures that give a test a database of its own, in which it commits."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"db", "live_database", "server"}:
            item.add_marker("db")


class SharingOut:
    """After every folder has marked its tests and those that were not asked for are out."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        told = getattr(config, "workerinput", None)
        if told is not None:
            items[:] = shared_out(items, told["workercount"])


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SharingOut())
    # Bindings tell of what is left at the end as leaks, if it was never looked for.
    config.add_cleanup(gc.unfreeze)


# What is imported and collected stays until the end: looking through it for garbage again and again took a
# twentieth of the time of all quick tests. What tests leave is little and mostly goes without a search.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def _database_where_marked(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("db") and not OWN_DATABASE & set(request.fixturenames):
        request.getfixturevalue("db")


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its reader's language behind in its thread; the next test begins in the first one."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _static_files_from_the_source_tree() -> None:
    """Pages find their style sheets without `collectstatic`; the tests of the command run that."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def databases(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Databases]:
    home = Home(Home.from_environment().path / "tests")
    with running_server(home=home) as server:
        databases = Databases(server)
        with django_db_blocker.unblock():
            databases.prepare()
        yield databases
        databases.close()


@pytest.fixture(scope="session")
def server(databases: Databases) -> Iterator[Server]:
    with databases.copy() as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of pytest-django's: the copy is migrated already, and Django connects as the program."""
    with django_db_blocker.unblock():
        point_django_at(server)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()


@pytest.fixture(scope="session")
def _network_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        load_network()


@pytest.fixture
def network(_network_loaded: None, db: None) -> None:
    """The demonstration network, loaded once a process; what a test does to it is rolled back."""


@pytest.fixture(scope="session")
def _staff_loaded(_network_loaded: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        load_demo_staff()


@pytest.fixture
def who(_staff_loaded: None, network: None, settings: Settings) -> Who:
    """The demonstration staff: an account by its username. Passwords are hashed quickly here."""
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    return account


@contextmanager
def _own_database(databases: Databases, server: Server, blocker: DjangoDbBlocker) -> Iterator[Server]:
    with blocker.unblock(), databases.copy() as own:
        point_django_at(own)
        try:
            yield own
        finally:
            point_django_at(server)


@pytest.fixture
def live_database(
    databases: Databases, django_db_setup: None, server: Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[Server]:
    with _own_database(databases, server, django_db_blocker) as own:
        yield own


@pytest.fixture(scope="module")
def shared_database(
    databases: Databases, django_db_setup: None, server: Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[Server]:
    with _own_database(databases, server, django_db_blocker) as own:
        yield own
