"""Explanations on pages and papers: the rules' trees in the language of the page.

Chinese is what is stored. On English pages it is read in English, where a clause keeps the Chinese name by
which it is found; see ``rules.english``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shebaotong.kernel.api import Document, Explanation, Source, mask_in_text
from shebaotong.portal.cities import city_names
from shebaotong.portal.free_text import say_masked
from shebaotong.portal.languages import ENGLISH, day_in_words, say
from shebaotong.rules.api import PlainLine, in_english, plain_lines, plain_lines_in_english

_YUAN = re.compile(r"(?<![\d.,])\d{4,}(?:\.\d+)?(?= (?:元|yuan))")


def trees_of(body: Mapping[str, Any]) -> tuple[Explanation, ...]:
    """The trees that stand in a document's body, as they are stored."""
    return tuple(Explanation.from_json(tree) for tree in body.get("explanation", ()))


def explained_in(document: Document) -> list[dict[str, Any]]:
    """The trees of a document as ``pieces/explained.html`` shows them."""
    trees = trees_of(document.body or {})
    if get_language() == ENGLISH:
        trees = in_english(*trees, cities=city_names())
    return [_node(tree) for tree in trees]


def in_plain_lines(*trees: Explanation) -> Iterator[PlainLine]:
    """The same as lines for a sheet of paper."""
    if get_language() == ENGLISH:
        lines = plain_lines_in_english(*trees, cities=city_names())
        yield from (replace(line, text=_grouped(mask_in_text(line.text))) for line in lines)
    else:
        yield from (replace(line, text=_grouped(say_masked(line.text))) for line in plain_lines(*trees))


def _grouped(text: str) -> str:
    """Amounts as everywhere on pages and papers: 17,959.12 元."""
    return _YUAN.sub(lambda amount: f"{Decimal(amount.group()):,}", text)


def _source(source: Source) -> str:
    """The clause, and since when the parameter holds."""
    reference = say(source.reference)
    if source.effective_from is None:
        return reference
    day = day_in_words(source.effective_from.isoformat())
    return _("%(source)s（自%(day)s起）") % {"source": reference, "day": day}


def _node(node: Explanation) -> dict[str, Any]:
    return {
        "name": _grouped(say_masked(node.name)),
        "value": _grouped(say_masked(node.value)),
        "formula": _grouped(say(node.formula)),
        "note": _grouped(say_masked(node.note)),
        "sources": [_source(source) for source in node.sources],
        "verified": node.verified,
        "inputs": [_node(inner) for inner in node.inputs],
    }
