"""One form for the bytes that are signed and digested: NFC, then canonical JSON (RFC 8785).

Two agencies that hold equal data must hold equal bytes; the accent or compatibility form in which
a name was typed must not make two documents out of one.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import rfc8785

from shebaotong.kernel.jsontext import sorted_json

# Integers beyond this lose digits in IEEE doubles, which RFC 8785 prescribes for numbers.
MOST_INTEGER = 2**53 - 1

_SINGLE = frozenset({str, int, bool, type(None)})


class NotCanonical(ValueError):
    """The data has no canonical form: a float, a huge integer, or a key that NFC would merge."""


def normalise(data: Any) -> Any:
    """The same JSON data with every text in NFC.

    Raises NotCanonical for floats (money is fen or a decimal text), integers outside ±(2^53 - 1),
    lone surrogates, and objects in which two keys become one.
    """
    if isinstance(data, str):
        text = unicodedata.normalize("NFC", data)
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise NotCanonical("text holds a lone surrogate")
        return text
    if data is None or isinstance(data, bool):
        return data
    if isinstance(data, int):
        if abs(data) > MOST_INTEGER:
            raise NotCanonical(f"integer too large for a document: {data}")
        return data
    if isinstance(data, dict):
        made = {normalise(key): normalise(value) for key, value in data.items()}
        if len(made) != len(data):
            raise NotCanonical("two keys are one in NFC")
        return made
    if isinstance(data, list | tuple):
        return [normalise(entry) for entry in data]
    raise NotCanonical(f"{type(data).__name__} is not JSON data that a document may hold")


def canonical(data: Any) -> bytes:
    """The bytes of normalised JSON data. Raises NotCanonical."""
    if _is_plain(data):
        # What orjson writes of such data is its RFC 8785 form, in a hundredth of the time.
        try:
            made = sorted_json(data)
        except TypeError as error:
            raise NotCanonical(f"it cannot be written: {error}") from None
        if made.isascii() or unicodedata.is_normalized("NFC", made.decode()):
            return made
    return rfc8785.dumps(normalise(data))


def _is_plain(data: Any) -> bool:
    """Whether orjson orders and writes this as RFC 8785 does: no floats, and keys in ASCII, for others are
    ordered by UTF-16 there. It refuses huge integers itself. False also for what has no form at all."""
    kind = type(data)
    if kind is dict:
        for key, value in data.items():
            if type(key) is not str or not key.isascii():
                return False
            # Most of what documents hold is single values: not worth a call.
            if type(value) not in _SINGLE and not _is_plain(value):
                return False
        return True
    if kind is list or kind is tuple:
        return _SINGLE.issuperset(map(type, data)) or all(map(_is_plain, data))
    return kind in _SINGLE


def body_digest(salt: str, body: Any) -> str:
    """Salted SHA-256 of a body, hex. The salt goes when the body is erased, so that nobody can
    try names and numbers against the digest that stays in the envelope."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(body)).hexdigest()
