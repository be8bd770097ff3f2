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
    json_list: Callable[[list[str]], str]
    """Texts, some of them null, as one JSON text."""
    unless: Callable[[str, str], str]
    """(condition, text) -> the text for a Python function, not used where the condition holds."""


DUCKDB = Dialect(
    name="duckdb",
    matches=lambda text, pattern: f"regexp_full_match({text}, '{pattern}')",
    divide=lambda a, b: f"({a} // {b})",
    hash=lambda text: f"hash({text})",
    json_list=lambda items: f"cast(to_json([{', '.join(items)}]) as varchar)",
    # Only the rows of the branch that asks for it get to Python.
    unless=lambda _condition, text: text,
)

SPARK = Dialect(
    name="spark",
    matches=lambda text, pattern: f"({text} rlike '^(?:{pattern})\\\\z')",
    divide=lambda a, b: f"({a} div {b})",
    hash=lambda text: f"xxhash64({text})",
    json_list=lambda items: f"to_json(array({', '.join(items)}))",
    # Every row gets to Python, whatever the branch; a null costs little there.
    unless=lambda condition, text: f"case when {condition} then null else {text} end",
)
