"""Reading recorded bytes for traces of a person: plain, encoded, hashed, or hashed with a known key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from functools import cached_property

from cryptography.hazmat.primitives import hashes

_HASHES = ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s")
_SHORTEST = 6
"""Bytes: a shorter form would be found by chance."""


class Recording:
    """Bytes that went over a line, ready for many questions."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def _beginnings(self) -> frozenset[bytes]:
        return frozenset(self.data[at : at + _SHORTEST] for at in range(len(self.data) - _SHORTEST + 1))

    def holds(self, form: bytes) -> bool:
        """Whether the bytes stand in there; ``form`` has at least six."""
        return form[:_SHORTEST] in self._beginnings and form in self.data


class Traces:
    """Every form in which a text could stand on a line for one who knows ``keys``."""

    def __init__(self, keys: Iterable[bytes]) -> None:
        self._keys = tuple(keys)

    def of(self, text: str) -> Iterator[tuple[str, bytes]]:
        """(name of the form, bytes): the text and its encodings, its digests and their encodings."""
        for name, raw in self._raw(text):
            for encoding, form in _encodings(raw):
                if len(form) >= _SHORTEST:
                    yield f"{name} {encoding}", form

    def _raw(self, text: str) -> Iterator[tuple[str, bytes]]:
        yield "utf-8", text.encode()
        yield "utf-16", text.encode("utf-16-le")
        yield "gb18030", text.encode("gb18030")
        if text.isdigit():
            yield "packed", int(text).to_bytes(8, "little")
            yield "packed", int(text).to_bytes(8, "big")
        plain = text.encode()
        for name in _HASHES:
            yield name, hashlib.new(name, plain).digest()
        digest = hashes.Hash(hashes.SM3())
        digest.update(plain)
        yield "sm3", digest.finalize()
        for key in self._keys:
            yield "hmac-sha256", hmac.digest(key, plain, "sha256")
            yield "key first", hashlib.sha256(key + plain).digest()
            yield "key last", hashlib.sha256(plain + key).digest()

    @cached_property
    def count(self) -> int:
        return len(list(self.of("990001198001010013")))


def _encodings(raw: bytes) -> Iterator[tuple[str, bytes]]:
    yield "plain", raw
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    for shift in range(3):
        # What stands in the middle of a longer base64 text, whatever came before.
        encoded = base64.b64encode(bytes(shift) + raw)
        start, spare = (4 if shift else 0), (len(raw) + shift) % 3
        inner = encoded[start : len(encoded) - 4 if spare else len(encoded)]
        yield f"base64+{shift}", inner
        yield f"base64url+{shift}", inner.translate(bytes.maketrans(b"+/", b"-_"))
