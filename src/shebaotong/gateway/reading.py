"""What a request's body may be: JSON, called JSON, of a bounded size and sound in every character."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from shebaotong.gateway.problems import Problem
from shebaotong.kernel.api import Text

JSON = "application/json"


class StrictJson(Parser):
    """Refuses other media types (415) and what is no JSON (400).

    ``NaN`` and the like are no JSON, and of a key that stands twice nobody could say which value counts.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON:
            raise Problem(
                415,
                "media-type",
                Text("正文必须是 application/json。", "The body must be application/json."),
            )
        try:
            return _STRICT.decode(request.body.decode())
        except (ValueError, RecursionError) as error:
            text = Text("正文不是正确的 JSON。", f"The body is not sound JSON: {_short(error)}.")
            raise Problem(400, "not-json", text) from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _no_float(text: str) -> Any:
    """A number with a fraction. No document may hold one (money is whole fen), but it is let through here:
    the engine refuses it and can say in which field it stands."""
    return float(text) if len(text) < 40 else _no_number("a number this long")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice in an object")
    return made


_STRICT = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_once, parse_float=_no_float)


def _short(error: Exception) -> str:
    return "too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0][:80]
