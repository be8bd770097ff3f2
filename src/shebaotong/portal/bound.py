"""Django's form fields as components: which one shows a field, and with which parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField, Form

SINGLE_BOX = "on"


def _options(field: BoundField) -> list[dict[str, Any]]:
    """Choices flat, as radio buttons, boxes and lists take them; groups of a select lose their heads."""
    chosen = field.value()
    held = {str(value) for value in chosen} if isinstance(chosen, list | tuple) else {str(chosen)}
    flat = []
    for value, text in field.field.widget.choices:
        pairs = text if isinstance(text, list | tuple) else [(value, text)]
        flat += [{"value": str(v), "text": t, "checked": str(v) in held} for v, t in pairs]
    return flat


def component_of(field: BoundField) -> tuple[str, dict[str, Any]]:
    """Name and parameters of the component for a bound field, with what was typed and what is wrong."""
    widget, identity = field.field.widget, field.auto_id or field.html_name
    shared: dict[str, Any] = {
        "name": field.html_name,
        "id": identity,
        "hint": field.help_text,
        "error": " ".join(str(error) for error in field.errors),
        "optional": not field.field.required,
    }
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        many = isinstance(widget, forms.CheckboxSelectMultiple)
        return "choices", shared | {"legend": field.label, "options": _options(field), "many": many}
    if isinstance(widget, forms.CheckboxInput):
        box = {"value": SINGLE_BOX, "text": field.label, "checked": bool(field.value())}
        return "choices", shared | {"legend": field.label, "options": [box], "many": True}
    if isinstance(widget, forms.FileInput):
        return "file_upload", shared | {"label": field.label}
    # A password is never sent back: it would stand in the page and in its history.
    value = None if isinstance(widget, forms.PasswordInput) else field.value()
    shared |= {"label": field.label, "value": "" if value is None else value}
    if isinstance(widget, forms.Select):
        return "field", shared | {"kind": "select", "value": str(shared["value"]), "options": _options(field)}
    kind = "textarea" if isinstance(widget, forms.Textarea) else getattr(widget, "input_type", "text")
    length = getattr(field.field, "max_length", None)
    return "field", shared | {"kind": kind, "maxlength": length or ""}


def errors_of(form: Form) -> Iterator[dict[str, str]]:
    """What is wrong with a form, each with the place to mend it; the form's own errors first."""
    for error in form.non_field_errors():
        yield {"text": str(error), "href": ""}
    for field in form:
        name, parameters = component_of(field)
        target = f"{parameters['id']}-0" if name == "choices" else parameters["id"]
        for error in field.errors:
            yield {"text": f"{field.label}：{error}", "href": f"#{target}"}
