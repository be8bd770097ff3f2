"""Identity keys as points of curve25519, and the masks that hide them.

A key becomes a point by the suite ``curve25519_XMD:SHA-512_ELL2_NU_`` of RFC 9380 (section 8.5), up to
the clearing of the cofactor: that is done by the mask, because an X25519 scalar is clamped to a multiple
of eight (RFC 7748 section 5). Every point made here lies on the curve, never on its twist, so a masked
value tells nothing by the side on which it lies. Masks commute: ``mask(a, mask(b, u)) ==
mask(b, mask(a, u))``. Why one map without a second addition is enough is argued in
docs/decisions/0004-private-set-intersection.md.

Timing depends on the key that is hashed. Only the province that holds the key runs this code over it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

POINT_BYTES = 32
"""Length of a point on the wire: its u-coordinate, little-endian."""

_P = 2**255 - 19
_A = 486662
_FIELD_BYTES = 48
_BLOCK = bytes(128)
_DOMAIN = b"shebaotong-V01-CS02-with-curve25519_XMD:SHA-512_ELL2_NU_"


def points(keys: Sequence[bytes]) -> list[bytes]:
    """The point of each key: 32 bytes each, the same for the same key in every province."""
    return elligator([to_field(key, _DOMAIN) for key in keys])


def random_points(count: int) -> list[bytes]:
    """Points of nobody, distributed like those of keys."""
    return elligator([secrets.randbits(8 * _FIELD_BYTES) % _P for _ in range(count)])


def mask(secret: bytes, masked: Iterable[bytes]) -> list[bytes]:
    """Multiply each point by the secret scalar (32 bytes, clamped as RFC 7748 says).

    Raises ValueError where a point has small order: nobody who follows the protocol sends one.
    """
    scalar = X25519PrivateKey.from_private_bytes(secret)
    load = X25519PublicKey.from_public_bytes
    return [scalar.exchange(load(point)) for point in masked]


def to_field(message: bytes, domain: bytes) -> int:
    """``hash_to_field`` for one element with ``expand_message_xmd`` over SHA-512 (RFC 9380 section 5)."""
    tail = domain + bytes([len(domain)])
    first = hashlib.sha512(_BLOCK + message + _FIELD_BYTES.to_bytes(2, "big") + b"\x00" + tail).digest()
    uniform = hashlib.sha512(first + b"\x01" + tail).digest()[:_FIELD_BYTES]
    return int.from_bytes(uniform, "big") % _P


def elligator(elements: Sequence[int]) -> list[bytes]:
    """``map_to_curve_elligator2`` (RFC 9380 section 6.7.1, Z = 2): u-coordinates of points on the curve.

    With d = 1 + 2r², the candidate is u = -A/d; where u³ + Au² + u is not a square, it is -A - u. The
    test multiplies by d⁴, a square, so that the inverses of all d can be taken together. d is never
    zero, because -1/2 is not a square modulo p.
    """
    divisors = [(1 + 2 * r * r) % _P for r in elements]
    made = []
    for d, inverse in zip(divisors, _inverses(divisors), strict=True):
        u = -_A * inverse % _P
        if _jacobi(-_A * d * (_A * _A - _A * _A * d + d * d) % _P) == -1:
            u = (-_A - u) % _P
        made.append(u.to_bytes(POINT_BYTES, "little"))
    return made


def _inverses(values: Sequence[int]) -> list[int]:
    """All inverses modulo p for the price of one (Montgomery's trick)."""
    running, product = [], 1
    for value in values:
        running.append(product)
        product = product * value % _P
    inverse = pow(product, -1, _P)
    made = [0] * len(values)
    for index in range(len(values) - 1, -1, -1):
        made[index] = running[index] * inverse % _P
        inverse = inverse * values[index] % _P
    return made


def _jacobi(value: int) -> int:
    """1 for a square modulo p, -1 for a non-square, 0 for zero."""
    modulus, sign = _P, 1
    while value:
        twos = (value & -value).bit_length() - 1
        value >>= twos
        if twos & 1 and modulus & 7 in (3, 5):
            sign = -sign
        if value & 3 == 3 and modulus & 3 == 3:
            sign = -sign
        value, modulus = modulus % value, value
    return sign if modulus == 1 else 0
