"""The supervisor's board: sums that each city publishes, and nothing about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.jobs import tasks
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who

FOSHAN, WUZHOU, LIUPANSHUI = "440600", "450400", "520200"
QUERIES_MOST = 40


@pytest.fixture
def for_wuzhou(who: Who) -> cases.Written:
    """A rights record of Wuzhou, asked for in Foshan and not carried yet."""
    clerk = accounts.actor_of(who("he.foshan"))
    body = {
        "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜月华"},
        "scope": "all",
    }
    opening = cases.Opening(item="rights_record", owner=WUZHOU, body=body)
    return cases.open_case(opening=opening, actor=clerk, now=timezone.now())


def signed_in(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def test_a_flow_is_counted_by_who_accepts_and_a_case_by_who_is_responsible(for_wuzhou: cases.Written) -> None:
    now = timezone.now()
    foshan = cases.publish(agency=FOSHAN, now=now)
    assert dict(foshan.flows) == {WUZHOU: 1} and foshan.open == 0
    cases.pump(agencies=[FOSHAN], transport=LocalTransport(), now=now)
    foshan, wuzhou = (cases.publish(agency=agency, now=now) for agency in (FOSHAN, WUZHOU))
    assert wuzhou.open + wuzhou.done_week == 1 and foshan.done_week == foshan.open == 0
    assert dict(foshan.flows) == {WUZHOU: 1} and not wuzhou.flows


def test_what_ended_is_forgotten_after_a_week(for_wuzhou: cases.Written) -> None:
    now = timezone.now()
    cases.pump(agencies=[FOSHAN], transport=LocalTransport(), now=now)
    assert cases.publish(agency=WUZHOU, now=now).done_week == 1
    later = now + timedelta(days=8)
    assert cases.publish(agency=WUZHOU, now=later).done_week == 0
    assert not cases.publish(agency=FOSHAN, now=later).flows


def test_every_city_reads_the_figures_and_only_the_owner_writes_them(for_wuzhou: cases.Written) -> None:
    cases.publish(agency=FOSHAN, now=timezone.now())
    with agency_context(agency=WUZHOU):
        assert [each.agency for each in cases.published(agencies={FOSHAN})] == [FOSHAN]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_published_figures SET red = 99 WHERE agency = %s", [FOSHAN])
            assert cursor.rowcount == 0
    with pytest.raises(ProgrammingError), agency_context(agency=WUZHOU), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_published_figures VALUES (%s, now(), 0, 0, 0, 0, 0, 0, 0, '{}')", [LIUPANSHUI]
        )


def test_the_worker_publishes_for_every_city(who: Who) -> None:
    tasks.publish_figures(timestamp=0)
    assert len(cases.published(agencies={FOSHAN, WUZHOU, LIUPANSHUI})) == 3


@pytest.mark.row("H1", "monitoring and early warning of all cities' cases on one board")
def test_the_board_shows_the_cities_of_the_agreement(for_wuzhou: cases.Written) -> None:
    tasks.publish_figures(timestamp=0)
    client = signed_in("zhou.foshan")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/desk/board/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "佛山替梧州收件最多，1件" in page and "data-print" in page
    assert "六盘水" not in page, "a city without an agreement is not shown"
    assert "杜月华" not in page
    assert len(asked) < QUERIES_MOST


def test_the_board_is_the_supervisors(who: Who) -> None:
    assert signed_in("he.foshan").get("/desk/board/").status_code == 403
    assert "/desk/board/" in signed_in("zhou.foshan").get("/desk/").content.decode()
