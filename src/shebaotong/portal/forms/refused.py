"""A body that its schema refuses, told at the field of the form, with how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.portal.forms.reading import Errors


def placed(refused: cases.InvalidBody) -> Errors:
    """By question; the machine's own words stay in the API."""
    return {
        error.pointer.strip("/").partition("/")[0] or error.field: _words(error.rule)
        for error in refused.errors
    }


def _words(rule: str) -> str:
    """What to do about a rule of the schema that failed."""
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
    }.get(rule, _("这一项填得不对，请改一改。"))
