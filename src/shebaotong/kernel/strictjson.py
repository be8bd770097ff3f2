"""JSON as strangers send it: what two readers could understand in two ways is none."""

from __future__ import annotations

import json
from typing import Any

_LONGEST_NUMBER = 40


def strict_json(text: str) -> Any:
    """The data of a JSON text. Raises ValueError for what is none, and for what is nested too deeply.

    ``NaN`` and the like are no JSON, and of a key that stands twice nobody could say which value counts. A
    number with a fraction is let through, also one that becomes infinite: no document or record may hold it
    (money is whole fen), but who takes them can say in which field it stands.
    """
    try:
        return _STRICT.decode(text)
    except RecursionError:
        raise ValueError("too deep") from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _fraction(text: str) -> Any:
    return float(text) if len(text) < _LONGEST_NUMBER else _no_number("a number this long")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice in an object")
    return made


_STRICT = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_once, parse_float=_fraction)
