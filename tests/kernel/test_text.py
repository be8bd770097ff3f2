"""What no stored text may hold."""

from __future__ import annotations

import pytest

from shebaotong.kernel.api import mark_refused, refused_character

CONTROLS = ["\0", "\x07", "\x1b", "\x7f", "\x85"]
TURNING = ["\u202a", "\u202e", "\u2066", "\u2069"]
BROKEN = ["\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", [*CONTROLS, *TURNING, *BROKEN])
def test_what_cannot_be_kept_is_named(character: str) -> None:
    assert refused_character(f"杜{character}月华{character}") == character
    assert mark_refused(f"杜{character}月华{character}") == "杜\ufffd月华\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "杜月华",
        "阿布都·买买提",
        "𠮷田",
        "\ue000",
        "ئابدۇ",
        "行\t一\r\n行二",
        "e\u0301",
        "a\u200fb",
        "\U0001f469\u200d",
    ],
)
def test_what_people_write_is_kept(text: str) -> None:
    assert refused_character(text) == ""
    assert mark_refused(text) == text
