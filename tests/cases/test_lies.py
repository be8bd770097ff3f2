"""A member city whose key signs what its engine would never write: none of it is acted upon elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cases import promises
from cases.conftest import FOSHAN, LIUPANSHUI, WUZHOU, World, staff
from cases.people import subject_of
from cases.test_pension_amount import HE, LIN
from cases.test_void_and_again import ALONE, drawn
from shebaotong.cases import api as cases
from shebaotong.exchange.api import DOCUMENT, RECEIPT, CarryFailure, Parcel
from shebaotong.exchange.models import Inbox
from shebaotong.kernel.api import (
    Actor,
    ClockEntry,
    Envelope,
    FileRef,
    Flow,
    Key,
    Move,
    Reach,
    Receipt,
    Role,
    Stage,
    Ticking,
    body_digest,
    canonical,
    json_text,
    read_json,
    sign,
)
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

NANNING = staff("450100", "南宁", Role.CLERK)

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]


def opened(world: World) -> str:
    """Her claim, accepted at Wuzhou, owned by Foshan."""
    opening = cases.Opening(item="retirement_claim", owner=FOSHAN, body=claim())
    number = cases.open_case(opening=opening, actor=LIN, now=world.now).case_number
    world.carry()
    return number


def claim() -> dict[str, Any]:
    return {
        "subject": subject_of("du"),
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [{"code": "identity", "status": "seen"}],
    }


def signed(
    world: World,
    number: str,
    kind: str,
    body: dict[str, Any],
    flow: Flow,
    reach: Reach,
    by: Actor = LIN,
    files: tuple[FileRef, ...] = (),
    after: int = 0,
    to: str = FOSHAN,
) -> Parcel:
    """The next document of that city in the case, signed with its true key, on its way to another;
    ``after`` that many of which its own copy knows nothing."""
    author = by.agency
    with agency_context(agency=author):
        key = network.signing_key(agency=author)
    state = cases.read(number=number, actor=by).copy.state
    envelope = Envelope(
        case=number,
        type=kind,
        version=1,
        author=author,
        number=state.heads.get(author, 0) + 1 + after,
        reach=reach,
        hand="forged",
        heads=state.heads,
        claimed_at=world.now,
        flow=flow,
        body_digest=body_digest("salt", body),
        files=files,
    )
    content = {
        "envelope": envelope.to_json(),
        "signature": sign(key, canonical(envelope.to_json())),
        "body": body,
        "salt": "salt",
    }
    return Parcel(author, to, number, DOCUMENT, f"d/{author}/{envelope.number}", json_text(content))


def refused_for_good(world: World, parcel: Parcel) -> str:
    with pytest.raises(CarryFailure) as refused:
        cases.deliver(parcel, world.now)
    assert refused.value.permanent
    return str(refused.value)


@pytest.mark.parametrize("move", [Move.NOTE, Move.REMIND])
def test_no_other_city_grants_by_calling_it_a_note(world: World, move: Move) -> None:
    """It was acted upon for its name: the register paid what nobody at the owner had decided."""
    number = opened(world)
    refused_for_good(world, signed(world, number, "retirement_claim.grant", ALONE, Flow(move), Reach.PERSON))
    assert drawn(world) == []
    assert cases.read(number=number, actor=HE).copy.latest("grant") is None


def test_a_message_ends_no_case_and_moves_none(world: World) -> None:
    number = opened(world)
    before = cases.read(number=number, actor=HE).copy.state
    told = {"text": "办结了"}
    for flow in (
        Flow(Move.END, ending="withdrawn"),
        Flow(Move.ADVANCE, step="decide"),
        Flow(Move.NOTE, verdict="granted"),
    ):
        refused_for_good(world, signed(world, number, "case.message", told, flow, Reach.SHARED))
    refused_for_good(world, signed(world, number, "case.message", told, Flow(Move.NOTE), Reach.PERSON))
    assert cases.read(number=number, actor=HE).copy.state == before


def test_who_is_not_the_owner_brings_no_answer(world: World) -> None:
    """What another city is said to have answered counts as months: the owner's engine alone writes it."""
    number = opened(world)
    body = {"case": "4504000000000000", "result": {"ending": "completed"}}
    flow = Flow(Move.RESUME, wait="4504000000000000")
    told = refused_for_good(world, signed(world, number, "case.resume", body, flow, Reach.SHARED))
    assert WUZHOU in told


def note(world: World, number: str, change: Callable[[dict[str, Any]], None]) -> Parcel:
    """A message of Wuzhou's whose envelope is changed before it is signed with the true key."""
    body = {"text": "请回话"}
    flow = Flow(Move.NOTE)
    parcel = signed(world, number, "case.message", body, flow, Reach.SHARED)
    content = read_json(parcel.content)
    change(content["envelope"])
    with agency_context(agency=WUZHOU):
        key = network.signing_key(agency=WUZHOU)
    content["signature"] = sign(key, canonical(content["envelope"]))
    return replace(parcel, content=json_text(content))


