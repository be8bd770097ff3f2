"""A case handed from city to city: nothing of it is lost on the way, and whoever owns it can go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from cases import promises
from cases.conftest import FOSHAN, WUZHOU, ZHONGSHAN, World, staff
from cases.test_attachments import PHOTO, content, open_with_file
from cases.test_ms_du import claim_body
from shebaotong.cases import api as cases
from shebaotong.exchange.api import FILE, CarryFailure, LocalTransport, Parcel
from shebaotong.exchange.models import Inbox
from shebaotong.kernel.api import Actor, Role, Status
from shebaotong.store.api import agency_context

NANNING = "450100"
CITIES = (FOSHAN, WUZHOU, ZHONGSHAN, NANNING)
ALL = (Role.CLERK, Role.REVIEWER, Role.APPROVER)
IN = {city: staff(city, "多面手", *ALL) for city in CITIES}

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("world")]


def opened(world: World, places: list[str], *, at: str, owner: str) -> str:
    opening = cases.Opening(item="retirement_claim", owner=owner, body=claim_body(places))
    number = cases.open_case(opening=opening, actor=IN[at], now=world.now).case_number
    world.carry()
    return number


def do(world: World, number: str, actor: Actor, kind: str, body: dict[str, Any]) -> None:
    cases.write(writing=cases.Writing(case_number=number, type=kind, body=body), actor=actor, now=world.now)


def forward(world: World, number: str, from_: str, to: str) -> None:
    do(world, number, IN[from_], "case.forward", {"agency": to, "reason": "参保地在那里"})


def copy_at(number: str, city: str) -> cases.Copy:
    return cases.read(number=number, actor=IN[city]).copy


def nothing_is_left() -> None:
    for city in CITIES:
        with agency_context(agency=city):
            rows = Inbox.objects.filter(agency=city, done_at__isnull=True)
            assert [(row.reference, row.error) for row in rows] == []


@pytest.mark.slow
def test_handed_on_twice_it_arrives(world: World) -> None:
    number = opened(world, [], at=NANNING, owner=FOSHAN)
    forward(world, number, FOSHAN, WUZHOU)
    world.carry()
    forward(world, number, WUZHOU, ZHONGSHAN)
    world.carry()
    nothing_is_left()
    assert copy_at(number, ZHONGSHAN).state.owner == ZHONGSHAN
    for city in (NANNING, FOSHAN, WUZHOU):
        assert promises.differences(copy_at(number, ZHONGSHAN), copy_at(number, city)) == {}


def test_what_was_written_while_it_was_handed_on_reaches_the_new_owner(world: World) -> None:
    number = opened(world, [], at=NANNING, owner=FOSHAN)
    forward(world, number, FOSHAN, WUZHOU)
    do(world, number, IN[NANNING], "case.message", {"text": "她还在衡阳参过保"})
    world.carry()
    do(world, number, IN[NANNING], "case.message", {"text": "请回话"})
    world.carry()
    nothing_is_left()
    for city in (NANNING, FOSHAN):
        assert promises.differences(copy_at(number, WUZHOU), copy_at(number, city)) == {}
    assert copy_at(number, WUZHOU).state.pending == ()


def may_forward(number: str, city: str) -> bool:
    actions = cases.read(number=number, actor=IN[city]).actions
    return next(a.allowed for a in actions if a.type == "case.forward")


@pytest.mark.slow
def test_while_another_city_is_asked_it_is_not_handed_on(world: World) -> None:
    """The answer comes to who asked: the new owner would have waited for it for ever."""
    number = opened(world, [ZHONGSHAN], at=NANNING, owner=FOSHAN)
    body = {"agency": ZHONGSHAN, "question": "pension_and_record"}
    do(world, number, IN[FOSHAN], "retirement_claim.ask_assistance", body)
    world.carry()
    assert not may_forward(number, FOSHAN)
    with pytest.raises(cases.NotAllowed):
        forward(world, number, FOSHAN, WUZHOU)
    (child,) = [row.number for row in cases.inbox(agency=ZHONGSHAN, bucket="act").rows]
    do(world, child, IN[ZHONGSHAN], "assistance.answer", {"status": "none", "note": ""})
    world.carry()
    forward(world, number, FOSHAN, WUZHOU)
    world.carry()
    assert copy_at(number, WUZHOU).state.status is Status.OPEN
    assert copy_at(number, WUZHOU).state.clock.running
    assert promises.differences(copy_at(number, WUZHOU), copy_at(number, NANNING)) == {}


def test_while_the_person_is_asked_it_is_not_handed_on(world: World) -> None:
    """The window could not have handed in what the former owner had asked for."""
    number = opened(world, [ZHONGSHAN], at=NANNING, owner=FOSHAN)
    words = {"zh": "银行卡", "en": "bank card"}
    missing = {"code": "bank_account", "title": words, "how": words}
    do(world, number, IN[FOSHAN], "retirement_claim.supplement_notice", {"missing": [missing]})
    world.carry()
    assert not may_forward(number, FOSHAN)
    handed_in = [{"code": "bank_account", "status": "seen"}]
    do(world, number, IN[NANNING], "retirement_claim.supplement", {"materials": handed_in})
    world.carry()
    assert may_forward(number, FOSHAN)


class DocumentsFirst:
    """A line on which files take longer than what names them."""

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        small = [parcel for parcel in parcels if parcel.kind != FILE]
        failures = dict(LocalTransport().carry(small, now=now)) if small else {}
        return failures | {p: CarryFailure("slow", permanent=False) for p in parcels if p.kind == FILE}


def test_a_file_that_is_still_on_its_way_is_handed_on_when_it_has_come(world: World) -> None:
    number, digest = open_with_file(world)
    cases.pump(agencies=CITIES, transport=DocumentsFirst(), now=world.now)
    forward(world, number, FOSHAN, ZHONGSHAN)
    for _ in range(3):
        world.carry()
        world.pass_time(hours=2)
    assert content(ZHONGSHAN, number, digest) == PHOTO
    nothing_is_left()
