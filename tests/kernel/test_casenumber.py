"""Case numbers: read out over the phone, typed with spaces, and not guessed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import BadCaseNumber, casenumber

NUMBERS = st.integers(0, 10**9).map(lambda seed: casenumber.new("440600", random.Random(seed).randrange))


@given(NUMBERS)
def test_a_number_is_read_in_any_of_its_forms(number: str) -> None:
    assert number.startswith("4406") and len(number) == 16
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    for typed in (number, casenumber.show(number), f" {number[:4]}-{number[4:]}", wide):
        assert casenumber.parse(typed) == number


@given(NUMBERS, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_caught(number: str, at: int, off: int) -> None:
    wrong = number[:at] + str((int(number[at]) + off) % 10) + number[at + 1 :]
    with pytest.raises(BadCaseNumber) as caught:
        casenumber.parse(wrong)
    assert caught.value.reason == "check"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "length"), ("4406", "length"), ("4406x00000000017", "characters"), ("4" * 17, "length")],
)
def test_the_reason_is_named(typed: str, reason: str) -> None:
    with pytest.raises(BadCaseNumber) as caught:
        casenumber.parse(typed)
    assert caught.value.reason == reason
