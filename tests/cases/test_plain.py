"""What no body may hold: each is named where it stands, and no more of it than anybody reads."""

from __future__ import annotations

from typing import Any

import pytest

from shebaotong.cases.plain import MOST_CHARACTERS, check_plain
from shebaotong.cases.schema import InvalidBody


def told(body: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidBody) as refused:
        check_plain(body)
    return [(error.pointer, error.rule) for error in refused.value.errors]


def deep(levels: int) -> Any:
    body: Any = "end"
    for _ in range(levels):
        body = [body]
    return body


def test_a_sound_body_passes() -> None:
    check_plain({"name": "杜月华", "months": [1, None, True], "deep": deep(29), "on": "2026-11-26", "e": {}})


@pytest.mark.parametrize(
    ("body", "where", "rule"),
    [
        ({"a": [{"b": "x\0"}]}, "/a/0/b", "text"),
        ({"a": 1.5}, "/a", "number"),
        ({"a": 2**53}, "/a", "number"),
        ({"a": "0000-01"}, "/a", "year"),
        ({"e\u0301": 1, "\u00e9": 2}, "", "key"),
        ({"a": {"b\0": 1}}, "/a", "key"),
        ({"a": deep(30)}, "/a" + "/0" * 29, "depth"),
        ({"a": "x" * MOST_CHARACTERS}, "", "size"),
        ({"x" * MOST_CHARACTERS: "x"}, "", "size"),
    ],
)
def test_each_is_named_where_it_stands(body: Any, where: str, rule: str) -> None:
    assert told(body) == [(where, rule)]


def test_all_are_told_together_and_at_most_fifty() -> None:
    assert told({"a": 1.5, "b": ["\0", "0000-01\0"]}) == [
        ("/a", "number"),
        ("/b/0", "text"),
        ("/b/1", "text"),
    ]
    assert len(told({"a": [1.5] * 60, "b": [1.5] * 60})) == 50


def test_what_is_behind_a_refused_key_is_not_looked_at() -> None:
    assert told({"a\0": 1.5}) == [("", "key")]
