"""Bytes that are signed: one form for equal data, and no signature that somebody else could have made."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import rfc8785
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
    "data", [1.5, 2**53, {"a": object()}, "\ud800", {"Ä": 1, "A\u0308": 2}, {"x": b"bytes"}]
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
