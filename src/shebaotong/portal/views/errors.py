"""Error pages: what happened, why, and what to do, in the look of every other page."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shebaotong.portal.context import page_context
from shebaotong.portal.signed_in import NotYourPost
from shebaotong.store.api import UNREACHABLE

_RETRY_SECONDS = 30


def _page(request: HttpRequest, *, status: int, icon: str, title: str, text: str) -> HttpResponse:
    """Made without session, account or database: any of them may be what is broken."""
    values = page_context(request) | {
        "icon": icon,
        "title": title,
        "text": text,
        "desk": request.path.startswith("/desk/"),
    }
    return HttpResponse(render_to_string("portal/error.html", values), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=400,
        icon="alert-circle",
        title=_("这个请求看不懂"),
        text=_("地址或者内容不完整。请返回上一页再试一次。"),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, NotYourPost):
        return _page(
            request,
            status=403,
            icon="lock",
            title=_("这一页由别的岗位用"),
            text=_("您的岗位不办这一项。要办，请找有这个岗位的同事；岗位由主管分配。"),
        )
    return _page(
        request,
        status=403,
        icon="lock",
        title=_("这一页您不能看"),
        text=_("它属于别的机构或者别的人。需要看，请找您的负责人。"),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: most often a page that was left open too long."""
    return _page(
        request,
        status=403,
        icon="hourglass",
        title=_("页面开得太久了"),
        text=_("请返回上一页，刷新一下，再提交一次。您填的内容还在。"),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=404,
        icon="search",
        title=_("没有这一页"),
        text=_("可能是地址打错了，也可能已经搬走。从首页找一找，或者打12333。"),
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    """An address for buttons alone, opened like a page: from the history, or after a press of 显示."""
    return _page(
        request,
        status=405,
        icon="alert-circle",
        title=_("这个地址不能直接打开"),
        text=_("它只接按钮送来的内容。请返回上一页，再按一次那个按钮。"),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the error."""
    if isinstance(sys.exception(), UNREACHABLE):
        return _unreachable(request)
    return _page(
        request,
        status=500,
        icon="alert-triangle",
        title=_("系统出了问题"),
        text=_("不是您的错。请过几分钟再试。急事请打12333或者去窗口。"),
    )


def _unreachable(request: HttpRequest) -> HttpResponse:
    """The database is being started again, or was just now: what was sent may have been taken or not."""
    answer = _page(
        request,
        status=503,
        icon="hourglass",
        title=_("系统正在恢复"),
        text=_("请等半分钟，刷新一下。刚才提交的可能已经收到：先看一看，没有再提交一次。急事请打12333。"),
    )
    answer["Retry-After"] = str(_RETRY_SECONDS)
    return answer
