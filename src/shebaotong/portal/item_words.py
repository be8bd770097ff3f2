"""What an item's declaration says, in the words of a guide for applicants."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shebaotong.kernel.api import Item, Limit, Material, Mode, Spare, Step, Text
from shebaotong.portal.languages import language_tag, say

Words = str | Promise

MODES: dict[Mode, tuple[Words, Words]] = {
    Mode.ONLINE: (_("全程网办"), _("不用出门，网上就办完。")),
    Mode.ON_BEHALF: (_("异地代收代办"), _("在您身边的窗口交，转给参保地办。")),
    Mode.JOINT: (_("多地联办"), _("几个城市一起办，您只跑一处。")),
}
"""The three modes of the national list: name, and what it means for the person."""

_ON_THE_SPOT: tuple[Words, Words] = (_("当场办完"), _("在您身边的窗口当场办完，不用回参保的城市。"))
"""What a counter finishes at once and nobody can do from home: there he would wait for nothing."""

ONLINE = "online"
CHANNELS: dict[str, Words] = {
    "window": _("窗口"),
    "bank": _("银行网点"),
    ONLINE: _("网上"),
    "village": _("村里的服务点"),
    "self_service": _("自助机"),
    "phone": _("电话"),
}

_SPARED: dict[Spare, tuple[Words, str]] = {
    Spare.DATA_SHARING: (_("不用带"), "ok"),
    Spare.LATER: (_("可以后补"), "warn"),
    Spare.RECOGNITION: (_("要带，验过一次都算"), "info"),
    Spare.COMMITMENT: (_("签承诺就行"), "ok"),
}
"""What is said of a material that is spared in several ways: the first that applies, in this order."""


def mode_of(item: Item) -> tuple[Words, Words]:
    """How an item is done: its name, and what it means for the person."""
    return _ON_THE_SPOT if item.mode is Mode.ONLINE and ONLINE not in item.channels else MODES[item.mode]


def channels(item: Item) -> str:
    """Where it can be handed in, as a list in words. Raises KeyError for a channel that has no words."""
    between = ", " if language_tag() == "en" else "、"
    return between.join(str(CHANNELS[channel]) for channel in item.channels)


def material(given: Material) -> dict[str, Any]:
    """One line of the list of what to bring, and whether it is spared."""
    words, tone = next((said for spare, said in _SPARED.items() if spare in given.spare), (_("要带"), "info"))
    if given.only_if and tone == "info":
        words = _("有的人要带")
    hint = say(given.reason) if given.reason else ""
    return {"title": say(given.title), "hint": hint, "status": words, "tone": tone}


def limit(given: Limit) -> str:
    """How long it takes at most."""
    if given.days == 0:
        return str(_("当天"))
    words = ngettext("%(days)d个工作日", "%(days)d个工作日", given.days)
    return words % {"days": given.days}


def to_come(given: Step, *, named: bool = False) -> str:
    """A step as something that will happen: without the 正在 of a case under way.

    ``named``: the city that does it is said before.
    """
    words = given.plain.zh.replace("正在", "", 1)
    return say(Text(words.removeprefix("参保地") if named else words, given.plain.en))


def _step(given: Step, place: int) -> dict[str, Any]:
    return {"title": to_come(given), "state": "todo", "word": _("第%(step)d步") % {"step": place}}


def _clause(reference: str) -> SafeString:
    """A clause is cited in its own language on every page."""
    return format_html('<span lang="zh-Hans">{}</span>', reference)


def guide(item: Item) -> dict[str, Any]:
    """A whole guide: materials, steps, and the facts beside them."""
    name, meaning = mode_of(item)
    promised = item.limits.promised
    facts = [
        {"key": _("怎么办"), "value": name},
        {"key": _("在哪交"), "value": channels(item)},
        {"key": _("最晚多久"), "value": _("马上就好") if item.instant else limit(item.limits.working)},
        {"key": _("法定时限"), "value": limit(item.limits.legal)},
        {
            "key": _("依据"),
            "value": format_html('<span lang="zh-Hans">{}</span>', item.limits.legal.reference),
        },
    ]
    return {
        "item": item,
        "mode": {"name": name, "meaning": meaning},
        "materials": [material(entry) for entry in item.materials],
        "steps": [_step(step, place) for place, step in enumerate(item.route(), start=1)],
        "facts": facts if promised or item.instant else [*facts[:2], *facts[3:]],
    }
