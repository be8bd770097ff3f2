"""Telephone numbers that can get an SMS."""

from __future__ import annotations

import re

from shebaotong.kernel.api import plain_phone

# Mainland mobiles; Hong Kong, Macau and Taiwan mobiles with their country code.
_MOBILE = re.compile(
    r"1[3-9]\d{9}|00?852[4-9]\d{7}|00?8536\d{7}|00?8869\d{8}|\+(852[4-9]\d{7}|8536\d{7}|8869\d{8})"
)


def mobile(text: str) -> str | None:
    """The number without spaces and hyphens, or None where no SMS can go."""
    plain = plain_phone(text)
    return plain if _MOBILE.fullmatch(plain) else None
