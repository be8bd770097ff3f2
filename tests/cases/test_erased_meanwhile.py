"""What a lawful order erases while somebody works on the case is neither kept nor sent by that work."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from cases.conftest import FOSHAN, MOMENT, WUZHOU, ZHONGSHAN, World, staff
from cases.test_ms_du import CHEN, DU, HE, claim, claim_body, do
from shebaotong.cases import api as cases
from shebaotong.cases import arriving, commands, finishing
from shebaotong.cases.models import Case, CaseToken
from shebaotong.exchange.models import Outbox
from shebaotong.kernel.api import Key, Role
from shebaotong.store.api import Server, agency_context, as_owner
from support.databases import load_network
from support.elsewhere import Elsewhere, elsewhere

pytestmark = pytest.mark.db
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
SAID = "杜月华的丈夫在衡阳"


@pytest.fixture
def world(live_database: object) -> World:
    load_network()
    return World(MOMENT)


def erase(number: str, key: Key) -> bool:
    return cases.erase_body(actor=HE, case_number=number, key=key, order="令字1号", now=MOMENT)


def before(
    patch: pytest.MonkeyPatch, module: Any, name: str, work: Callable[[], object]
) -> list[tuple[Any, ...]]:
    """Do ``work`` elsewhere before the first call of the module's function; all calls are noted."""
    calls: list[tuple[Any, ...]] = []
    done = getattr(module, name)

    def instead(*given: Any, **named: Any) -> Any:
        calls.append(given)
        if len(calls) == 1:
            assert elsewhere(work)
        return done(*given, **named)

    patch.setattr(module, name, instead)
    return calls


def nothing_of_her_is_kept(number: str) -> None:
    with agency_context(agency=FOSHAN):
        row = Case.objects.get(agency=FOSHAN, number=number)
        assert (row.subject_name, row.subject_masked, row.person_token) == ("", "", "")
        assert not CaseToken.objects.filter(agency=FOSHAN, case_number=number).exists()
    assert cases.search(agency=FOSHAN, text=DU["name"]) == ()
    assert cases.rebuild(agency=FOSHAN, swap=False).differing == 0


def parcels_that_say(words: str) -> list[str]:
    with agency_context(agency=FOSHAN):
        return [row.reference for row in Outbox.objects.filter(agency=FOSHAN, parcel__contains=words)]


def test_a_command_does_not_bring_back_the_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = claim(world, [])
    calls = before(monkeypatch, commands, "finish", lambda: erase(number, Key(FOSHAN, 1)))
    do(world, number, HE, "case.message", {"text": "请稍候"})
    nothing_of_her_is_kept(number)
    assert len(calls) == 2, "what was decided on the old copy was decided again"


@pytest.mark.slow
def test_what_arrives_does_not_bring_back_the_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = cases.Opening("retirement_claim", FOSHAN, claim_body([]))
    number = cases.open_case(opening=opening, actor=LIN, now=MOMENT).case_number
    world.carry()
    do(world, number, LIN, "case.message", {"text": "她明天再来。"})
    calls = before(monkeypatch, arriving, "append_all", lambda: erase(number, Key(WUZHOU, 1)))
    world.carry()
    nothing_of_her_is_kept(number)
    assert len(calls) > 1
    said = cases.read(number=number, actor=HE).copy.latest("message")
    assert said is not None and said.body == {"text": "她明天再来。"}


@pytest.mark.slow
def test_who_is_let_in_does_not_get_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = claim(world, [])
    do(world, number, HE, "case.message", {"text": SAID})
    said = cases.read(number=number, actor=HE).copy.latest("message")
    assert said is not None
    before(monkeypatch, commands, "finish", lambda: erase(number, said.key))
    do(world, number, CHEN, "case.forward", {"agency": ZHONGSHAN, "reason": "参保地在那里"})
    assert parcels_that_say(DU["name"]) == [f"d/{FOSHAN}/1"], "the application went, the message did not"
    assert cases.rebuild(agency=FOSHAN, swap=False).differing == 0


@pytest.mark.slow
def test_what_is_about_to_be_sent_is_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the work was first, its parcels are seen and lose what is erased."""
    number = claim(world, [])
    do(world, number, HE, "case.message", {"text": SAID})
    said = cases.read(number=number, actor=HE).copy.latest("message")
    assert said is not None
    erasing: list[Elsewhere[bool]] = []
    follow = finishing.follow

    def appended(work: Any) -> None:
        erasing.append(Elsewhere(lambda: erase(number, said.key)))
        assert erasing[0].ended_or_waits(), "nobody had to wait for what is not committed yet"
        follow(work)

    monkeypatch.setattr(finishing, "follow", appended)
    do(world, number, CHEN, "case.forward", {"agency": ZHONGSHAN, "reason": "参保地在那里"})
    assert erasing[0].answer()
    assert parcels_that_say(DU["name"]) == [f"d/{FOSHAN}/1"]


@pytest.mark.slow
def test_what_was_erased_before_erasures_were_counted_is_counted(world: World, live_database: Server) -> None:
    number = claim(world, [])
    seen = cases.read(number=number, actor=HE).copy.revision
    assert erase(number, Key(FOSHAN, 1)) and not erase(number, Key(FOSHAN, 1))
    migration = import_module("shebaotong.cases.migrations.0016_erasures_are_counted")
    for statements, revision in ((migration.COUNT_NO_MORE, seen), (migration.COUNT, seen + 1)):
        with as_owner(server=live_database), connection.cursor() as cursor:
            cursor.execute(statements)
        assert cases.read(number=number, actor=HE).copy.revision == revision
    assert cases.rebuild(agency=FOSHAN, swap=False).differing == 0
