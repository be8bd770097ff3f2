"""A pensioner of Zhongshan on a visit certifies in Ganzhou, and Zhongshan's record says so at once."""

from __future__ import annotations

from typing import Any

import pytest

from cases.conftest import LIUPANSHUI, ZHONGSHAN, World, staff
from cases.people import register, subject_of
from shebaotong.cases import api as cases
from shebaotong.kernel.api import FactKind, Role, Status
from shebaotong.messages.models import Message, Sms
from shebaotong.store.api import agency_context

GANZHOU = "360700"
CLERK = staff(GANZHOU, "赣州", Role.CLERK)

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]


def certify(world: World, subject: dict[str, Any], owner: str = ZHONGSHAN) -> Any:
    body = {"subject": subject, "confirmed": "in_person"}
    opening = cases.Opening(item="eligibility_certification", owner=owner, body=body)
    number = cases.open_case(opening=opening, actor=CLERK, now=world.now).case_number
    world.carry()
    return cases.read(number=number, actor=CLERK).copy


@pytest.mark.row("Y7", "low-risk items are finished where they are asked")
@pytest.mark.row("K3", "certified at any window; the paying city's record is marked and valid for a year")
def test_it_is_finished_at_the_window_and_the_paying_city_knows(world: World) -> None:
    copy = certify(world, subject_of("visiting"))
    assert (copy.state.status, copy.state.ending) == (Status.ENDED, "completed")
    answer = copy.latest("certified")
    assert answer is not None and answer.body is not None
    assert answer.body["valid_until"] == "2027-11-20"
    held = register(world, "visiting", ZHONGSHAN, FactKind.ENTITLEMENTS)
    assert held["entitlements"][0]["certified_until"] == "2027-11-20"
    proof = held["certifications"][0]
    assert (proof["method"], proof["place_agency"], proof["on"]) == ("window", GANZHOU, "2026-11-20")


@pytest.mark.row("E10", "who was certified is told by SMS until when")
def test_the_person_is_told_until_when_by_the_city_where_he_stands(world: World) -> None:
    certify(world, {**subject_of("visiting"), "phone": "13800001234"})
    with agency_context(agency=GANZHOU):
        assert "2027年11月20日" in Sms.objects.get(agency=GANZHOU).text
    with agency_context(agency=ZHONGSHAN):
        assert not Message.objects.filter(agency=ZHONGSHAN).exists()


@pytest.mark.row("K3", "unknown or without a benefit: refused with reason and remedy")
@pytest.mark.parametrize("key, ground", [("du", "unknown_person"), ("deng", "no_benefit")])
def test_who_draws_nothing_there_is_refused_in_writing(world: World, key: str, ground: str) -> None:
    copy = certify(world, subject_of(key))
    assert copy.state.ending == "refused"
    answer = copy.latest("not_certified")
    assert answer is not None and answer.body is not None
    assert answer.body["ground"] == ground
    assert answer.body["reason"]["zh"] and answer.body["remedy"]["zh"]


def test_twice_in_a_day_is_two_proofs_and_one_date(world: World) -> None:
    certify(world, subject_of("visiting"))
    world.pass_time(hours=1)
    assert certify(world, subject_of("visiting")).state.ending == "completed"
    held = register(world, "visiting", ZHONGSHAN, FactKind.ENTITLEMENTS)
    assert held["entitlements"][0]["certified_until"] == "2027-11-20"
    assert len([proof for proof in held["certifications"] if proof["on"] == "2026-11-20"]) == 2


def test_a_window_without_agreement_certifies_nobody(world: World) -> None:
    stranger = staff(LIUPANSHUI, "陌生人", Role.CLERK)
    body = {"subject": subject_of("visiting"), "confirmed": "in_person"}
    opening = cases.Opening(item="eligibility_certification", owner=ZHONGSHAN, body=body)
    with pytest.raises(cases.NotAccepted):
        cases.open_case(opening=opening, actor=stranger, now=world.now)


def test_nobody_certifies_unseen(world: World) -> None:
    opening = cases.Opening(
        item="eligibility_certification",
        owner=ZHONGSHAN,
        body={"subject": subject_of("visiting"), "confirmed": "by_photo"},
    )
    with pytest.raises(cases.InvalidBody):
        cases.open_case(opening=opening, actor=CLERK, now=world.now)
