"""An explanation as plain Chinese lines: for the notice, the counter's printer and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shebaotong.kernel.api import Explanation, Source, Unknown

UNVERIFIED = "〔未核实〕"


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
    seen: set[tuple[str, str]] = set()
    for explanation in explanations:
        yield from _lines(explanation, depth=0, seen=seen)


def plain_text(explanation: Explanation) -> str:
    """The whole tree, two spaces deeper for each level."""
    return "\n".join("  " * (line.depth + line.aside) + line.text for line in plain_lines(explanation))


def plain_question(unknown: Unknown) -> str:
    """What is missing, as a sentence that says whom to ask."""
    return f"还需要确认：{unknown.what}。请向{unknown.whom}核实。"


def _lines(node: Explanation, *, depth: int, seen: set[tuple[str, str]]) -> Iterator[PlainLine]:
    own_mark = UNVERIFIED if any(not source.verified for source in node.sources) else ""
    known = (node.name, node.value) in seen
    again = "（见上）" if known and (node.formula or node.inputs or node.sources) else ""
    yield PlainLine(depth, f"{node.name}：{node.value}{own_mark}{again}")
    if known:
        return
    seen.add((node.name, node.value))
    if node.formula:
        yield PlainLine(depth, f"算法：{node.formula}", aside=True)
    if node.note:
        yield PlainLine(depth, f"说明：{node.note}", aside=True)
    for source in node.sources:
        yield PlainLine(depth, f"依据：{_source(source)}", aside=True)
    for child in node.inputs:
        yield from _lines(child, depth=depth + 1, seen=seen)


def _source(source: Source) -> str:
    if source.effective_from is None:
        return source.reference
    day = source.effective_from
    return f"{source.reference}（自{day.year}年{day.month}月{day.day}日起）"
