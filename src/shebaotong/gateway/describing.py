"""The description of the API as it really answers: errors under their own media type."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from shebaotong.gateway.problems import MEDIA_TYPE

_FIRST_ERROR = 400


class DescribedApi(NinjaAPI):
    """The framework calls every answer ``application/json``; problems have a type of their own."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**options)
        for path in described["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= _FIRST_ERROR and "application/json" in answer.get("content", {}):
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return described

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        # The framework begins with an empty text, for which Django looks up how to encode it.
        return HttpResponse(content_type=self.get_content_type())
