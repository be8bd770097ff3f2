"""An insured person with an account and a record, for tests of pages."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.registry import api as registry
from support.accounts import PASSWORD

DU = "450499197602151826"
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


def recorded(agency: str) -> None:
    """Ms Du's record at an agency."""
    report = registry.import_people(agency=agency, stream=[RECORD], batch="test", now=timezone.now())
    assert report.loaded == 1, report


def signed_in(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return client
