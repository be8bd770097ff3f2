"""Requests to the API skip the middleware that only pages need: languages, sessions, CSRF, faces."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, URLResolver, get_resolver

from shebaotong.gateway.api import api

_PREFIX = "/api/"


class StraightToApi:
    """Middleware that calls the API's view at once; it stands in front of those that are skipped.

    The API needs none of them: a machine brings a token and no session, and answers hold Chinese and English
    at once. An unknown address below ``/api/`` goes through all of them, like a page, and ends as a 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(_PREFIX):
            return self.get_response(request)
        try:
            # Not by all addresses of the site, which takes twice as long.
            found = self._addresses.resolve(request.path_info[1:])
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = found
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        if isinstance(response, HttpResponse):
            # A connection that stays open has to know where the answer ends.
            response.setdefault("Content-Length", str(len(response.content)))
        if "Authorization" in request.headers:
            # What a token opens is of persons: no cache on the way, nor the caller's own, may keep it.
            response.setdefault("Cache-Control", "private, no-store")
        return response

    @cached_property
    def _addresses(self) -> URLResolver:
        """The addresses of the API among all."""
        branches = (each for each in get_resolver().url_patterns if isinstance(each, URLResolver))
        return next(each for each in branches if each.namespace == api.urls_namespace)
