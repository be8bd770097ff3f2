"""Parcels out of order: what one city has decided is not carried out by the one that has the case now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from cases import promises
from cases.conftest import FOSHAN, WUZHOU, World, staff
from cases.people import register
from cases.test_lies import NANNING, claim
from cases.test_pension_amount import CHEN, HE, LIANG, do, offered
from cases.test_void_and_again import AGREE
from shebaotong.cases import api as cases
from shebaotong.exchange.api import DOCUMENT, CarryFailure, LocalTransport, Parcel
from shebaotong.kernel.api import FactKind, Role, read_json

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
CITIES = (FOSHAN, WUZHOU, "450100")


class HeldBack:
    """A line on which one kind of document takes its time."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        late = [p for p in parcels if p.kind == DOCUMENT and self._is_late(p)]
        rest = [p for p in parcels if p not in late]
        failures = dict(LocalTransport().carry(rest, now=now)) if rest else {}
        return failures | {p: CarryFailure("slow", permanent=False) for p in late}

    def _is_late(self, parcel: Parcel) -> bool:
        return str(read_json(parcel.content)["envelope"]["type"]).endswith(self.kind)


def drawn_at(world: World, city: str) -> list[str]:
    found = register(world, "du", city, FactKind.ENTITLEMENTS)["entitlements"]
    return [entry["benefit"] for entry in found]


@pytest.mark.parametrize(
    "late",
    [
        "grant",
        *(pytest.param(late, marks=pytest.mark.slow) for late in ("skip_assistance", "review", "reopen")),
    ],
)
def test_the_new_owner_does_not_pay_what_the_former_one_has_granted(world: World, late: str) -> None:
    """Granted at Foshan, opened again, handed on to Wuzhou; a document of before arrives last."""
    opening = cases.Opening(item="retirement_claim", owner=FOSHAN, body=claim())
    number = cases.open_case(opening=opening, actor=NANNING, now=world.now).case_number
    world.carry()
    do(world, number, HE, "retirement_claim.skip_assistance", {"reason": "没有别处"})
    do(world, number, CHEN, "retirement_claim.review", AGREE)
    do(world, number, LIANG, "retirement_claim.grant", offered(number, LIANG, "grant"))
    assert drawn_at(world, FOSHAN) == ["employee_pension"]
    before = drawn_at(world, WUZHOU)
    do(world, number, LIANG, "case.reopen", {"reason": "不归我们"})
    forward = {"agency": WUZHOU, "reason": "参保地在那里"}
    cases.write(writing=cases.Writing(number, "case.forward", forward), actor=CHEN, now=world.now)
    cases.pump(agencies=CITIES, transport=HeldBack(late), now=world.now)
    for _ in range(3):
        world.pass_time(hours=2)
        world.carry()
    here, there = (cases.read(number=number, actor=actor).copy for actor in (HE, LIN))
    assert promises.differences(here, there) == {} and there.state.owner == WUZHOU
    assert drawn_at(world, WUZHOU) == before
