"""An insured person with an account and a record, for tests of pages."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Actor
from shebaotong.network import api as network
from shebaotong.registry import api as registry
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD

DU = "450499197602151826"
AT_THE_WINDOW = {
    "identifier_kind": "resident",
    "identifier": DU,
    "name": "杜月华",
    "purpose": "consultation",
    "agreed": "yes",
    "category": "female50",
    "pays_on": "yes",
}
"""What a clerk fills in on the page of what-if questions with Ms Du beside him."""
RECORD: dict[str, Any] = {
    "name": "杜月华",
    "sex": "F",
    "birth": "1976-02-15",
    "hukou_region": "450400",
    "phone": "13800001826",
    "deceased_on": None,
    "synthetic": True,
    "documents": [{"kind": "resident", "number": DU}],
    "enrolments": [{"kind": "employee_pension", "employer": None, "start": "2010-01", "end": "2015-12"}],
    "contributions": [
        {"kind": "employee_pension", "year": 2010, "bases_fen": [400_000] * 12, "paid": (1 << 12) - 1}
    ],
}


def account(*, username: str = "du.shili", name: str = "杜月华", number: str = DU) -> accounts.User:
    """An insured person's account with the demonstration's password."""
    user = accounts.create_citizen(username=username, display_name=name, number=number)
    accounts.set_password(user, PASSWORD, now=timezone.now())
    return user


def recorded(agency: str, *, year: int = 2010) -> None:
    """Ms Du's record at an agency, with one year of contributions."""
    paid = [each | {"year": year} for each in RECORD["contributions"]]
    record = RECORD | {"contributions": paid}
    report = registry.import_people(agency=agency, stream=[record], batch="test", now=timezone.now())
    assert report.loaded == 1, report


def held_by(*agencies: str, number: str = DU) -> None:
    """The locator knows that these agencies hold the number."""
    for agency in agencies:
        with agency_context(agency=agency):
            network.register_holdings(agency=agency, numbers=[number])


def record_asked_for(clerk: Actor, *, of: str = "450400") -> str:
    """Ms Du's rights record of the agency ``of``, asked for by a clerk and answered; the case's number."""
    now = timezone.now()
    body = {"subject": {"identifier_kind": "resident", "identifier": DU, "name": "杜月华"}, "scope": "all"}
    opening = cases.Opening(item="rights_record", owner=of, body=body)
    written = cases.open_case(opening=opening, actor=clerk, now=now)
    cases.pump(agencies=[clerk.agency], transport=LocalTransport(), now=now)
    return written.case_number


def retirement_claimed(clerk: Actor, *, owner: str, seen: tuple[str, ...] = ()) -> str:
    """Ms Du's retirement claim, taken in by a clerk who has seen these materials; the case's number."""
    body = {
        "subject": {"identifier_kind": "resident", "identifier": DU, "name": "杜月华"},
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [{"code": code, "status": "seen"} for code in seen],
    }
    opening = cases.Opening(item="retirement_claim", owner=owner, body=body)
    return cases.open_case(opening=opening, actor=clerk, now=timezone.now()).case_number


def signed_in(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return client
