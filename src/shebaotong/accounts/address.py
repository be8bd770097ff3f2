"""From where somebody asks: what failed attempts are counted by."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of who asks; of IPv6 the network of 64 bits, which one customer has for himself.

    Behind a proxy (``SHEBAOTONG_HTTPS``) all requests come from the proxy: then it is the last entry of
    ``X-Forwarded-For``, the one that the proxy itself has added. Earlier entries may be made up.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return _network(direct)
    return _network(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or direct)


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
