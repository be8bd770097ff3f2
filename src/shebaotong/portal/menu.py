"""The citizen's menu: on top of wide screens, at the bottom of phones."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    text: str | Promise
    icon: str
    href: str
    current: bool


_PLACES = (
    (_("首页"), "home", "portal:home"),
    (_("我要办"), "clipboard-list", "portal:find"),
    (_("查进度"), "list-check", "portal:track"),
    (_("我的"), "user", "portal:mine"),
)


def citizen_places(path: str) -> tuple[Place, ...]:
    """The menu as seen from ``path``."""
    places = []
    for text, icon, name in _PLACES:
        href = reverse(name)
        current = path == href or (href != "/" and path.startswith(href))
        places.append(Place(text, icon, href, current))
    return tuple(places)
