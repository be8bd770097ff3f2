"""Telephone numbers as they are compared: however people write them."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[\s\-()]")


def plain_phone(text: str) -> str:
    """The number without spaces, hyphens and brackets, full-width digits as plain ones, without +86."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain.removeprefix("+86").removeprefix("0086")
