"""Two supervisors at the same instant: each decides about the other, and one of them is first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from shebaotong.accounts.api import (
    AccountRefused,
    change_roles,
    create_staff,
    hand_over_queue,
    leave,
    load_demo_staff,
    provide_hand_over,
    staff_of,
)
from shebaotong.kernel.api import Actor, Role
from support.accounts import QUICK_HASHERS, account
from support.crossing import crossed
from support.databases import load_network

pytestmark = pytest.mark.db
FOSHAN = "440600"
NOW = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)
FIRST, SECOND = "zhou.foshan", "feng.foshan"


@pytest.fixture
def moved(live_database: object) -> Iterator[list[tuple[str, str]]]:
    """Hands between which queues were moved, at an agency with two supervisors."""
    load_network()
    with override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        load_demo_staff()
    number, roles = "11010519491231002X", [Role.SUPERVISOR]
    create_staff(by=account(FIRST), username=SECOND, display_name="冯示例", number=number, roles=roles)
    found: list[tuple[str, str]] = []

    def hand_over(source: Actor, heir: Actor, now: datetime) -> int:
        found.append((source.hand, heir.hand))
        return 0

    before = provide_hand_over(hand_over)
    yield found
    provide_hand_over(before)


def leaves(by: str, leaver: str, heir: str = "li.foshan") -> Callable[[], object]:
    who, whom, to = account(by), account(leaver), account(heir)
    return lambda: leave(by=who, leaver=whom, heir=to, now=NOW)


def demoted(by: str, user: str) -> Callable[[], object]:
    who, whom = account(by), account(user)
    return lambda: change_roles(by=who, user=whom, roles=[Role.CLERK])


def handed(by: str, source: str, heir: str) -> Callable[[], object]:
    who, whom, to = account(by), account(source), account(heir)
    return lambda: hand_over_queue(by=who, source=whom, heir=to, now=NOW)


def second_is_refused(first: Callable[[], object], second: Callable[[], object]) -> str:
    done, refused = crossed(first, second, agency=FOSHAN, refusal=AccountRefused)
    assert not isinstance(done, AccountRefused)
    assert isinstance(refused, AccountRefused), "it did not see what the first one had done"
    return refused.code


def test_two_supervisors_cannot_close_each_other(moved: list[tuple[str, str]]) -> None:
    assert second_is_refused(leaves(FIRST, SECOND), leaves(SECOND, FIRST)) == "not_entitled"
    assert [
        user.username for user in staff_of(agency=FOSHAN) if "supervisor" in user.roles and user.is_active
    ] == [FIRST]
    assert len(moved) == 1


@pytest.mark.slow
def test_nor_take_each_others_role(moved: list[tuple[str, str]]) -> None:
    assert second_is_refused(demoted(FIRST, SECOND), demoted(SECOND, FIRST)) == "not_entitled"
    assert [account(name).roles for name in (FIRST, SECOND)] == [["supervisor"], ["clerk"]]


@pytest.mark.slow
def test_no_work_goes_to_who_leaves_at_that_instant(moved: list[tuple[str, str]]) -> None:
    """It would lie with a closed account, and 取下一件 would give it to nobody."""
    first, crossing = leaves(FIRST, "he.foshan", "li.foshan"), leaves(SECOND, "li.foshan", "he.foshan")
    assert second_is_refused(first, crossing) == "heir"
    assert (
        second_is_refused(leaves(FIRST, "li.foshan", SECOND), handed(FIRST, "wu.foshan", "li.foshan"))
        == "heir"
    )
    assert [account(name).is_active for name in ("he.foshan", "li.foshan", "wu.foshan")] == [
        False,
        False,
        True,
    ]
    assert len(moved) == 2


@pytest.mark.slow
def test_an_account_is_closed_once(moved: list[tuple[str, str]]) -> None:
    assert second_is_refused(leaves(FIRST, "he.foshan"), leaves(SECOND, "he.foshan")) == "left"
    assert len(moved) == 1
