"""From where somebody asks: what failed attempts are counted by."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of who asks.

    Behind a proxy (``SHEBAOTONG_HTTPS``) all requests come from the proxy: then it is the last entry of
    ``X-Forwarded-For``, the one that the proxy itself has added. Earlier entries may be made up.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return direct
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or direct
