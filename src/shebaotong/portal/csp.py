"""Security headers of every page.

Scripts and styles come from this host's own files only: no inline script, no inline style, no ``eval``.
Templates therefore carry classes, never ``style`` or ``on…`` attributes; a test reads all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
# Location is asked for by the page of nearest outlets, on a press; camera and microphone by the video desk.
PERMISSIONS = "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Adds the policy, and keeps pages out of caches: counters and village terminals are shared machines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cache-Control", "private, no-store")
        return response
