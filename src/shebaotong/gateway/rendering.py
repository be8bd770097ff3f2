"""Answers as JSON in bytes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.renderers import JSONRenderer


class JsonBytes(JSONRenderer):
    """The framework's JSON, which is ASCII, as bytes: for a text Django looks up how to encode it."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        text: str = super().render(request, data, response_status=response_status)
        return text.encode("ascii")
