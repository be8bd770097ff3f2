"""In whose name an account's own rows are written."""

from __future__ import annotations

from contextlib import AbstractContextManager

from shebaotong.accounts.models import User
from shebaotong.store.api import agency_context, authenticating


def account_context(user: User) -> AbstractContextManager[None]:
    """The context of the account's agency; a citizen belongs to none and writes as who signs in."""
    return authenticating() if user.agency_id is None else agency_context(agency=user.agency_id)
