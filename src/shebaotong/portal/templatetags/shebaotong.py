"""``{% load shebaotong %}``: components, icons and the small pictures of a page."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import segno
from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, Form
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from shebaotong.kernel.api import Text
from shebaotong.portal import icons
from shebaotong.portal.bound import component_of, errors_of
from shebaotong.portal.charts.network import NARROW, WIDTH, Network, network
from shebaotong.portal.charts.sankey import Sankey, sankey
from shebaotong.portal.languages import language_tag, say
from shebaotong.portal.parts import Example, Part, part

register = template.Library()


def render_part(context: Context, found: Part, given: dict[str, Any], body: str = "") -> SafeString:
    """One component, in a context of its own: nothing leaks in from the page but request and CSRF token."""
    values = found.values(given)
    values["attributes"] = flatatt(values["attributes"])
    if found.wraps:
        values["body"] = body
    inner = context.new(values)
    for name in ("request", "csrf_token", "LANGUAGE_CODE", "face"):
        if name in context:
            inner[name] = context[name]
    assert context.template is not None
    return context.template.engine.get_template(found.template).render(inner)


@register.simple_tag(takes_context=True)
def ui(context: Context, component: str, **given: Any) -> SafeString:
    """``{% ui "button" text=_("提交") kind="primary" %}``: one component by its parameters."""
    return render_part(context, part(component), given)


@register.simple_block_tag(takes_context=True, end_name="endui")
def uiblock(context: Context, content: str, component: str, **given: Any) -> SafeString:
    """``{% uiblock "card" title=_("材料清单") %} … {% endui %}``: a component around a body."""
    return render_part(context, part(component), given, body=content)


@register.simple_tag(takes_context=True)
def ui_field(context: Context, field: BoundField, **given: Any) -> SafeString:
    """``{% ui_field form.number width="20" %}``: a field of a Django form, with its errors."""
    name, values = component_of(field)
    return render_part(context, part(name), values | given)


@register.simple_tag(takes_context=True)
def ui_errors(context: Context, form: Form) -> SafeString:
    """The summary on top of a form that could not be taken; nothing where all is well."""
    errors = list(errors_of(form))
    if not errors:
        return mark_safe("")
    return render_part(context, part("error_summary"), {"errors": errors, "id": form.prefix or "form"})


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    return icons.icon(name, extra=extra)


@register.simple_tag
def lamp_shape(tone: str) -> SafeString:
    return icons.lamp(tone)


@register.simple_tag
def mark() -> SafeString:
    return icons.mark()


@register.simple_tag
def qr_code(data: str, label: str) -> SafeString:
    """A QR code as inline SVG; ``label`` says what it holds. Level M survives a folded slip."""
    code = segno.make(data, error="m", micro=False)
    width, height = code.symbol_size(border=2)
    path = "".join(
        f"M{column + 2} {row + 2}h1v1h-1z"
        for row, bits in enumerate(code.matrix)
        for column, bit in enumerate(bits)
        if bit
    )
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect class="qr-ground" width="{}" height="{}"></rect><path class="qr-dark" d="{}"></path></svg>',
        label,
        width,
        height,
        width,
        height,
        path,
    )


@register.simple_tag
def month_short(month: int | str) -> str:
    """A month for a calendar leaf: 11月, Nov."""
    return calendar.month_abbr[int(month)] if language_tag() == "en" else f"{month}月"


@register.filter
def grouped(number: object) -> str:
    """A long number in groups of four, as people read it aloud: 4504 2026 1120 0317."""
    digits = str(number)
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


@register.simple_tag
def sankey_drawing(flows: Iterable[Sequence[object]]) -> Sankey:
    return sankey(flows)


@register.simple_tag
def network_drawing(
    places: Sequence[Mapping[str, Any]], links: Iterable[Sequence[Any]], *, narrow: bool = False
) -> Network:
    return network(places, links, NARROW if narrow else WIDTH)


@register.simple_tag
def described(id: str, hint: object, error: object, group: bool = False) -> SafeString:
    """Joins an input to its hint and error for a screen reader; a group of inputs has no state of its own."""
    ids = [f"{id}-{kind}" for kind, given in (("hint", hint), ("error", error)) if given]
    described_by = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else ""
    return mark_safe(described_by + (' aria-invalid="true"' if error and not group else ""))


@register.simple_tag
def column_class(column: Mapping[str, Any]) -> SafeString:
    """Classes of a table column: numbers to the right, some columns on wide screens only."""
    classes = [
        name for name, wanted in (("num", "number"), ("is-wide-only", "wide_only")) if column.get(wanted)
    ]
    return format_html(' class="{}"', " ".join(classes)) if classes else mark_safe("")


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    return items[index]


@register.filter
def stacked(parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Shares of a whole in percent, each with the place where it begins."""
    given = [(str(part["tone"]), int(part["value"])) for part in parts]
    total = sum(value for _, value in given) or 1
    made, before = [], 0
    for tone, value in given:
        made.append(
            {"tone": tone, "start": f"{100 * before / total:.2f}", "width": f"{100 * value / total:.2f}"}
        )
        before += value
    return made


@register.simple_tag(takes_context=True)
def example(context: Context, found: Part, shown: Example) -> SafeString:
    """One example of a component, for the gallery."""
    return render_part(context, found, shown.data, body=shown.body)


@register.filter(name="say")
def say_filter(text: Text | str) -> str:
    """A text of the kernel in the language of the page."""
    return say(text)


@register.filter
def tone(message: Message) -> str:
    """The tone of one of Django's messages."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(message.level_tag, "info")
