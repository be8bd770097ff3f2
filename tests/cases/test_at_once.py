"""Several at the same instant, in transactions of their own: one of them is first, and the others see it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cases.conftest import FOSHAN, MOMENT, WUZHOU, World, staff
from cases.test_arriving import PEOPLE, claim
from cases.test_promises import application
from shebaotong.cases import api as cases
from shebaotong.cases import reading
from shebaotong.cases.work import Work
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Role
from shebaotong.store.api import agency_context
from support.databases import load_network
from support.elsewhere import Elsewhere, elsewhere

pytestmark = [pytest.mark.db, pytest.mark.slow]
HE = staff(FOSHAN, "何志文", Role.CLERK)
LIN = staff(WUZHOU, "林雪梅", Role.CLERK)
REVIEWERS = [staff(FOSHAN, name, Role.REVIEWER) for name in ("陈审", "黄审")]
DISAGREE = {"opinion": "disagree", "ground": "conditions_not_met", "note": "年限不够"}


@pytest.fixture
def world(live_database: object) -> World:
    load_network()
    return World(MOMENT)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What came of each; an error that a caller may be told is an answer too."""
    answers: list[object] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int) -> None:
        try:
            start.wait()
            answers[place] = works[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, cases.CaseError):
            raise answer
    return answers


def opened(key: str) -> cases.Written:
    opening = cases.Opening("retirement_claim", FOSHAN, application())
    return cases.open_case(opening=opening, actor=HE, now=MOMENT, key=key)


@pytest.mark.row("K1", "the same claim at a second window meets the first one and joins it")
def test_one_request_at_several_windows_at_once_is_one_case(world: World) -> None:
    """It was as many cases as windows, for nobody saw what the others were about to open."""
    written = at_once(*(lambda key=f"window-{at}": opened(key) for at in range(6)))
    assert all(isinstance(each, cases.Written) for each in written), written
    found = [each for each in written if isinstance(each, cases.Written)]
    assert len({each.case_number for each in found}) == 1
    assert sorted(each.joined for each in found) == [False] + [True] * 5


def test_a_request_that_arrives_while_one_is_opened_here_joins_or_is_joined(world: World) -> None:
    opening = cases.Opening("retirement_claim", FOSHAN, application())
    number = cases.open_case(opening=opening, actor=LIN, now=MOMENT).case_number

    def carry() -> int:
        return cases.pump(agencies=[WUZHOU, FOSHAN], transport=LocalTransport(), now=MOMENT)

    _carried, here = at_once(carry, lambda: opened("window"))
    carry()
    assert isinstance(here, cases.Written)
    cases_here = cases.inbox(agency=FOSHAN, bucket="act").rows
    assert [row.number for row in cases_here] in ([number], [here.case_number])


def test_of_two_reviewers_at_once_one_reviews(world: World) -> None:
    number = opened("claim").case_number
    writing = cases.Writing(number, "retirement_claim.review", DISAGREE)

    def review(at: int) -> cases.Written:
        key = "the same key for all"
        return cases.write(writing=writing, actor=REVIEWERS[at % 2], now=MOMENT, key=key)

    answers = at_once(*(lambda at=at: review(at) for at in range(6)))
    copy = cases.read(number=number, actor=HE).copy
    assert sum(document.name == "review" for document in copy.documents) == 1 and not copy.state.strays
    assert {type(each) for each in answers} == {cases.Written, cases.NotAllowed}, answers


def test_a_volley_at_a_number_gets_no_more_tries_than_a_row(world: World) -> None:
    """All of them read the count before any had been counted: as many tries as requests."""
    number = opened("claim").case_number

    def miss(at: int) -> object:
        return cases.track(agency=FOSHAN, number=number, last_four=f"00{at:02}", now=MOMENT)

    answers = at_once(*(lambda at=at: miss(at) for at in range(12)))
    assert sum(isinstance(each, cases.TrackingLocked) for each in answers) == 7, answers
    assert answers.count(None) == 5


def test_of_two_colleagues_who_open_a_case_at_once_one_signs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = cases.Opening("retirement_claim", FOSHAN, application())
    number = cases.open_case(opening=opening, actor=LIN, now=MOMENT).case_number
    world.carry()
    finish, opened_there = reading.finish, []

    def after_the_other(work: Work) -> None:
        monkeypatch.undo()
        opened_there.append(
            elsewhere(lambda: cases.mark_opened(number=number, actor=REVIEWERS[0], now=MOMENT))
        )
        finish(work)

    monkeypatch.setattr(reading, "finish", after_the_other)
    assert not cases.mark_opened(number=number, actor=HE, now=MOMENT), "there is nothing left to sign"
    assert opened_there == [True]


def test_a_case_is_opened_while_a_receipt_is_filed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was a page of errors; now what was opened is signed all the same."""
    opening = cases.Opening("retirement_claim", FOSHAN, application())
    number = cases.open_case(opening=opening, actor=LIN, now=MOMENT).case_number
    world.carry()
    cases.write(writing=cases.Writing(number, "case.message", {"text": "收到"}), actor=HE, now=MOMENT)
    finish = reading.finish

    def after_the_worker(work: Work) -> None:
        monkeypatch.undo()
        assert elsewhere(world.carry)
        finish(work)

    monkeypatch.setattr(reading, "finish", after_the_worker)
    assert cases.mark_opened(number=number, actor=HE, now=MOMENT)
    assert not cases.mark_opened(number=number, actor=HE, now=MOMENT)


def test_who_takes_the_next_case_while_a_colleague_takes_that_one_gets_another(world: World) -> None:
    for person in PEOPLE[:2]:
        claim(world, person, HE)
    first, second = [row.number for row in cases.inbox(agency=FOSHAN, bucket="act").rows]
    colleague = staff(FOSHAN, "同事", Role.CLERK)

    def taken_while_somebody_takes(number: str) -> str | None:
        with agency_context(agency=FOSHAN):
            assert cases.claim(actor=colleague, number=number, now=MOMENT) is None
            taking = Elsewhere(lambda: cases.claim_next(actor=HE, now=MOMENT))
            assert taking.ended_or_waits()
        return taking.answer()

    assert taken_while_somebody_takes(first) == second
    assert cases.release(actor=HE, number=second)
    assert taken_while_somebody_takes(second) is None
    assert not cases.holds(actor=HE, number=second)


def test_many_take_the_next_case_at_once(world: World) -> None:
    """Also where each has looked before the others had taken theirs."""
    numbers = {claim(world, person, HE) for person in PEOPLE}
    clerks = [staff(FOSHAN, f"经办{place}", Role.CLERK) for place in range(8)]
    for _ in range(10):
        taken = at_once(*(lambda who=who: cases.claim_next(actor=who, now=MOMENT) for who in clerks))
        assert sorted(filter(None, taken)) == sorted(numbers), taken
        for who in clerks:
            for number in numbers:
                cases.release(actor=who, number=number)
