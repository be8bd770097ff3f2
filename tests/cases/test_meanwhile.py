"""What happens to a case between the moment somebody has read it and the moment he writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from cases.conftest import FOSHAN, MOMENT, WUZHOU, World, staff
from cases.test_arriving import PEOPLE
from cases.test_promises import application, do
from shebaotong.cases import api as cases
from shebaotong.cases import commands, finishing, reading
from shebaotong.cases.models import Case, CaseToken
from shebaotong.exchange.models import Outbox
from shebaotong.kernel.api import Actor, Key, Role
from shebaotong.store.api import agency_context
from support.databases import load_network

pytestmark = [pytest.mark.db, pytest.mark.slow]
HE, ZHOU = (staff(FOSHAN, name, Role.CLERK, Role.REVIEWER) for name in ("何志文", "周收"))
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
SECRET = "他的病史"


@pytest.fixture
def world(live_database: object) -> World:
    load_network()
    return World(MOMENT)


def opened(actor: Actor = HE, owner: str = FOSHAN, **changes: Any) -> str:
    opening = cases.Opening("retirement_claim", owner, application(**changes))
    return cases.open_case(opening=opening, actor=actor, now=MOMENT).case_number


def aside(act: Callable[[], object]) -> threading.Thread:
    """Begin this on a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@contextmanager
def once_before(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], object], *, wait: bool
) -> Iterator[None]:
    """Let another connection do this where ``module.name`` is called first; ``wait`` until it is done."""
    going_on = getattr(module, name)
    begun: list[threading.Thread] = []

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        if not begun:
            begun.append(aside(act))
            begun[0].join(None if wait else 0.5)
        return going_on(*args, **kwargs)

    monkeypatch.setattr(module, name, meanwhile)
    yield
    assert begun, f"{name} was not called"
    begun[0].join()


def erase(number: str, key: Key) -> None:
    order = "个保法第四十七条 令字1号"
    assert cases.erase_body(actor=HE, case_number=number, key=key, order=order, now=MOMENT)


def test_what_was_erased_since_it_was_read_is_not_written_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened()
    with once_before(monkeypatch, commands, "finish", lambda: erase(number, Key(FOSHAN, 1)), wait=True):
        do(world, number, HE, "case.message", {"text": "材料已齐"})
    with agency_context(agency=FOSHAN):
        row = Case.objects.get(number=number)
        assert (row.subject_name, row.subject_masked, row.person_token) == ("", "", "")
        assert not CaseToken.objects.filter(case_number=number).exists()
    message = cases.read(number=number, actor=HE).copy.latest("message")
    assert message is not None and message.body == {"text": "材料已齐"}
    assert cases.rebuild(agency=FOSHAN, swap=False).differing == 0


@pytest.mark.parametrize(
    ("module", "name", "wait"), [(commands, "finish", True), (finishing, "follow", False)]
)
def test_what_is_erased_while_the_case_is_handed_on_stays_here(
    world: World, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, wait: bool
) -> None:
    """Before the history for the newcomer is written, and after it but before it is committed."""
    number = opened()
    do(world, number, HE, "case.message", {"text": SECRET})
    message = cases.read(number=number, actor=HE).copy.latest("message")
    assert message is not None
    reason = {"agency": WUZHOU, "reason": "参保地在那里"}
    with once_before(monkeypatch, module, name, lambda: erase(number, message.key), wait=wait):
        do(world, number, HE, "case.forward", reason)
    with agency_context(agency=FOSHAN):
        sent = Outbox.objects.filter(case_number=number, receiver=WUZHOU)
        assert sent.filter(reference=f"d/{message.key}").exists()
        assert not sent.filter(parcel__contains=SECRET).exists()
    world.carry()
    there = cases.read(number=number, actor=LIN).copy.document(message.key)
    assert there is not None and there.body is None


def test_a_case_that_grows_while_it_is_opened_is_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two colleagues open what has just arrived: each signs that it was opened, and one of them first."""
    number = opened(LIN)
    world.carry()
    first: list[bool] = []

    def colleague() -> None:
        first.append(cases.mark_opened(number=number, actor=ZHOU, now=MOMENT))

    with once_before(monkeypatch, reading, "finish", colleague, wait=True):
        assert not cases.mark_opened(number=number, actor=HE, now=MOMENT)
    assert first == [True]


def test_what_a_colleague_is_about_to_take_is_passed_over(world: World) -> None:
    # Both are due at the same time: then their numbers decide which is the more urgent.
    first, second = sorted((opened(), opened(subject=PEOPLE[0])))
    taken: list[str | None] = []
    reviewer, colleague = (staff(FOSHAN, name, Role.REVIEWER) for name in ("陈审", "黄审"))
    with transaction.atomic():
        assert cases.claim(actor=colleague, number=first, now=MOMENT) is None
        thread = aside(lambda: taken.append(cases.claim_next(actor=reviewer, now=MOMENT)))
        time.sleep(0.5)
        assert not taken, "it waits to see whether the colleague keeps the case"
    thread.join()
    assert taken == [second]
