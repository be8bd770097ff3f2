"""Simplified and traditional Chinese: texts made from the simplified, and what was typed found in either.

OpenCC converts in the Hong Kong manner (視頻, 網絡, 打印); ``traditional.yaml``, kept by hand, puts right
what it leaves in a form that screens and letters do not show. Names of people are never converted to be
shown: 范 and 于 are surnames in traditional Chinese too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import opencc

from shebaotong.kernel.shipped import read_shipped

_IDEOGRAPHS = ((0x3400, 0x9FFF), (0x20000, 0x3134F))
"""Of the Unicode that OpenCC's tables know."""


@lru_cache(maxsize=20_000)
def to_traditional(text: str) -> str:
    """Simplified Chinese as people in Hong Kong, Macau and Taiwan read it; other text is unchanged."""
    made = str(_converter("s2hk").convert(text))
    return _correction_pattern().sub(lambda match: _corrections()[match.group()], made)


@lru_cache(maxsize=20_000)
def to_simplified(text: str) -> str:
    """For searching and comparing: what was written in traditional characters is the same."""
    return str(_converter("t2s").convert(text))


def character_forms(character: str) -> tuple[str, ...]:
    """A character as simplified Chinese has it, then all that simplify to it: 发, 發, 髮."""
    simple = to_simplified(character)
    return (simple, *_forms().get(simple, ()))


@cache
def _forms() -> Mapping[str, list[str]]:
    """By simplified character the others that simplify to it; all are converted at once, in some 20 ms."""
    ideographs = [chr(code) for first, last in _IDEOGRAPHS for code in range(first, last + 1)]
    found: dict[str, list[str]] = defaultdict(list)
    # A line each: what stands on a line of its own is no part of a phrase.
    simple = str(_converter("t2s").convert("\n".join(ideographs))).split("\n")
    for written, read in zip(ideographs, simple, strict=True):
        if written != read:
            found[read].append(written)
    return found


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@cache
def _corrections() -> dict[str, str]:
    source = files("shebaotong.kernel").joinpath("traditional.yaml").read_text(encoding="utf-8")
    return {str(wrong): str(right) for wrong, right in read_shipped(source).items()}


@cache
def _correction_pattern() -> re.Pattern[str]:
    longest_first = sorted(_corrections(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
