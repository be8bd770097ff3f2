"""What `make demo` loads: network, staff, citizens, people; a second start changes nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import Settings

from shebaotong.accounts.api import STAFF_ROLES, load_demo_staff
from shebaotong.accounts.models import User
from shebaotong.kernel.api import SHANGHAI, Text
from shebaotong.lab import demo_records
from shebaotong.lab.api import cast, load_demo
from shebaotong.lab.people.cast import EARLIEST
from shebaotong.lab.people.loading import story_day
from shebaotong.network.api import locate, provide_case_check
from shebaotong.store.api import Server, agency_context, authenticating
from support.accounts import QUICK_HASHERS

pytestmark = pytest.mark.db
FOSHAN, WUZHOU = "440600", "450400"


@pytest.fixture(autouse=True)
def on_the_tests_server(server: Server, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The agencies' database roles are made where the tests' database lies, and passwords hashed quickly."""
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    monkeypatch.setattr(demo_records, "current_server", lambda: server)


@pytest.mark.slow
def test_the_demonstration_is_loaded_once_and_shows_its_accounts(
    live_database: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a database of its own: staff of other tests may stand in the shared one, without passwords."""
    monkeypatch.setattr(demo_records, "current_server", lambda: live_database)
    told: list[str] = []
    accounts = load_demo(people=0, progress=lambda what, done, total: told.append(what))
    assert load_demo(people=0, progress=lambda what, done, total: None) == accounts
    assert [account.login for account in accounts][-2:] == ["du.yuehua", "deng.yongfu"]
    assert "lin.wuzhou" in {account.login for account in accounts}
    assert set(told) == {"Demonstration network", "Demonstration people"}
    with authenticating():
        users = {
            user.username: user for user in User.objects.filter(username__in=[a.login for a in accounts])
        }
    assert all(users[account.login].check_password(account.password) for account in accounts)


@pytest.mark.slow
def test_the_locator_finds_ms_du_in_both_cities() -> None:
    load_demo(people=0, progress=lambda what, done, total: None)
    before = provide_case_check(lambda agency, case: True)
    try:
        with agency_context(agency=FOSHAN):
            found = locate(
                asking_agency=FOSHAN,
                number=cast(as_of=EARLIEST)["du"].number,
                case_number="4406000000000011",
                purpose=Text("测试", "test"),
                now=datetime(2026, 11, 23, tzinfo=SHANGHAI),
            )
    finally:
        provide_case_check(before)
    assert set(found) == {FOSHAN, WUZHOU}


@pytest.mark.parametrize(
    "now, day",
    [(datetime(2020, 1, 1, tzinfo=SHANGHAI), EARLIEST), (datetime(2027, 3, 4, 5, tzinfo=SHANGHAI), None)],
)
def test_a_clock_behind_the_stories_gets_their_first_day(now: datetime, day: object) -> None:
    assert story_day(now) == (day or now.date())


@pytest.mark.usefixtures("network")
def test_the_table_shows_an_account_of_every_role() -> None:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
    shown = {login for login, _, _ in demo_records._accounts(load_demo_staff(), now)}
    roles = {role for entry in load_demo_staff() if entry.username in shown for role in entry.roles}
    assert roles == set(STAFF_ROLES)
