"""Codes for a forgotten password by SMS: accounts make the code, messages carry it, and this joins them."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import NATION, Notify
from shebaotong.messages.telling import notify
from shebaotong.network import api as network

TEMPLATE = "reset_code"


def agency_of_codes(*, named: str) -> str:
    """The agency in whose outbox these SMS stand: an account of an insured person belongs to no city.

    ``named``: the one that the installation names; where it names none, the one that keeps the nation's
    calendar here; empty: none.
    """
    if named:
        return named
    keeper = network.keeper_of(region=NATION)
    return keeper.code if keeper else ""


def send_wanted_codes(*, named: str, now: datetime) -> int:
    """Put an SMS into the outbox for everybody who asked for a code and may have one; how many."""
    agency = agency_of_codes(named=named)
    if not agency:
        return 0
    return accounts.make_wanted_codes(send=partial(_tell, agency, now), now=now)


def _tell(agency: str, now: datetime, user: accounts.User, code: str) -> None:
    """Into the outbox, and a notice without the code into the person's message centre."""
    notify(
        agency=agency,
        person_token=user.person_token,
        phone=user.phone,
        effect=Notify(TEMPLATE, {"code": code}, urgent=True),
        case_number="",
        now=now,
        occasion=now.isoformat(),
    )
