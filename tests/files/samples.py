"""Small files of each kind, made byte by byte so that a test can break them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def png(*, comment: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    text = chunk(b"tEXt", b"Comment\0" + comment) if comment else b""
    pixels = chunk(b"IDAT", zlib.compress(b"\0\xff"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text + pixels + chunk(b"IEND", b"")


def jpeg(*, scan: bytes = b"\x12\xff\x00\x34\xff\xd0\x56") -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data

    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return (
        b"\xff\xd8"
        + jfif
        + segment(0xDB, b"\0" * 65)
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + scan
        + b"\xff\xd9"
    )


def box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def heic() -> bytes:
    brands = b"heic" + struct.pack(">I", 0) + b"mif1heic"
    return box(b"ftyp", brands) + box(b"meta", b"\0" * 12) + box(b"mdat", b"\x01" * 40)


def pdf(*, extra: bytes = b"", stream: bytes = b"q Q") -> bytes:
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b">>\nendobj\n"
    body += b"3 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(stream), stream)
    return b"%PDF-1.7\n" + body + b"xref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("a.txt", "a")
    return held.getvalue()
