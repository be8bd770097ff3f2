"""Changing the face: one plain form post for size, elder pages, contrast and language."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from shebaotong.accounts import api as accounts
from shebaotong.portal.faces import CHANGES, COOKIE, Face, face_from_cookie
from shebaotong.portal.languages import NAMES

ONE_YEAR = 365 * 24 * 3600


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Applies one change and goes back to the page where it was pressed."""
    wanted = request.POST.get("do", "")
    language = request.POST.get("language", "")
    if (wanted and wanted not in CHANGES) or (language and language not in NAMES):
        return HttpResponseBadRequest()
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    before: Face = request.face  # type: ignore[attr-defined]
    face = CHANGES[wanted](before) if wanted else before
    user = request.user
    if isinstance(user, accounts.User):
        accounts.set_preferences(
            user=user,
            language=language or get_language() or user.language,
            elder_mode=face.elder,
            text_size=face.size,
            high_contrast=face.high_contrast,
        )
        # The machine keeps its own face for the next person.
        machine = face_from_cookie(request.COOKIES.get(COOKIE, ""))
        face = replace(machine, shortcuts=face.shortcuts)
    elif language:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if wanted:
        _keep(response, COOKIE, face.to_cookie())
    return response
