"""An explanation as plain lines: for the notice, the counter's printer and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shebaotong.kernel.api import Explanation, Source, Unknown
from shebaotong.rules.english.reading import Cities, in_english

UNVERIFIED = "〔未核实〕"
UNVERIFIED_ENGLISH = " [not verified]"


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands around the words of a tree."""

    unverified: str
    again: str
    value: str
    formula: str
    note: str
    source: str
    since: str


_CHINESE = _Words(
    UNVERIFIED, "（见上）", "：", "算法：", "说明：", "依据：", "{source}（自{y}年{m}月{d}日起）"
)
_ENGLISH = _Words(
    UNVERIFIED_ENGLISH, " (see above)", ": ", "How: ", "Note: ", "By: ", "{source}, from {y}-{m:02}-{d:02}"
)


@dataclass(frozen=True, slots=True)
class PlainLine:
    """``depth`` 0 is a result, 1 what it is made of, and so on; ``aside``: a formula, remark or source of
    the line above it."""

    depth: int
    text: str
    aside: bool = False


def plain_lines(*explanations: Explanation) -> Iterator[PlainLine]:
    """All lines of the trees in order.

    A value that was explained further up is named again, but not explained again.
    """
    yield from _all(explanations, _CHINESE)


def plain_lines_in_english(*explanations: Explanation, cities: Cities = frozenset()) -> Iterator[PlainLine]:
    """The same lines for readers of English; clauses keep the Chinese name by which they are found."""
    yield from _all(in_english(*explanations, cities=cities), _ENGLISH)


def plain_text(explanation: Explanation) -> str:
    """The whole tree, two spaces deeper for each level."""
    return "\n".join("  " * (line.depth + line.aside) + line.text for line in plain_lines(explanation))


def plain_question(unknown: Unknown) -> str:
    """What is missing, as a sentence that says whom to ask."""
    return f"还需要确认：{unknown.what}。请向{unknown.whom}核实。"


def _all(explanations: tuple[Explanation, ...], words: _Words) -> Iterator[PlainLine]:
    seen: set[tuple[str, str]] = set()
    for explanation in explanations:
        yield from _lines(explanation, words, depth=0, seen=seen)


def _lines(
    node: Explanation, words: _Words, *, depth: int, seen: set[tuple[str, str]]
) -> Iterator[PlainLine]:
    own_mark = words.unverified if any(not source.verified for source in node.sources) else ""
    known = (node.name, node.value) in seen
    again = words.again if known and (node.formula or node.inputs or node.sources) else ""
    yield PlainLine(depth, f"{node.name}{words.value}{node.value}{own_mark}{again}")
    if known:
        return
    seen.add((node.name, node.value))
    if node.formula:
        yield PlainLine(depth, f"{words.formula}{node.formula}", aside=True)
    if node.note:
        yield PlainLine(depth, f"{words.note}{node.note}", aside=True)
    for source in node.sources:
        yield PlainLine(depth, f"{words.source}{_source(source, words)}", aside=True)
    for child in node.inputs:
        yield from _lines(child, words, depth=depth + 1, seen=seen)


def _source(source: Source, words: _Words) -> str:
    day = source.effective_from
    if day is None:
        return source.reference
    return words.since.format(source=source.reference, y=day.year, m=day.month, d=day.day)
