"""Parcels worked in together come to what they would have come to one by one, and one costs no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from cases.conftest import FOSHAN, LIUPANSHUI, WUZHOU, World, staff
from cases.test_ms_du import CHEN, DU, HE, LIN, do
from shebaotong.cases import api as cases
from shebaotong.cases import arriving, basis, catalogue
from shebaotong.exchange import api as exchange
from shebaotong.exchange.models import Inbox
from shebaotong.kernel.api import Document, Fact, Role, Stage, Status, Text
from shebaotong.network import api as network
from shebaotong.registry import api as registry
from shebaotong.store.api import Server, agency_context, send_with_next

pytestmark = pytest.mark.db

NANNING = staff("450100", "南宁", Role.CLERK)
PEOPLE = [
    {**DU, "identifier": number, "name": f"试{place}"}
    for place, number in enumerate(("440699197301010025", "440699197301010041", "440699197301010068"))
]


def claim(world: World, person: dict[str, Any], actor: Any = LIN) -> str:
    body = {
        "subject": person,
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": ["450900"],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [{"code": "identity", "status": "seen"}],
    }
    opening = cases.Opening(item="retirement_claim", owner=FOSHAN, body=body)
    return cases.open_case(opening=opening, actor=actor, now=world.now).case_number


def relay(world: World, agency: str) -> None:
    exchange.relay(agency=agency, transport=exchange.LocalTransport(), now=world.now)


def work_in(world: World, agency: str, handler: exchange.Handler = arriving.deliver_all) -> int:
    return exchange.work_in(agency=agency, handler=handler, now=world.now)


def one_by_one(arrivals: Sequence[exchange.Arrival]) -> list[exchange.CarryFailure | None]:
    return [result for arrival in arrivals for result in arriving.deliver_all([arrival])]


def pending(agency: str) -> list[Inbox]:
    with agency_context(agency=agency):
        return list(Inbox.objects.filter(agency=agency, done_at=None))


def texts(number: str) -> list[str]:
    copy = cases.read(number=number, actor=HE).copy
    return [d.body["text"] for d in copy.documents if d.name == "message" and d.body]


def _bare(document: Document) -> Any:
    """What does not hang on salts drawn anew."""
    return (replace(document.envelope, body_digest=""), document.body, document.delivered_at)


def everything(number: str, actor: Any) -> Any:
    copy = cases.read(number=number, actor=actor).copy
    return copy.state, [_bare(document) for document in copy.documents], set(copy.receipts)


@pytest.mark.slow
def test_together_is_as_one_by_one(world: World) -> None:
    """Openings, messages and receipts of three cases, worked in both ways from the same inboxes."""
    numbers = [claim(world, person) for person in PEOPLE]
    for number in numbers:
        do(world, number, LIN, "case.message", {"text": "补充说明"})
    relay(world, WUZHOU)

    def worked_in(handler: exchange.Handler) -> Any:
        with transaction.atomic():
            assert work_in(world, FOSHAN, handler) == 6
            relay(world, FOSHAN)
            assert work_in(world, WUZHOU, handler) == 6
            found = [(everything(number, HE), everything(number, LIN)) for number in numbers]
            transaction.set_rollback(True)
        return found

    together = worked_in(arriving.deliver_all)
    assert together == worked_in(one_by_one)
    for (owner, *_), (starter, *_) in together:
        assert owner == starter and owner.step == "check" and owner.clock.running


def test_what_breaks_the_program_costs_only_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [claim(world, person) for person in PEOPLE]
    relay(world, WUZHOU)
    item = catalogue.item("retirement_claim")

    def decide(view: Any, document: Document, *others: Any) -> Any:
        if view.state.number == numbers[1]:
            raise KeyError("试1")
        return item.decide(view, document, *others)

    with monkeypatch.context() as patched:
        patched.setattr(arriving.delivery, "_item_of", lambda copy, document: replace(item, decide=decide))
        assert work_in(world, FOSHAN) == 2
    (left,) = pending(FOSHAN)
    assert left.case_number == numbers[1] and left.dead_at is None
    assert left.error == "it broke the program: KeyError", "of the error nothing but its kind is kept"
    assert work_in(world, FOSHAN) == 0, "not before its time"
    world.pass_time(seconds=3)
    assert work_in(world, FOSHAN) == 1
    assert cases.read(number=numbers[1], actor=HE).copy.state.step == "check"


def test_what_the_database_refuses_costs_only_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is said only with what comes next, as a message to the person is."""
    numbers = [claim(world, person) for person in PEOPLE]
    relay(world, WUZHOU)

    follow = arriving.follow

    def follow_and_say(work: Any) -> None:
        follow(work)
        if work.copy.number == numbers[1]:
            send_with_next("SELECT 1 / 0", [])

    with monkeypatch.context() as patched:
        patched.setattr(arriving, "follow", follow_and_say)
        assert work_in(world, FOSHAN) == 2
    (left,) = pending(FOSHAN)
    assert left.case_number == numbers[1] and left.error == "it broke the program: DataError"
    world.pass_time(seconds=3)
    assert work_in(world, FOSHAN) == 1


def test_a_copy_that_changes_meanwhile_is_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [claim(world, person) for person in PEOPLE]
    world.carry()
    for number in numbers:
        do(world, number, LIN, "case.message", {"text": "补充"})
    relay(world, WUZHOU)
    read = basis.read_basis
    written = []

    def read_and_be_overtaken(**asked: Any) -> basis.Basis:
        found = read(**asked)
        if not written:
            written.append(numbers[1])
            do(world, numbers[1], HE, "case.message", {"text": "同时写的"})
        return found

    monkeypatch.setattr(arriving, "read_basis", read_and_be_overtaken)
    assert work_in(world, FOSHAN) == 3
    assert texts(numbers[0]) == texts(numbers[2]) == ["补充"]
    assert texts(numbers[1]) == ["同时写的", "补充"], "neither is lost"
    assert pending(FOSHAN) == []


