"""What somebody is signed in with, in words he knows; what a browser says of itself tells him nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _


def device_words(told: str) -> str:
    """``told``: what the browser said of itself, cut to its beginning. The first sign that fits decides."""
    kinds = (
        ("iPad", _("苹果平板")),
        ("iPhone", _("苹果手机")),
        ("OpenHarmony", _("鸿蒙手机")),
        ("Android", _("安卓手机或平板")),
        ("Windows", _("Windows电脑")),
        ("Macintosh", _("苹果电脑")),
        ("Linux", _("Linux电脑")),
    )
    programs = (
        ("MicroMessenger", _("微信")),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    kind = next((words for sign, words in kinds if sign in told), "")
    program = next((words for sign, words in programs if sign in told), "")
    if kind and program:
        return _("%(kind)s，%(program)s浏览器") % {"kind": kind, "program": program}
    return kind or program or _("认不出是什么设备")
