"""The agency's page of provisional decisions: two lists, in pages, for those who decide."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shebaotong.cases.models import Awaited
from shebaotong.portal.views.desk.office import awaited
from shebaotong.store.api import agency_context
from support.accounts import Who
from support.desk import links, shown, sign_in

FOSHAN = "440600"


def waits(count: int, *, region: str, year: int) -> None:
    """Provisional decisions that wait for a province's base of a year."""
    with agency_context(agency=FOSHAN):
        before = Awaited.objects.filter(agency=FOSHAN).count()
        Awaited.objects.bulk_create(
            Awaited(
                agency=FOSHAN,
                case_number=f"{FOSHAN}{before + at:010d}",
                item="retirement_claim",
                parameter="pension.calculation_base",
                region=region,
                on=date(year, 12, 1),
                document="recheck_due",
                since=datetime(2026, 1, 5, tzinfo=UTC),
            )
            for at in range(count)
        )


def test_due_and_waiting_in_pages(who: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(awaited, "PAGE", 3)
    waits(4, region="51", year=2025)
    waits(2, region="44", year=2026)
    waits(1, region="51", year=2025)
    reviewer = sign_in("chen.foshan")
    first = shown(reviewer.get("/desk/awaited/"))
    assert first.text.count("四川省计发基数") == 3 and "已公布" in first.text and "广东省" not in first.text
    (following,) = [link for link in links(first) if "after=" in link]
    second = shown(reviewer.get(f"/desk/awaited/{following}"))
    assert second.text.count("四川省计发基数") == 2
    assert not [link for link in links(second) if "after=" in link]
    waiting = shown(reviewer.get("/desk/awaited/?list=waiting"))
    assert waiting.text.count("广东省计发基数") == 2 and "等公布" in waiting.text
    assert "四川省" not in shown(reviewer.get("/desk/awaited/?list=due&after=999999999")).text
    assert shown(reviewer.get("/desk/awaited/?after=x")).text.count("四川省计发基数") == 3


def test_another_city_and_other_posts_see_none(who: Who) -> None:
    waits(1, region="51", year=2025)
    assert "没有等着重核的预核" in shown(sign_in("zhou.wuzhou").get("/desk/awaited/")).text
    shown(sign_in("he.foshan").get("/desk/awaited/"), 403)


def test_a_longer_list_asks_the_database_no_more_often(who: Who) -> None:
    reviewer = sign_in("chen.foshan")
    asked = []
    for more in (1, 25, 24):
        waits(more, region="51", year=2025)
        with CaptureQueriesContext(connection) as seen:
            page = shown(reviewer.get("/desk/awaited/"))
        asked.append(len(seen))
    assert page.text.count("四川省计发基数") == 50 and asked[1] == asked[0] == asked[2]
