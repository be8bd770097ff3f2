"""The few words in which DuckDB and Spark differ. All other SQL of the comparison is the same text on both.

The functions ``tidy_number`` and ``tidy_name`` are Python (:mod:`.numbers`) registered in either engine, so
that no engine has its own idea of Unicode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    name: str
    matches: Callable[[str, str], str]
    """(text, pattern) -> does the whole text match."""
    divide: Callable[[str, str], str]
    """Whole-number division of two numbers that are not negative."""
    hash: Callable[[str], str]
    """64 bits of a text; compared within one run only."""
    text_list: Callable[[list[str]], str]
    """Texts as one list value."""


DUCKDB = Dialect(
    name="duckdb",
    matches=lambda text, pattern: f"regexp_full_match({text}, '{pattern}')",
    divide=lambda a, b: f"({a} // {b})",
    hash=lambda text: f"hash({text})",
    text_list=lambda items: f"[{', '.join(items)}]",
)

SPARK = Dialect(
    name="spark",
    matches=lambda text, pattern: f"({text} rlike '^(?:{pattern})\\\\z')",
    divide=lambda a, b: f"({a} div {b})",
    hash=lambda text: f"xxhash64({text})",
    text_list=lambda items: f"array({', '.join(items)})",
)
