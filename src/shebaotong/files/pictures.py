"""Pictures walked from the first byte to the last: whole, and nothing hung on behind."""

from __future__ import annotations

import struct
import zlib

from shebaotong.files import refusal

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_HEIC_BOXES = {b"ftyp", b"meta", b"mdat", b"free", b"skip", b"moov", b"uuid"}


def is_png(content: bytes) -> bool:
    return content.startswith(PNG_MAGIC)


def is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"mif1")


def check_png(content: bytes) -> None:
    """Chunk by chunk with their checksums. Raises FileRefused."""
    at = len(PNG_MAGIC)
    first = True
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or (first and name != b"IHDR"):
            raise refusal.damaged("PNG")
        if struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(content[at + 4 : end - 4]):
            raise refusal.damaged("PNG")
        if name == b"IEND":
            if end != len(content):
                raise refusal.polyglot("PNG")
            return
        at, first = end, False
    raise refusal.damaged("PNG")


def check_jpeg(content: bytes) -> None:
    """Segments and scans up to the end marker. Raises FileRefused."""
    at, pictured = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xD9:
        if content[at + 1] == 0xFF:
            at += 1
            continue
        scan = content[at + 1] == 0xDA
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
        if scan:
            at, pictured = _after_scan(content, at), True
    if not pictured or content[at : at + 2] != b"\xff\xd9":
        raise refusal.damaged("JPEG")
    # Some cameras pad with zeros; anything else behind the picture is a second file.
    if content[at + 2 :].strip(b"\0"):
        raise refusal.polyglot("JPEG")


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: stuffed zeros and restart markers belong to the scan."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def check_heic(content: bytes) -> None:
    """Boxes that a picture has, filling the file exactly. Raises FileRefused."""
    at = 0
    boxes = set()
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if size == 1 and at + 16 <= len(content):
            (size,) = struct.unpack_from(">Q", content, at + 8)
        elif size == 0:
            size = len(content) - at
        if size < 8 or at + size > len(content) or name not in _HEIC_BOXES:
            raise refusal.damaged("HEIC") if name in _HEIC_BOXES else refusal.polyglot("HEIC")
        boxes.add(name)
        at += size
    if at != len(content):
        raise refusal.polyglot("HEIC")
    if not {b"meta", b"mdat"} <= boxes:
        raise refusal.damaged("HEIC")
