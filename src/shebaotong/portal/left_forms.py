"""A form that was sent after its session had ended: kept until its owner has signed in again.

It lies in the new, empty session of the same browser, with the account that had typed it. Whoever else signs
in there gets nothing of it, and it ends with that session. So nothing typed is lost without a script, either.
Files are not kept: who may upload and how much is bounded by account, and nobody is signed in yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from shebaotong.accounts import api as accounts

MOST = 100_000
"""Characters of one form; forms of people have some hundreds."""
_IN_SESSION = "left_form"
_NEVER = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class LeftForm:
    """What was typed, and where it was going."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def keep(request: HttpRequest) -> None:
    """Keep what this request sends, where it comes from a session that has ended by itself."""
    user = accounts.ended_session_of(
        key=request.COOKIES.get(settings.SESSION_COOKIE_NAME), now=timezone.now()
    )
    if user is None:
        return
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in _NEVER for value in values
    ]
    if sum(len(name) + len(value) for name, value in fields) > MOST:
        return
    kept: dict[str, Any] = {
        "user": user,
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": any(request.FILES.values()),
    }
    request.session[_IN_SESSION] = kept


def waits(request: HttpRequest) -> bool:
    """Whether a form waits in this browser, whosever it is."""
    return _IN_SESSION in request.session


def left(request: HttpRequest) -> LeftForm | None:
    """The form that waits here for who is signed in now. What somebody else has left is thrown away."""
    kept = request.session.get(_IN_SESSION)
    if kept is None:
        return None
    if kept["user"] != request.user.pk:
        del request.session[_IN_SESSION]
        return None
    fields = [(name, value) for name, value in kept["fields"]]
    return LeftForm(kept["path"], fields, kept["had_files"])
