"""What was done to the agency's accounts, tokens and roles, by whom and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.languages import listed, say
from shebaotong.portal.paging import mark_of
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office.menu import office

PAGE = 50
What = accounts.AdminAct.What


@never_cache
@require_safe
@staff_page
def acts(request: HttpRequest, actor: Actor) -> HttpResponse:
    require_role(actor, Role.SUPERVISOR)
    before = mark_of(request)
    found = accounts.acts_of(agency=actor.agency, before=before, size=PAGE + 1)
    values = {
        "columns": act_columns(),
        "rows": act_rows(found[:PAGE]),
        "next_page": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "first_page": "?" if before is not None else "",
    }
    return render(request, "portal/desk/office/acts.html", office(actor, "acts") | values)


def act_columns() -> list[dict[str, Any]]:
    return [
        {"text": _("什么时候")},
        {"text": _("谁办的")},
        {"text": _("做了什么")},
        {"text": _("对哪个账号")},
        {"text": _("内容")},
    ]


def act_rows(found: Iterable[accounts.AdminAct]) -> list[list[Any]]:
    return [
        [
            timezone.localtime(act.at).strftime("%Y-%m-%d %H:%M"),
            {"text": act.by_name, "note": act.by},
            what_word(What(act.what)),
            act.about,
            _details(What(act.what), act.details),
        ]
        for act in found
    ]


def what_word(what: accounts.AdminAct.What) -> str:
    return {
        What.STAFF_CREATED: _("开账号"),
        What.ROLES_CHANGED: _("改岗位"),
        What.QUEUE_HANDED_OVER: _("移交办件"),
        What.LEFT: _("离岗"),
        What.CODE_ISSUED: _("发重设码"),
        What.CODE_USED: _("用重设码设密码"),
        What.CHANNEL_CREATED: _("开渠道"),
        What.CHANNEL_CLOSED: _("停渠道"),
        What.TOKEN_ISSUED: _("发令牌"),
        What.TOKEN_REVOKED: _("撤销令牌"),
    }[what]


def _roles(roles: Iterable[str]) -> str:
    return listed(words.role_word(Role(role)) for role in roles) or _("没有岗位")


def _details(what: accounts.AdminAct.What, details: dict[str, Any]) -> str:
    if what is What.ROLES_CHANGED:
        return f"{_roles(details['before'])} → {_roles(details['after'])}"
    if what in (What.STAFF_CREATED, What.CHANNEL_CREATED):
        return _roles(details["roles"])
    if what is What.QUEUE_HANDED_OVER:
        return _("%(count)d件给%(heir)s") % {"count": details["cases"], "heir": details["heir"]}
    if what is What.LEFT:
        return _("接手：%(heir)s") % {"heir": details["heir"]}
    if what is What.CODE_USED:
        return _("%(by)s发的码") % {"by": details["issued_by"]}
    if what is What.CHANNEL_CLOSED:
        return _("撤销了%(count)d个令牌") % {"count": details["tokens"]}
    if what is What.TOKEN_ISSUED:
        can = listed(say(title) for scope, title in accounts.SCOPES.items() if scope in details["scopes"])
        return str(_("%(name)s：%(purpose)s（%(can)s）") % (details | {"can": can}))
    return str(details.get("name", ""))
