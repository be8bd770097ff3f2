"""The SMS with a reset code: accounts make the code, messages carry it, and this joins them."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import NATION, Notify
from shebaotong.messages import api as messages
from shebaotong.network import api as network

TEMPLATE = "reset_code"


def sender() -> str:
    """The agency in whose outbox the SMS stands: an account of an insured person belongs to no city.

    The one that the installation names, else the one that keeps the nation's calendar here; empty: none.
    """
    if settings.SMS_AGENCY:
        return str(settings.SMS_AGENCY)
    keeper = network.keeper_of(region=NATION)
    return keeper.code if keeper else ""


def send_code(user: accounts.User, code: str) -> None:
    """Into the outbox, and a notice without the code into the person's message centre."""
    now = timezone.now()
    messages.notify(
        agency=sender(),
        person_token=user.person_token,
        phone=user.phone,
        effect=Notify(TEMPLATE, {"code": code}, urgent=True),
        case_number="",
        now=now,
        occasion=now.isoformat(),
    )
