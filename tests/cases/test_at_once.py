"""Several at the same instant, in transactions of their own: one of them is first, and the others see it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cases.conftest import FOSHAN, MOMENT, WUZHOU, World, staff
from cases.test_promises import application
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Role
from support.databases import load_network

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
        except cases.CaseError as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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
