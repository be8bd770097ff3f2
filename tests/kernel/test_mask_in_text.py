"""Numbers of people in free text: found however they were typed, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import mask_in_text

DU, OLD = "450499197602151826", "110105491231002"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"请核对{DU}的缴费", "请核对4504**********1826的缴费"),
        ("身份证11010519491231002x。", "身份证1101**********002X。"),
        ("4504 9919 7602 1518 26，电话13800001826", "4504**********1826，电话13800001826"),
        ("４５０４９９１９７６０２１５１８２６", "4504**********1826"),
        (f"440600 {DU}、{DU}", "440600 4504**********1826、4504**********1826"),
        (f"1 {DU}", "1 4504**********1826"),
        (f"sfz{OLD}", "sfz1101*******1002"),
        ("回乡证H12345678", "回乡证H*****678"),
    ],
)
def test_a_number_is_masked_however_it_was_typed(text: str, shown: str) -> None:
    assert mask_in_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "450499197602151827 少一位校验",
        "办件号 4406 0012 3456 7890",
        "6222021234567890123",
        "2026-12-01至2026-12-31",
        "统一社会信用代码 91440600MA4UQ1X34P",
        "e272057e892be6da382bc334fe90d41e3fda3f52f1e789de7f2005f7272736a7",
        "312345.67元，297个月",
        "",
    ],
)
def test_nothing_else_is_touched(text: str) -> None:
    assert mask_in_text(text) == text


_WORDS = st.text(st.characters(blacklist_categories=["Nd", "Cs"]), max_size=20)


@given(_WORDS, _WORDS)
def test_no_words_around_it_hide_a_number(before: str, after: str) -> None:
    assert DU not in mask_in_text(before + DU + after)
