"""The menu of the agency's own pages: each for those who are entitled, absent for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.views.desk.frame import base, counted

STAFF = frozenset(accounts.STAFF_ROLES)
SUPERVISORS = frozenset({Role.SUPERVISOR})
DECIDERS = (Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR)
TOKEN_HOLDERS = SUPERVISORS | frozenset(accounts.OWN_TOKEN_ROLES)
LEADERS = frozenset({Role.LIAISON, Role.SUPERVISOR})
CHANGES_READERS = frozenset({Role.OFFICIAL, Role.SUPERVISOR})
"""Who may read what the agency changed in its directory."""


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the menu: the name of its address, and who may see it."""

    name: str
    icon: str
    text: str | Promise
    note: str | Promise
    roles: frozenset[Role]


PLACES = (
    Place("directory", "phone", _("通讯录"), _("各市的电话、联络员和窗口"), STAFF),
    Place("calendar_home", "calendar-time", _("工作日历"), _("放假、调休和期限怎么算"), STAFF),
    Place("agreements", "heart-handshake", _("合作协议"), _("谁能替谁办什么"), STAFF),
    Place("awaited", "refresh", _("预核待重核"), _("数公布了，该重新算的"), frozenset(DECIDERS)),
    Place("colleagues", "users", _("人员"), _("账号、岗位、离岗和移交"), LEADERS),
    Place("tokens", "lock", _("接口令牌"), _("别的系统凭它来办事"), TOKEN_HOLDERS),
    Place("reads", "eye", _("谁查了什么"), _("同事看过哪些人的信息"), SUPERVISORS),
    Place("acts", "history", _("管理记录"), _("谁动了账号和令牌"), SUPERVISORS),
)


def may_see(actor: Actor, place: Place) -> bool:
    return bool(actor.roles & place.roles)


def office(actor: Actor, current: str, now: datetime | None = None) -> dict[str, Any]:
    """What every page of the agency is told: the desk's frame, and the menu on the left."""
    now = now or timezone.now()
    return {
        **base(actor, "office", counted(actor, now)),
        "places": [
            {
                "text": place.text,
                "note": place.note,
                "icon": place.icon,
                "href": reverse(f"portal:{place.name}"),
                "current": place.name == current,
            }
            for place in PLACES
            if may_see(actor, place)
        ],
    }
