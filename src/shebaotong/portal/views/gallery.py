"""The component gallery: every component in every state, for developers and reviewers."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shebaotong.portal.parts import all_parts
from shebaotong.portal.samples import SAMPLES, sample


def _only_where_switched_on() -> None:
    if not settings.SHEBAOTONG_GALLERY:
        raise Http404


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    _only_where_switched_on()
    return render(request, "portal/design/gallery.html", {"parts": all_parts(), "samples": SAMPLES})


@require_safe
def screen(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page put together from components, with the words of an example."""
    _only_where_switched_on()
    if name not in SAMPLES:
        raise Http404
    return render(request, f"portal/design/{name}.html", sample(name) | {"back": "/design/"})
