"""Addresses that name nothing, whatever page they would lead to."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from shebaotong.kernel.api import refused_character


class PlainAddresses:
    """An address with a character that no table can hold (``%00``) is no page; nothing is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refused_character(request.path_info):
            raise Http404
        return self.get_response(request)
