"""What every page is told: face, languages, menu, and who types, so that drafts never cross persons.

Nothing here asks the database, unless the request already knows who is signed in.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from shebaotong.accounts import api as accounts
from shebaotong.portal.faces import Face
from shebaotong.portal.languages import NAMES, SIMPLIFIED, TAGS, language_tag
from shebaotong.portal.menu import citizen_places


def draft_owner(request: HttpRequest) -> str:
    """A name for the person typing that says nothing about him; empty when nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("shebaotong.drafts", str(user.pk)).hexdigest()[:16]


def languages() -> list[dict[str, Any]]:
    now = get_language() or SIMPLIFIED
    return [
        {"code": code, "tag": TAGS[code], "name": name, "current": code == now}
        for code, name in NAMES.items()
    ]


def page_context(request: HttpRequest) -> dict[str, Any]:
    """The part that needs neither session nor account: an error page is made from this alone."""
    return {
        "face": getattr(request, "face", Face()),
        "language_tag": language_tag(),
        "languages": languages(),
        "here": request.get_full_path(),
        "citizen_places": citizen_places(request.path),
        "demo": settings.SHEBAOTONG_DEMO,
    }


def session_seconds(request: HttpRequest) -> int:
    """How long the session of whoever is signed in lasts from this page on; 0 where nobody is."""
    now = timezone.now()
    owner = getattr(request, "user", None)
    ends = accounts.session_ends(request.session, now=now) if owner and owner.is_authenticated else None
    return max(0, int((ends - now).total_seconds())) if ends else 0


def site(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor for all pages."""
    private = {"draft_owner": draft_owner(request), "session_seconds": session_seconds(request)}
    return page_context(request) | private
