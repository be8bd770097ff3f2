"""The points and masks under the private comparison, against published vectors."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.comparison.private import curve

P = 2**255 - 19
A = 486662
SUITE = b"QUUX-V01-CS02-with-curve25519_XMD:SHA-512_ELL2_NU_"

# RFC 9380 appendix J.4.2: message, field element u, x of Q = map_to_curve(u). The numbers are big-endian.
VECTORS = [
    (
        b"",
        "608d892b641f0328523802a6603427c26e55e6f27e71a91a478148d45b5093cd",
        "51125222da5e763d97f3c10fcc92ea6860b9ccbbd2eb1285728f566721c1e65b",
    ),
    (
        b"abc",
        "46f5b22494bfeaa7f232cc8d054be68561af50230234d7d1d63d1d9abeca8da5",
        "7d56d1e08cb0ccb92baf069c18c49bb5a0dcd927eff8dcf75ca921ef7f3e6eeb",
    ),
    (
        b"abcdef0123456789",
        "235fe40c443766ce7e18111c33862d66c3b33267efa50d50f9e8e5d252a40aaa",
        "3fbe66b9c9883d79e8407150e7c2a1c8680bee496c62fabe4619a72b3cabe90f",
    ),
]


@pytest.mark.parametrize(("message", "element", "x"), VECTORS)
def test_a_key_becomes_the_point_that_rfc_9380_names(message: bytes, element: str, x: str) -> None:
    assert curve.to_field(message, SUITE) == int(element, 16)
    assert curve.elligator([int(element, 16)]) == [bytes.fromhex(x)[::-1]]


def on_curve(point: bytes) -> bool:
    u = int.from_bytes(point, "little")
    return pow(u**3 + A * u**2 + u, (P - 1) // 2, P) in (0, 1)


@given(st.lists(st.integers(0, P - 1), min_size=1, max_size=40))
def test_every_point_lies_on_the_curve_and_never_on_its_twist(elements: list[int]) -> None:
    made = curve.elligator(elements)
    assert all(on_curve(point) for point in made)
    assert made == [curve.elligator([element])[0] for element in elements]


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=10, unique=True))
def test_two_masks_commute_and_keep_different_keys_apart(keys: list[bytes]) -> None:
    ours, theirs = os.urandom(32), os.urandom(32)
    found = curve.points(keys)
    once = curve.mask(ours, found)
    assert curve.mask(theirs, once) == curve.mask(ours, curve.mask(theirs, found))
    assert len(set(once)) == len(keys)
    assert not set(once) & set(found)
    assert all(on_curve(point) for point in once)


def test_a_point_of_small_order_is_refused() -> None:
    with pytest.raises(ValueError, match="shared key"):
        curve.mask(os.urandom(32), [bytes(32)])
