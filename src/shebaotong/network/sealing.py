"""Sealing at rest with this node's own secret: what is sealed here opens nowhere else."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12
_KEY_BYTES = 32


class CannotUnseal(ValueError):
    """Sealed on another node, for another purpose, or damaged."""


def seal(plain: bytes, *, purpose: str) -> bytes:
    """AES-256-GCM; ``purpose`` is bound in as associated data and must be given again to unseal."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, plain, purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """The inverse of :func:`seal`. Raises CannotUnseal."""
    try:
        return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
    except InvalidTag:
        raise CannotUnseal(
            f"{purpose} was sealed with another secret: is this the data folder it was made in?"
        ) from None


def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"shebaotong sealing")
    return AESGCM(derived.derive(settings.NODE_SECRET.encode()))