_CLOCK = {"ticking": "run", "due_at": "2099-01-01T09:00:00+08:00"}
UNSOUND: dict[str, Callable[[dict[str, Any]], None]] = {
    "a number that is text": lambda e: e.update(number="2"),
    "a number beyond all counting": lambda e: e.update(number=2**50),
    "heads that are text": lambda e: e.update(heads={WUZHOU: "1"}),
    "heads of nobody": lambda e: e.update(heads={"x": 1}),
    "a moment without a zone": lambda e: e.update(claimed_at="2026-11-20T09:00:00"),
    "the turn of nobody": lambda e: e["flow"].update(turn="999999"),
    "the turn of an owner of its own making": lambda e: e["flow"].update(turn="999999", owner="999999"),
    "a step of no item": lambda e: e["flow"].update(step="paradise"),
    "a clock of another's": lambda e: e["flow"].update(clock=_CLOCK),
    "a due date without a zone": lambda e: e["flow"].update(clock=_CLOCK | {"due_at": "2099-01-01T09:00:00"}),
    "files of a message": lambda e: e.update(files=[{"sha256": "x", "media_type": "text/html", "size": -1}]),
}


@pytest.mark.parametrize("what", UNSOUND)
def test_nothing_unsound_is_stored(world: World, what: str) -> None:
    """It was folded and kept, and the case could not be read or written afterwards."""
    number = opened(world)
    before = cases.read(number=number, actor=HE).copy
    refused_for_good(world, note(world, number, UNSOUND[what]))
    assert cases.read(number=number, actor=HE).copy == before
    said = cases.Writing(case_number=number, type="case.message", body={"text": "好"})
    cases.write(writing=said, actor=HE, now=world.now)


@pytest.mark.parametrize("days", ["remaining_days", "legal_remaining_days"])
def test_no_clock_stops_with_less_than_nothing_left(world: World, days: str) -> None:
    """No date can be counted from it: nobody was told what is missing, and what came behind waited."""
    number = opened(world)
    text = {"zh": "户口簿", "en": "Household register"}
    body = {"missing": [{"code": "household", "title": text, "how": text}]}

    def notice(left: int) -> Parcel:
        flow = Flow(
            Move.SUSPEND,
            from_steps=("check",),
            turn=WUZHOU,
            wait="person",
            reason="supplement",
            clock=ClockEntry(Ticking.STOP, **{"remaining_days": 5, "legal_remaining_days": 5, days: left}),
        )
        kind = "retirement_claim.supplement_notice"
        return signed(world, number, kind, body, flow, Reach.PERSON, HE, to=WUZHOU)

    assert f"/flow/clock/{days} (minimum)" in refused_for_good(world, notice(-5))
    cases.deliver(notice(0), world.now)
    assert cases.read(number=number, actor=LIN).copy.state.clock.remaining_days is not None


def test_a_stranger_signs_no_receipt_for_a_case(world: World) -> None:
    number = opened(world)
    with agency_context(agency=LIUPANSHUI):
        key = network.signing_key(agency=LIUPANSHUI)
    bare = Receipt(number, Key(WUZHOU, 1), LIUPANSHUI, Stage.OPENED, world.now)
    content = {"receipt": bare.to_json(), "signature": sign(key, canonical(bare.to_json()))}
    parcel = Parcel(LIUPANSHUI, FOSHAN, number, RECEIPT, "r/x", json_text(content))
    with pytest.raises(CarryFailure):
        cases.deliver(parcel, world.now)
    assert {r.issuer for r in cases.read(number=number, actor=HE).copy.receipts} <= {FOSHAN, WUZHOU}


def test_a_window_that_was_let_in_lets_nobody_in(world: World) -> None:
    number = opened(world)
    again = cases.Opening(item="retirement_claim", owner=FOSHAN, body=claim())
    cases.open_case(opening=again, actor=NANNING, now=world.now)
    world.carry()
    assert "450100" in cases.read(number=number, actor=HE).copy.state.participants
    body = {"agency": LIUPANSHUI, "case": number}
    flow = Flow(Move.ADMIT, agency=LIUPANSHUI)
    refused_for_good(world, signed(world, number, "case.admit", body, flow, Reach.SHARED, by=NANNING))


def test_a_window_that_owns_the_later_claim_lets_its_window_in(world: World) -> None:
    """Nanning's clerk names Wuzhou as responsible where Wuzhou has accepted the claim for Foshan already."""
    number = opened(world)
    again = cases.Opening(item="retirement_claim", owner=WUZHOU, body=claim())
    later = cases.open_case(opening=again, actor=NANNING, now=world.now).case_number
    world.carry()
    assert cases.read(number=later, actor=LIN).copy.state.joined == number
    here = cases.read(number=number, actor=HE).copy
    for actor in (LIN, NANNING):
        assert promises.differences(here, cases.read(number=number, actor=actor).copy) == {}
    with agency_context(agency=FOSHAN):
        assert not Inbox.objects.filter(agency=FOSHAN, done_at__isnull=True).exists()
