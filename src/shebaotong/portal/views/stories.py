"""The demonstration's stories, scene by scene: whom to sign in as, which number to type, where."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shebaotong.accounts import api as accounts
from shebaotong.portal.stories import stories


@require_safe
def walk(request: HttpRequest) -> HttpResponse:
    """All stories on one page. There is no such page outside the demonstration."""
    if not settings.SHEBAOTONG_DEMO:
        raise Http404
    values = {
        "stories": stories(on=timezone.localdate()),
        "password": accounts.DEMO_PASSWORD,
    }
    return render(request, "portal/stories.html", values)
