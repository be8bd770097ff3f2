"""What a request's body may be: JSON, called JSON, of a bounded size and sound in every character."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from shebaotong.gateway.problems import Problem
from shebaotong.kernel.api import Text, strict_json

JSON = "application/json"


class StrictJson(Parser):
    """Refuses other media types (415) and what is no JSON (400), read strictly."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON:
            raise Problem(
                415,
                "media-type",
                Text("正文必须是 application/json。", "The body must be application/json."),
            )
        try:
            return strict_json(request.body.decode())
        except ValueError as error:
            text = Text("正文不是正确的 JSON。", f"The body is not sound JSON: {_short(error)}.")
            raise Problem(400, "not-json", text) from None


def _short(error: ValueError) -> str:
    return str(error).splitlines()[0][:80]
