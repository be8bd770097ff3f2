"""Traditional Chinese for Hong Kong and Macau, generated from the simplified text."""

from __future__ import annotations

from functools import cache

import opencc


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


def traditional(text: str) -> str:
    return str(_converter().convert(text))
