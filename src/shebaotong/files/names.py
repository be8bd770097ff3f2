"""File names as people give them, made safe to store, to show and to send back."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')


def clean(name: str) -> str:
    """The last part of the name without path, control and direction characters; never empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    plain = _UNSAFE.sub("_", plain).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if len(plain) > LONGEST:
        plain = f"{stem[: LONGEST - len(extension) - 1]}{dot}{extension}"[:LONGEST]
    return plain or "file"


def download_headers(*, name: str, media_type: str, size: int) -> dict[str, str]:
    """Headers under which a file leaves: saved, never shown in the page's own origin.

    ``filename*`` carries Chinese names (RFC 6266); the plain form is for programs that know no better.
    """
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return {
        "Content-Type": media_type,
        "Content-Length": str(size),
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
