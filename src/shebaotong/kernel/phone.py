"""Telephone numbers as they are compared, however people write them, and as they are shown."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[\s\-()]")


def plain_phone(text: str) -> str:
    """The number without spaces, hyphens and brackets, full-width digits as plain ones, without +86."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain.removeprefix("+86").removeprefix("0086")


def mask_phone(phone: str) -> str:
    """``138****5678``: enough for its owner to recognise it; empty for one too short to hide anything of."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else ""
