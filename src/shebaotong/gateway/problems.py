"""Errors as RFC 9457: a stable type, what happened in Chinese and English, and which field is wrong."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Text
from shebaotong.store.api import UNREACHABLE

_log = logging.getLogger(__name__)

BASE = "https://shebaotong.invalid/problems/"
"""Types are names, not pages: ``.invalid`` is never resolved (RFC 6761)."""


MEDIA_TYPE = "application/problem+json"
_RETRY_SECONDS = 5
"""A database that was killed answers again after some seconds."""

UNAVAILABLE = Text(
    "数据库暂时不能用。请过几秒用同一个 Idempotency-Key 再发一次，不会办两遍。",
    "The database does not answer just now. Send the same again in a few seconds, under the same "
    "Idempotency-Key: nothing is done twice.",
)


class Problem(Exception):
    """An answer that is an error; ``code`` is the last part of its type."""

    def __init__(
        self, status: int, code: str, text: Text, invalid_params: Sequence[dict[str, str]] = ()
    ) -> None:
        super().__init__(text.en)
        self.status = status
        self.code = code
        self.text = text
        self.invalid_params = tuple(invalid_params)


def answer(problem: Problem) -> HttpResponse:
    body: dict[str, Any] = {
        "type": BASE + problem.code,
        "title": problem.text.zh,
        "detail": problem.text.en,
        "status": problem.status,
    }
    if problem.invalid_params:
        body["invalid_params"] = list(problem.invalid_params)
    response = JsonResponse(
        body, status=problem.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if problem.status == 503:
        response["Retry-After"] = str(_RETRY_SECONDS)
    return response


def of_case_error(error: Exception) -> Problem:
    """What the engine refuses, as a problem."""
    if isinstance(error, cases.UnknownCase):
        text = Text("本机构没有这个办件。", "This agency holds no such case.")
        return Problem(404, "unknown-case", text)
    if isinstance(error, cases.NotAllowed):
        return Problem(
            403,
            f"not-allowed/{error.denial.value}",
            Text("现在不能出具这份文书。", f"This document may not be written now: {error.denial.value}."),
        )
    if isinstance(error, cases.NotAccepted):
        return Problem(422, "not-accepted", error.reason)
    if isinstance(error, cases.Refused):
        return Problem(422, f"refused/{error.code.replace('_', '-')}", error.text)
    if isinstance(error, cases.StaleEdit):
        return Problem(
            409, "stale", Text("办件已有新的变化，请重新读取。", "The case has changed; read it again.")
        )
    if isinstance(error, cases.KeyReused):
        return Problem(
            422,
            "idempotency-key-reused",
            Text(
                "这个 Idempotency-Key 用过，内容不同。", "This Idempotency-Key was used with other contents."
            ),
        )
    if isinstance(error, cases.FilesGone):
        text = Text("上传的文件已经过期，请重新上传。", "An upload has expired; send the file again.")
        return Problem(422, "files-gone", text)
    if isinstance(error, cases.InvalidBody):
        return Problem(
            422,
            "invalid-body",
            Text("文书内容不符合规定格式。", "The body does not fit its schema."),
            [
                {"pointer": f"/body{e.pointer}", "rule": e.rule, "reason": e.message, "field": e.field}
                for e in error.errors
            ],
        )
    if isinstance(error, cases.Objected):
        return Problem(
            422,
            "objected",
            Text("文书内容有不妥之处。", "Something stands against these contents."),
            [
                {"pointer": f"/body/{each.field}", "reason": each.text.en, "reason_zh": each.text.zh}
                for each in error.objections
            ],
        )
    return Problem(422, "unknown-code", Text("有不认识的代码。", str(error)))


CASE_ERRORS = (cases.CaseError, cases.InvalidBody, cases.UnknownItem)


def install(api: NinjaAPI) -> None:
    """Every error of the API goes out in this form, those of the framework too."""

    @api.exception_handler(Problem)
    def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
        return answer(error)

    def _refused(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        return answer(of_case_error(error if isinstance(error, Exception) else error()))

    for kind in CASE_ERRORS:
        api.add_exception_handler(kind, _refused)

    def _unavailable(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        _log.warning("the database does not answer: %s", type(error).__name__)
        return answer(Problem(503, "unavailable", UNAVAILABLE))

    for passing in UNREACHABLE:
        api.add_exception_handler(passing, _unavailable)

    @api.exception_handler(AuthenticationError)
    def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(Problem(401, "token-missing", Text("请求没有带令牌。", "No token was sent.")))

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        params = [
            {"pointer": "/" + "/".join(str(part) for part in entry["loc"]), "reason": entry["msg"]}
            for entry in error.errors
        ]
        text = Text("请求的参数不对。", "The request's parameters are wrong.")
        return answer(Problem(422, "invalid-request", text, params))

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, Problem):
            # What the parser says of a body arrives wrapped.
            return answer(error.__cause__)
        text = Text("请求不能理解。", str(error))
        return answer(Problem(error.status_code, "bad-request", text))

    @api.exception_handler(RequestDataTooBig)
    def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        text = Text("正文太大；文件请用 /files 上传。", "The body is too large; send files by /files.")
        return answer(Problem(413, "too-large", text))

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(Problem(404, "not-found", Text("没有这个地址。", "There is nothing here.")))
