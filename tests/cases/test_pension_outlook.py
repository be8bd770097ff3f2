"""What all cities hold of a person, gathered by a case: asked under agreements, answered at once, logged."""

from __future__ import annotations

from typing import Any

import pytest

from cases.conftest import FOSHAN, LIUPANSHUI, SHENZHEN, WUZHOU, ZHONGSHAN, World, staff
from cases.people import CAST, subject_of
from shebaotong.accounts.api import person_token
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Role, Status
from shebaotong.network import api as network
from shebaotong.registry import api as registry

pytestmark = pytest.mark.db
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
YANG = staff(LIUPANSHUI, "杨示例", Role.CLERK)


def question(**said: Any) -> dict[str, Any]:
    return {
        "subject": subject_of("du"),
        "purpose": "consultation",
        "agreed": True,
        "asked_by": "林雪梅",
        **said,
    }


def opened(world: World, actor: Any = LIN, **said: Any) -> str:
    opening = cases.Opening(item="pension_outlook", owner=actor.agency, body=question(**said))
    return cases.open_case(opening=opening, actor=actor, now=world.now).case_number


def told(number: str, actor: Any = LIN) -> dict[str, dict[str, Any]]:
    """By agency what it answered."""
    documents = cases.read(number=number, actor=actor).copy.documents
    results = [d.body["result"] for d in documents if d.name == "resume" and d.body is not None]
    return {result["agency"]: result["answer"] for result in results}


def looks(agency: str) -> set[tuple[str, str, str]]:
    events = registry.reads_of(agency=agency, identifier=CAST["du"].number, identifier_kind="resident")
    return {(each.reader.role, each.purpose.zh, each.case_number) for each in events}


def test_each_city_answers_at_once_and_says_so_in_the_persons_log(world: World, people: None) -> None:
    number = opened(world)
    waiting = cases.read(number=number, actor=LIN).copy.state
    assert waiting.status is Status.WAITING and [wait.reason for wait in waiting.waits] == ["record"]
    world.carry()
    state = cases.read(number=number, actor=LIN).copy.state
    assert (state.status, state.step, state.ending) == (Status.ENDED, "done", "completed")
    (answer,) = told(number).values()
    assert set(told(number)) == {FOSHAN} and answer["status"] == "held"
    assert answer["contributions"]["paid_months"]["employee_pension"] > 0
    assert "employer" not in str(answer) and "phone" not in str(answer)
    ((role, purpose, case),) = looks(FOSHAN)
    assert role == "engine" and purpose == "梧州市林雪梅查询：本人到窗口问何时、在哪里退休"
    assert case == waiting.waits[0].key
    assert {(role, case) for role, _purpose, case in looks(WUZHOU)} == {("clerk", number)}
    (lookup,) = network.lookups_of(number_token=network.number_token(number=CAST["du"].number))
    assert (lookup.agency, lookup.case_number, lookup.found) == (WUZHOU, number, 2)


def test_a_pension_that_another_city_pays_is_told_without_its_amount(world: World, people: None) -> None:
    number = opened(world, staff(FOSHAN, "何志文", Role.CLERK), subject=subject_of("du_drawing"))
    world.carry()
    (answer,) = told(number, staff(FOSHAN, "何志文", Role.CLERK)).values()
    (drawn,) = answer["entitlements"]["entitlements"]
    assert drawn["benefit"] == "resident_pension" and set(drawn) == {"benefit", "from", "status"}


def test_a_city_whose_machine_stands_still_is_waited_for_and_comes_later(world: World, people: None) -> None:
    number = opened(world)
    assert told(number) == {}
    assert cases.read(number=number, actor=LIN).copy.state.status is Status.WAITING
    world.pass_time(hours=3)
    world.carry()
    assert set(told(number)) == {FOSHAN}
    assert cases.read(number=number, actor=LIN).copy.state.status is Status.ENDED


def test_without_consent_or_a_case_and_for_no_purpose_of_the_list_nothing_is_opened(
    world: World, people: None
) -> None:
    for wrong in ({"purpose": "curiosity"}, {"agreed": False}, {"purpose": "in_case"}, {"asked_by": ""}):
        with pytest.raises(cases.InvalidBody):
            opened(world, **wrong)
    without = question()
    del without["agreed"]
    with pytest.raises(cases.InvalidBody):
        cases.open_case(
            opening=cases.Opening(item="pension_outlook", owner=WUZHOU, body=without),
            actor=LIN,
            now=world.now,
        )
    assert not looks(WUZHOU) and not looks(FOSHAN)


def test_the_record_is_asked_for_by_no_person_and_under_no_missing_agreement(
    world: World, people: None
) -> None:
    request = cases.Opening(item="pension_record", owner=FOSHAN, body=question(for_item="pension_outlook"))
    for clerk in (LIN, YANG):
        with pytest.raises(cases.NotAllowed):
            cases.open_case(opening=request, actor=clerk, now=world.now)
    with pytest.raises(cases.NotAccepted):
        cases.open_case(opening=request, actor=staff(LIUPANSHUI, "系统", Role.ENGINE), now=world.now)
    assert not looks(FOSHAN)


def test_a_stranger_learns_of_no_city(world: World, people: None) -> None:
    number = opened(world, YANG, asked_by="杨示例")
    world.carry()
    assert told(number, YANG) == {}
    assert cases.read(number=number, actor=YANG).copy.state.status is Status.ENDED
    assert not looks(FOSHAN) and not looks(WUZHOU)


def test_no_city_gathers_for_another_under_agreements_of_its_own(world: World, people: None) -> None:
    """Shenzhen shares an agreement with Zhongshan; Zhongshan has others, and they are not Shenzhen's."""
    clerk = staff(SHENZHEN, "李示例", Role.CLERK)
    opening = cases.Opening(item="pension_outlook", owner=ZHONGSHAN, body=question(asked_by="李示例"))
    number = cases.open_case(opening=opening, actor=clerk, now=world.now).case_number
    world.carry()
    assert cases.read(number=number, actor=clerk).copy.state.status is Status.ENDED
    assert told(number, clerk) == {}
    for agency in (ZHONGSHAN, WUZHOU, FOSHAN):
        assert not looks(agency)
    assert not network.lookups_of(number_token=network.number_token(number=CAST["du"].number))


def test_nobody_asks_about_himself_as_a_clerk(world: World, people: None) -> None:
    own = staff(WUZHOU, "杜月华", Role.CLERK, token=person_token(number=CAST["du"].number))
    with pytest.raises(cases.NotAllowed) as denied:
        opened(world, own)
    assert denied.value.denial is cases.Denial.OWN_CASE
