"""A PDF that only shows pages: no scripts, no attachments, no password, no archive behind it.

This reads the file's names, plain and in compressed object streams, and follows no references. It
keeps out what a clerk must not be handed by mistake; the viewer's own sandbox is the second wall.
"""

from __future__ import annotations

import re
import zlib

from shebaotong.files import refusal

_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_LOCKED = re.compile(rb"/Encrypt\b")
_BODY = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ZIP_END = b"PK\x05\x06"
# The end record of an archive lies within its last 64 KiB, whatever stands before it.
_ZIP_REACH = 65_557
_INFLATED_LIMIT = 4 * 1024 * 1024


def is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def check_pdf(content: bytes) -> None:
    """Raises FileRefused for what is damaged, locked, active, or more than a PDF."""
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content[max(0, end - 1024) : end]:
        raise refusal.damaged("PDF")
    if content[end + 5 :].strip(b"\r\n\t \0") or _ZIP_END in content[-_ZIP_REACH:]:
        raise refusal.polyglot("PDF")
    names = _names(content)
    if _LOCKED.search(names):
        raise refusal.locked("PDF")
    if _ACTIVE.search(names):
        raise refusal.active("PDF")


def _names(content: bytes) -> bytes:
    """The file without its streams (pixels may spell anything), with its object streams opened."""
    opened = [_inflate(found[1]) for found in _OBJECTS.finditer(content)]
    plain = b"\n".join([_BODY.sub(b"", content), *opened])
    # /J#53 is another way to write /JS.
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), plain)


def _inflate(data: bytes) -> bytes:
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(data.lstrip(b"\r\n"), _INFLATED_LIMIT)
    except zlib.error:
        raise refusal.damaged("PDF") from None
    if opened.unconsumed_tail:
        raise refusal.active("PDF")
    return plain
