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
_STREAM = re.compile(rb"\bstream\r?\n")
_END = b"endstream"
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_DICTIONARY = 4096
"""Bytes before a stream in which its dictionary is looked for."""
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ZIP_END = b"PK\x05\x06"
# The end record of an archive lies within its last 64 KiB, whatever stands before it.
_ZIP_REACH = 65_557
_INFLATED_LIMIT = 16 * 1024 * 1024
"""Of all object streams together: names and dictionaries of a paper take far less."""


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
    plain, packed = _parted(content)
    left = _INFLATED_LIMIT
    for data in packed:
        plain.append(_inflate(data, left))
        left -= len(plain[-1])
    return _unescaped(b"\n".join(plain))


def _parted(content: bytes) -> tuple[list[bytes], list[bytes]]:
    """What stands between the streams, and the object streams' bytes. One walk, whatever the file is made of:
    an expression that looks for each end anew takes hours over a file of nothing but beginnings."""
    between, packed, at = [], [], 0
    for begin in _STREAM.finditer(content):
        if begin.start() < at:
            # Inside of a stream, where bytes may spell anything.
            continue
        end = content.find(_END, begin.end())
        if end < 0:
            break
        between.append(content[at : begin.start()])
        # Its own dictionary stands between the object before and the stream.
        own = _unescaped(between[-1][-_DICTIONARY:].rpartition(b"endobj")[2])
        if _OBJECTS.search(own):
            packed.append(content[begin.end() : end])
        at = end + len(_END)
    return [*between, content[at:]], packed


def _unescaped(names: bytes) -> bytes:
    """/J#53 is another way to write /JS."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), names)


def _inflate(data: bytes, limit: int) -> bytes:
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(data.lstrip(b"\r\n"), limit + 1)
    except zlib.error:
        raise refusal.damaged("PDF") from None
    if len(plain) > limit:
        raise refusal.active("PDF")
    return plain
