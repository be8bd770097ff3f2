"""JSON of strangers: what two readers could understand in two ways is none."""

from __future__ import annotations

import math

import pytest

from shebaotong.kernel.api import strict_json


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        "[-Infinity]",
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        "0." + "1" * 40,
        "1" * 5_000,
        "\ufeff{}",
    ],
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        strict_json(text)


def test_fractions_are_left_to_who_takes_them() -> None:
    assert strict_json('{"a": [1, 100.0, null, "x"]}') == {"a": [1, 100.0, None, "x"]}
    assert isinstance(strict_json("100.0"), float)
    assert math.isinf(strict_json("1e400"))
