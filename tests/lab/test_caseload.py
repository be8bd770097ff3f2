"""The demonstration's cases of the last weeks: led through the engine, once, to where they would stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

import pytest

from shebaotong.accounts.api import load_demo_staff
from shebaotong.cases import api as cases
from shebaotong.kernel.api import SHANGHAI, Role
from shebaotong.lab.caseload.claimants import claimants
from shebaotong.lab.caseload.loading import load_caseload
from shebaotong.lab.people.loading import load_people
from shebaotong.network.api import all_agencies, load_seed, register_holdings
from shebaotong.store.api import agency_context

COUNT = 84
STORY = ("440600", "450400")
"""Foshan and Wuzhou: Ms Du's story begins at their desks."""
SUNDAY_NIGHT = datetime(2026, 11, 29, 2, 30, tzinfo=SHANGHAI)


def hold(agency: str, numbers: Iterable[str]) -> None:
    with agency_context(agency=agency):
        register_holdings(agency=agency, numbers=numbers)


def lead(now: datetime, count: int = COUNT) -> int:
    return load_caseload(count=count, now=now, progress=lambda done, total: None)


def rows() -> list[cases.Row]:
    """Every agency's lists, from the first row to the last."""
    found = []
    for agency in all_agencies():
        for bucket in cases.BUCKETS:
            found += cases.inbox(agency=agency.code, bucket=bucket, size=200).rows
    return found


@pytest.mark.db
@pytest.mark.slow
def test_desks_are_at_work_and_a_second_start_adds_nothing() -> None:
    load_seed(now=SUNDAY_NIGHT)
    load_demo_staff()
    assert lead(SUNDAY_NIGHT) == 0, "their people are not in the registers"
    who = claimants(count=COUNT, as_of=SUNDAY_NIGHT.date())
    load_people(
        count=0,
        now=SUNDAY_NIGHT,
        register=hold,
        progress=lambda done, total: None,
        also=[claimant.life for claimant in who],
    )
    assert lead(SUNDAY_NIGHT) == COUNT
    there = rows()
    assert len({row.number for row in there}) >= COUNT
    assert {"act", "wait", "ended"} <= {row.bucket for row in there}
    assert all(row.opened_at < SUNDAY_NIGHT for row in there)
    for agency in STORY:
        mine = cases.inbox(agency=agency, bucket="act", roles=[Role.CLERK]).rows
        assert len(mine) > 2, "a clerk who signs in finds work"
    # Nobody works at night and on Sundays.
    local = [row.opened_at.astimezone(SHANGHAI) for row in there]
    assert all(at.weekday() < 5 and 9 <= at.hour < 17 and at.hour not in (12, 13) for at in local)
    assert lead(SUNDAY_NIGHT) == 0
    assert len(rows()) == len(there)


def test_more_claimants_never_change_those_who_were_there() -> None:
    day = date(2026, 11, 26)
    assert claimants(count=30, as_of=day) == claimants(count=200, as_of=day)[:30]
    many = claimants(count=200, as_of=day)
    assert len({claimant.number for claimant in many}) == 200
    assert set(Counter(claimant.item for claimant in many)) == {
        "retirement_claim",
        "lump_sum",
        "unemployment_claim",
        "eligibility_certification",
        "rights_record",
    }
