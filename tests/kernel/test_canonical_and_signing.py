"""Bytes that are signed: one form for equal data, and no signature that somebody else could have made."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import (
    BadSignature,
    NotCanonical,
    body_digest,
    canonical,
    key_id,
    new_private_key,
    public_of,
    sign,
    verify,
)
from shebaotong.kernel.canonical import normalise
from shebaotong.kernel.signing import ALGORITHMS

KEY = new_private_key("440600/1")
KEYS = {KEY.kid: public_of(KEY)}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcä·杜", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_names_typed_in_another_form_give_the_same_bytes() -> None:
    assert canonical({"name": "Ä"}) == canonical({"name": "A\u0308"})


def test_key_order_does_not_matter() -> None:
    assert canonical({"b": 1, "a": [2]}) == b'{"a":[2],"b":1}'


@pytest.mark.parametrize(
    "data",
    [
        *(1.5, [1, 1.5], {"a": [None, {"b": 1.0}]}, "\ud800", {"Ä": 1, "A\u0308": 2}),
        *(2**53, -(2**53), [1, 2**53], {"a": {"b": 2**64}}, {"a": object()}, {"x": b"bytes"}),
    ],
)
def test_what_has_no_canonical_form_is_refused(data: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(data)


@given(JSON)
def test_canonical_is_stable_and_parses_back(data: Any) -> None:
    once = canonical(data)
    assert canonical(json.loads(once)) == once


@given(JSON)
def test_the_quick_way_writes_what_the_standard_says(data: Any) -> None:
    assert canonical(data) == rfc8785.dumps(normalise(data))


@pytest.mark.parametrize(
    "text", ['"\u0301', "=\u0338", "\n\u0303", "a\u0323\u0301", "\u2028\x7f\x01/", "\U00020bb7"]
)
def test_texts_at_the_edge_of_normalisation(text: str) -> None:
    for data in (text, {"key": text}, [text, text], {text: 1}):
        assert canonical(data) == rfc8785.dumps(normalise(data))


def test_the_largest_numbers_are_written_whole() -> None:
    assert canonical([2**53 - 1, -(2**53) + 1]) == b"[9007199254740991,-9007199254740991]"


def test_a_digest_needs_its_salt() -> None:
    assert body_digest("a", {"x": 1}) != body_digest("b", {"x": 1})


def test_a_signature_holds_for_its_bytes_alone() -> None:
    jws = sign(KEY, b"payload")
    assert key_id(jws) == KEY.kid and jws.split(".")[1] == ""
    assert verify(jws, b"payload", KEYS).kid == KEY.kid
    with pytest.raises(BadSignature):
        verify(jws, b"Payload", KEYS)


@pytest.mark.parametrize("at", range(3))
def test_a_changed_part_breaks_it(at: int) -> None:
    parts = sign(KEY, b"payload").split(".")
    parts[at] = parts[at][:-2] + ("AA" if not parts[at].endswith("AA") else "BB") if parts[at] else "AA"
    with pytest.raises(BadSignature):
        verify(".".join(parts), b"payload", KEYS)


@pytest.mark.parametrize("jws", ["", "a.b.c", "..", "e30..AA", "!!..AA", "W10..AA"])
def test_what_is_no_signature_is_said_to_be_none(jws: str) -> None:
    with pytest.raises(BadSignature):
        verify(jws, b"payload", KEYS)


def test_another_key_or_algorithm_is_refused() -> None:
    other = new_private_key("450400/1")
    with pytest.raises(BadSignature, match="no key"):
        verify(sign(other, b"payload"), b"payload", KEYS)
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"440600/1"}').rstrip(b"=").decode()
    with pytest.raises(BadSignature, match="does not sign with"):
        verify(f"{header}..", b"payload", KEYS)


ED25519 = ALGORITHMS["EdDSA"]
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group: a signature's second half is below it."""


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_another_library_makes_the_same_signature_and_takes_ours(seed: bytes, message: bytes) -> None:
    other = Ed25519PrivateKey.from_private_bytes(seed)
    made = ED25519.sign(seed, message)
    assert made == other.sign(message)
    other.public_key().verify(made, message)
    assert ED25519.verify(other.public_key().public_bytes_raw(), message, made)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 96 * 8 - 1))
def test_a_changed_bit_of_key_or_signature_breaks_it_as_it_does_elsewhere(
    seed: bytes, message: bytes, at: int
) -> None:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    changed = bytearray(public + ED25519.sign(seed, message))
    changed[at // 8] ^= 1 << at % 8
    key, signature = bytes(changed[:32]), bytes(changed[32:])
    assert not ED25519.verify(key, message, signature)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)


def test_what_is_malformed_does_not_hold() -> None:
    public, signature = KEYS[KEY.kid].raw, ED25519.sign(KEY.raw, b"payload")
    second_half = int.from_bytes(signature[32:], "little")
    another_form = signature[:32] + (second_half + ORDER).to_bytes(32, "little")
    assert ED25519.verify(public, b"payload", signature)
    for malformed in (b"", signature[:-1], signature + b"\0", another_form, bytes(64)):
        assert not ED25519.verify(public, b"payload", malformed)
    for no_key in (b"", public[:-1], public + b"\0", b"\xff" * 32):
        assert not ED25519.verify(no_key, b"payload", signature)


def test_a_key_of_small_order_signs_nothing() -> None:
    """One signature would hold for any message: whoever publishes such a key could disown what he signs."""
    identity = (1).to_bytes(32, "little")
    anything = identity + bytes(32)
    Ed25519PublicKey.from_public_bytes(identity).verify(anything, b"payload")
    assert not ED25519.verify(identity, b"payload", anything)
