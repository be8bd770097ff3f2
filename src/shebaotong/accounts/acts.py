"""The log of what is done to accounts and tokens: written with the act, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shebaotong.accounts.models import AdminAct, User
from shebaotong.store.api import agency_context

What = AdminAct.What
_PAGE = 50
_USES_TOLD = 3


def note(what: AdminAct.What, *, by: User, about: User, **details: Any) -> None:
    """Write down an act of ``by``, a member of an agency's staff, in its context."""
    assert by.agency_id is not None
    AdminAct.objects.create(
        agency_id=by.agency_id,
        by=by.username,
        by_name=by.display_name,
        what=what,
        about=about.username,
        details=details,
    )


def acts_of(
    *, agency: str, about: str = "", before: int | None = None, size: int = _PAGE
) -> tuple[AdminAct, ...]:
    """The agency's acts, newest first; ``before`` is the last id of the page before, ``about`` a username."""
    with agency_context(agency=agency):
        found = AdminAct.objects.filter(agency=agency)
        if about:
            found = found.filter(about=about)
        if before is not None:
            found = found.filter(id__lt=before)
        return tuple(found.order_by("-id")[:size])


def codes_used(*, user: User, since: datetime) -> tuple[AdminAct, ...]:
    """When a member of staff's password was set with a reset code, newest first; the last few since then."""
    assert user.agency_id is not None
    with agency_context(agency=user.agency_id):
        found = AdminAct.objects.filter(agency=user.agency_id, about=user.username, what=What.CODE_USED)
        return tuple(found.filter(at__gte=since).order_by("-id")[:_USES_TOLD])
