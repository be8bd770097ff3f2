"""JSON as text, written and read by orjson: a step of a case writes and reads some forty of them, and what
the standard library took for it was a tenth of the step's time."""

from __future__ import annotations

from typing import Any

import orjson

# What is no JSON must not become some by itself: whoever writes a moment says how.
_NO_MORE_THAN_JSON = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_SORTED = _NO_MORE_THAN_JSON | orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def json_text(data: Any) -> str:
    """Compact JSON text of dicts with text for keys, lists, tuples, texts, whole numbers, booleans and None.

    Raises TypeError for anything else, for halves of surrogate pairs and for numbers of more than 64 bits.
    """
    return orjson.dumps(data, option=_NO_MORE_THAN_JSON).decode()


def sorted_json(data: Any) -> bytes:
    """The same with keys in the order of their characters, in UTF-8. Raises TypeError as above, and for
    numbers of more than 53 bits."""
    return orjson.dumps(data, option=_SORTED)


def read_json(text: str | bytes) -> Any:
    """The data of a JSON text. Raises ValueError for what is none: also NaN, halves of surrogate pairs, and
    what is nested too deeply. Of a key that stands twice the last value counts."""
    return orjson.loads(text)
