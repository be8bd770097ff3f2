"""Names: kept as people write them, compared as people mean them, shown masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import BadName, mask_name, name_key, name_spellings, normalise_name

DOTS = "·‧•∙⋅・･．.。●"


@pytest.mark.parametrize("dot", DOTS)
def test_every_form_of_the_dot_is_one(dot: str) -> None:
    assert normalise_name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  杜丽华\u3000", "杜丽华"),
        ("杜　华", "杜华"),
        ("\ufeff杜丽华", "杜丽华"),
        ("John  Smith", "John Smith"),
        ("J. R. Smith", "J. R. Smith"),
        ("Jose\u0301 Díaz", "José Díaz"),
        ("𠮷田", "𠮷田"),
        ("\U00030ede某", "\U00030ede某"),
        ("\U000323af某", "\U000323af某"),
        ("\ue863某", "\ue863某"),
        ("〇一", "〇一"),
    ],
)
def test_what_is_stored(text: str, name: str) -> None:
    assert normalise_name(text) == name


@pytest.mark.parametrize(
    "text", ["", "   ", "·", "...", "杜\x00华", "杜\u202e华", "杜\x7f", "123", "杜" * 101, "\ud800"]
)
def test_what_is_no_name_is_refused_with_words(text: str) -> None:
    with pytest.raises(BadName) as caught:
        normalise_name(text)
    assert caught.value.text.zh.endswith("。")


def test_one_person_in_two_systems_compares_equal() -> None:
    assert name_key("阿依古丽·买买提") == name_key("阿依古丽．买买提") == name_key("阿依古丽买买提")
    assert name_key("ＳＭＩＴＨ John") == name_key("Smith JOHN")
    assert name_key("杜丽华") != name_key("杜丽")
    assert name_key("黃國維") == name_key("黄国维") != name_key("黄国伟")


@pytest.mark.parametrize("name", ["黄国维", "黃國維", "發哥", "𠮷田", "阿布都·买买提", "John"])
def test_every_spelling_of_a_name_compares_equal(name: str) -> None:
    spellings = name_spellings(name)
    assert name in spellings and {name_key(each) for each in spellings} == {name_key(name)}
    assert len(spellings) == len(set(spellings))


def test_the_spellings_of_a_long_name_are_not_multiplied() -> None:
    assert name_spellings("黃發壇" * 8) == ("黃發壇" * 8, "黄发坛" * 8)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("杜", "*"),
        ("杜华", "杜*"),
        ("杜丽华", "杜*华"),
        ("欧阳娜娜", "欧**娜"),
        ("阿依古丽·买买提", "阿**丽·买*提"),
        ("John Smith", "J*** S****"),
    ],
)
def test_masks(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(max_size=20))
def test_any_text_is_a_name_or_refused_and_a_name_stays_one(text: str) -> None:
    try:
        name = normalise_name(text)
    except BadName:
        return
    assert normalise_name(name) == name
    assert len(mask_name(name)) == len(name)