def test_what_follows_is_done_in_one_order_of_persons(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each person's record is held until the end: two rounds that meet the same people in other orders would
    wait for each other for ever."""
    follow, met = arriving.follow, []

    def follow_and_note(work: Any) -> None:
        met.append(work.subject.token)
        follow(work)

    monkeypatch.setattr(arriving, "follow", follow_and_note)
    for people in (PEOPLE, PEOPLE[::-1]):
        with transaction.atomic():
            for person in people:
                claim(world, person)
            relay(world, WUZHOU)
            assert work_in(world, FOSHAN) == 3
            transaction.set_rollback(True)
    assert met[:3] == met[3:] == sorted(met[:3])


@pytest.mark.row("K1", "the same claim at a second window meets the first one and joins it")
def test_two_claims_in_one_batch_become_one(world: World) -> None:
    first, second = claim(world, DU, LIN), claim(world, DU, NANNING)
    relay(world, WUZHOU)
    relay(world, "450100")
    assert work_in(world, FOSHAN) == 2
    states = {number: cases.read(number=number, actor=HE).copy.state for number in (first, second)}
    (joined,) = [state for state in states.values() if state.ending == "joined"]
    (stands,) = [state for state in states.values() if state.status is Status.OPEN]
    assert joined.joined == stands.number
    assert set(stands.participants) == {WUZHOU, FOSHAN, "450100"}
    world.carry()
    assert (
        cases.read(number=stands.number, actor=LIN).copy.state
        == cases.read(number=stands.number, actor=NANNING).copy.state
    )


def test_what_the_locator_refuses_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [claim(world, person) for person in PEOPLE]
    relay(world, WUZHOU)

    def refuse(
        *, asking_agency: str, asked: Sequence[network.LocatorQuestion]
    ) -> list[tuple[str, ...] | network.LocatorRefused]:
        refused = network.LocatorRefused("rate", Text("满了", "too often"))
        return [refused if question.case_number == numbers[0] else () for question in asked]

    with monkeypatch.context() as patched:
        patched.setattr(network, "locate_together", refuse)
        assert work_in(world, FOSHAN) == 2
    (left,) = pending(FOSHAN)
    assert left.case_number == numbers[0] and left.dead_at is None
    with pytest.raises(cases.UnknownCase):
        cases.read(number=numbers[0], actor=HE)
    world.pass_time(seconds=3)
    assert work_in(world, FOSHAN) == 1


def test_what_several_cases_want_to_know_is_read_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [claim(world, person) for person in PEOPLE]
    for number in numbers:
        do(world, number, LIN, "case.message", {"text": "补充"})
    relay(world, WUZHOU)
    met: list[list[str]] = []

    def counted(*, agency: str, asked: Sequence[registry.Asking]) -> list[tuple[Fact, ...]]:
        met.append([each.case_number for each in asked])
        return read_together(agency=agency, asked=asked)

    read_together = registry.read_together
    monkeypatch.setattr(registry, "read_together", counted)
    assert work_in(world, FOSHAN) == 6
    assert met == [numbers], "the openings together, and nothing about the messages"
    for number in numbers:
        assert texts(number) == ["补充"]
        (fact,) = [
            fact
            for document in cases.read(number=number, actor=HE).copy.documents
            if document.name == "outcome" and document.body
            for fact in document.body["facts"]
            if fact["kind"] == "person"
        ]
        assert fact["known"] is False


def test_a_lie_among_others_is_refused_alone(world: World) -> None:
    number = claim(world, PEOPLE[0])
    relay(world, WUZHOU)
    (row,) = pending(FOSHAN)
    genuine = exchange.Parcel(row.sender, FOSHAN, number, row.kind, row.reference, row.parcel)
    lies = (
        replace(genuine, content=genuine.content.replace("试0", "贼")),
        exchange.Parcel(LIUPANSHUI, FOSHAN, number, "document", "d/x/1", "{}"),
        exchange.Parcel(WUZHOU, FOSHAN, number, "letter", "l/1", "{}"),
    )
    arrivals = [exchange.Arrival(parcel, world.now) for parcel in (*lies, genuine, genuine)]
    with agency_context(agency=FOSHAN):
        results = arriving.deliver_all(arrivals)
    assert [failure.permanent for failure in results[:3] if failure] == [True] * 3
    assert results[3:] == [None, None], "the same twice is one"
    copy = cases.read(number=number, actor=CHEN).copy
    assert [receipt.stage for receipt in copy.receipts] == [Stage.DELIVERED]


@pytest.mark.slow
def test_the_worker_is_woken_by_what_is_committed_alone(live_database: Server) -> None:
    def rings(act: Callable[[], None]) -> list[str]:
        with psycopg.connect(live_database.conninfo(role="app"), autocommit=True) as listener:
            listener.execute(f"LISTEN {exchange.CHANNEL}")
            act()
            return [notice.payload for notice in listener.notifies(timeout=0.2)]

    def rolled_back() -> None:
        with transaction.atomic():
            exchange.wake(agency=FOSHAN)
            transaction.set_rollback(True)

    def committed() -> None:
        with agency_context(agency=WUZHOU):
            exchange.wake(agency=WUZHOU)

    assert rings(rolled_back) == []
    assert rings(committed) == [WUZHOU]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("on",), "only the signal's own commit does not wait for the disk"
