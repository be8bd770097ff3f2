"""A body that its schema refuses, told at the field of the form, with how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.portal.forms.reading import Errors
from shebaotong.portal.languages import say


def placed(refused: cases.InvalidBody) -> Errors:
    """By question, the first error of each; the machine's own words stay in the API."""
    errors: Errors = {}
    for error in refused.errors:
        errors.setdefault(_question(error), _words(error))
    return errors


def _question(error: cases.FieldError) -> str:
    """The form asks for the parts of ``subject`` one by one; of anything else it asks as a whole."""
    parts = [part for part in error.pointer.split("/") if part]
    if parts[:1] == ["subject"]:
        parts = parts[1:]
    return parts[0] if parts else error.field


def _words(error: cases.FieldError) -> str:
    """What to do about it: the engine's own words, else by the rule of the schema that failed."""
    if error.text is not None:
        return say(error.text)
    return {
        "required": _("这一项要填。"),
        "minLength": _("这一项不能空着。"),
        "maxLength": _("字太多了，请写短一点。"),
        "pattern": _("格式不对，请照提示再填一次。"),
        "format": _("格式不对，请照提示再填一次。"),
        "minimum": _("数字太小了，请核对。"),
        "exclusiveMinimum": _("数字太小了，请核对。"),
        "maximum": _("数字太大了，请核对。"),
        "enum": _("请从列出的里面选一个。"),
        "const": _("请从列出的里面选一个。"),
    }.get(error.rule, _("这一项填得不对，请改一改。"))
