"""Every error below ``/api/`` leaves as RFC 9457: unknown addresses, wrong methods and faults, too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from shebaotong.gateway.problems import MEDIA_TYPE, UNAVAILABLE, Problem, answer
from shebaotong.kernel.api import Text

_PREFIX = "/api/"
_WORDS = {
    400: ("bad-request", Text("请求不能理解。", "The request cannot be understood.")),
    404: ("not-found", Text("没有这个地址。", "There is nothing here.")),
    405: ("method", Text("这个地址不支持这种方法。", "This address does not know that method.")),
    413: ("too-large", Text("请求太大。", "The request is too large.")),
    500: (
        "fault",
        Text("系统出错了，已记录。请稍后再试。", "Our fault; it is recorded. Please try again later."),
    ),
    503: ("unavailable", UNAVAILABLE),
}


class ProblemResponses:
    """Middleware; an answer that is a problem already stays as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(_PREFIX) or response.status_code < 400:
            return response
        if response.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        code, text = _WORDS.get(response.status_code, _WORDS[400 if response.status_code < 500 else 500])
        told = answer(Problem(response.status_code, code, text))
        if "Allow" in response:
            told["Allow"] = response["Allow"]
        return told
