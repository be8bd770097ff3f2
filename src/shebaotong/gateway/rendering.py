"""Answers as compact JSON in UTF-8."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

# What is no JSON by itself, such as a moment, is written as the framework writes it.
_LEFT_TO_THE_FRAMEWORK = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class CompactJson(BaseRenderer):
    """By orjson, as bytes: of a text Django would have to find out how it is to be encoded."""

    media_type = "application/json"
    _framework = NinjaJSONEncoder()

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=self._framework.default, option=_LEFT_TO_THE_FRAMEWORK)
