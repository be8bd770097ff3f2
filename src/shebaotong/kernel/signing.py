"""Detached JWS (RFC 7515 appendix F) over canonical bytes, with keys that are given.

The algorithm is a name in the protected header; Ed25519 (``EdDSA``, RFC 8037) is registered here.
Another one joins by an entry in :data:`ALGORITHMS`. Keys live elsewhere: signing is over given keys.
By libsodium, see docs/decisions/0012-signatures-by-libsodium.md.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from shebaotong.kernel.jsontext import json_text, read_json

_KEYS = 256


class BadSignature(ValueError):
    """The signature does not hold; the message says which part failed."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    kid: str
    """``<agency>/<epoch>``."""
    algorithm: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class PrivateKey:
    kid: str
    algorithm: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Algorithm:
    sign: Callable[[bytes, bytes], bytes]
    """(private key, message) -> signature"""
    verify: Callable[[bytes, bytes, bytes], bool]
    """(public key, message, signature) -> holds"""


# Making a key of its bytes takes about as long as signing with it, and a few keys sign everything.
@lru_cache(maxsize=_KEYS)
def _ed25519_private(raw: bytes) -> SigningKey:
    return SigningKey(raw)


def _ed25519_sign(private: bytes, message: bytes) -> bytes:
    return _ed25519_private(private).sign(message).signature


def _ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


ALGORITHMS: Mapping[str, Algorithm] = {"EdDSA": Algorithm(_ed25519_sign, _ed25519_verify)}


def new_private_key(kid: str) -> PrivateKey:
    """A fresh Ed25519 key."""
    return PrivateKey(kid, "EdDSA", bytes(SigningKey.generate()))


def public_of(key: PrivateKey) -> PublicKey:
    return PublicKey(key.kid, key.algorithm, bytes(SigningKey(key.raw).verify_key))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadSignature("a part of the signature is not base64url") from error


def sign(key: PrivateKey, payload: bytes) -> str:
    """A detached JWS ``header..signature`` over ``payload``."""
    header = _protected(key.algorithm, key.kid)
    message = header.encode() + b"." + _encode(payload).encode()
    return f"{header}..{_encode(ALGORITHMS[key.algorithm].sign(key.raw, message))}"


@lru_cache(maxsize=_KEYS)
def _protected(algorithm: str, kid: str) -> str:
    return _encode(json_text({"alg": algorithm, "kid": kid}).encode())


def key_id(jws: str) -> str:
    """The ``kid`` that a signature names, before anything is verified."""
    return str(_header(jws)[1].get("kid", ""))


def verify(jws: str, payload: bytes, keys: Mapping[str, PublicKey]) -> PublicKey:
    """The key whose signature this is. ``keys`` maps kid to key. Raises BadSignature."""
    head, header, signature = _header(jws)
    key = keys.get(str(header.get("kid", "")))
    if key is None:
        raise BadSignature(f"no key {header.get('kid')!r} is known")
    # The algorithm is the key's own, never the header's choice (RFC 8725, 3.1).
    if header.get("alg") != key.algorithm or key.algorithm not in ALGORITHMS:
        raise BadSignature(f"key {key.kid} does not sign with {header.get('alg')!r}")
    message = head.encode() + b"." + _encode(payload).encode()
    if not ALGORITHMS[key.algorithm].verify(key.raw, message, _decode(signature)):
        raise BadSignature(f"the signature of {key.kid} does not fit these bytes")
    return key


def _header(jws: str) -> tuple[str, dict[str, Any], str]:
    parts = jws.split(".")
    if len(parts) != 3 or parts[1]:
        raise BadSignature("not a detached JWS")
    try:
        header = read_json(_decode(parts[0]))
    except ValueError as error:
        raise BadSignature("the protected header is not JSON") from error
    if not isinstance(header, dict):
        raise BadSignature("the protected header is not an object")
    return parts[0], header, parts[2]
