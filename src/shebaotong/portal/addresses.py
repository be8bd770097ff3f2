"""Addresses that name nothing, or no page that can be opened, whatever view they would lead to."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from shebaotong.kernel.api import refused_character
from shebaotong.portal.views.errors import wrong_method


class PlainAddresses:
    """An address with a character that no table can hold (``%00``) is no page; nothing is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refused_character(request.path_info):
            raise Http404
        return self.get_response(request)


class ButtonsAddresses:
    """An address that takes forms alone is opened like a page: a page says so, where Django says nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed) or answer.content:
            return answer
        page = wrong_method(request)
        page["Allow"] = answer["Allow"]
        return page
