"""Icons and shapes drawn from two SVG files of symbols; names are checked, so that none is ever blank."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SYMBOL = re.compile(r'<symbol id="([^"]+)"')


@cache
def names(sheet: str = "icons") -> frozenset[str]:
    """The symbols of ``icons.svg`` or ``shapes.svg``."""
    text = files("shebaotong.portal").joinpath(f"static/portal/{sheet}.svg").read_text(encoding="utf-8")
    return frozenset(_SYMBOL.findall(text))


def icon(name: str, *, extra: str = "") -> SafeString:
    """An outline icon in the colour and size of the text around it; always beside words, never instead."""
    if name not in names():
        raise ValueError(f"no icon {name!r}: add it to tools/icons.txt and run tools/vendor.sh")
    return format_html(
        '<svg class="ic{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("portal/icons.svg"),
        name,
    )


def lamp(tone: str) -> SafeString:
    """Circle ✓, triangle ! or octagon ✕; the words stand beside it."""
    if f"lamp-{tone}" not in names("shapes"):
        raise ValueError(f"no lamp {tone!r}: ok, warn or bad")
    return format_html(
        '<svg class="lamp-shape lamp-shape-{}" aria-hidden="true" focusable="false">'
        '<use href="{}#lamp-{}"></use></svg>',
        tone,
        static("portal/shapes.svg"),
        tone,
    )


def mark() -> SafeString:
    """The project's mark."""
    sheet = static("portal/shapes.svg")
    layers = format_html_join(
        "",
        '<use class="mark-{}" href="{}#mark-{}"></use>',
        ((name, sheet, name) for name in ("lines", "nodes", "heart")),
    )
    return format_html(
        '<svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">{}</svg>', layers
    )
