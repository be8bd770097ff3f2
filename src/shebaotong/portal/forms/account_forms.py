"""Forms about one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 200
"""Longer than any password may be: what is too long is told so, not cut."""


def _password(label: Any, *, autocomplete: str, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": gettext_lazy("请填这一项。")},
    )


class _NewPassword(forms.Form):
    """A new password, typed twice because it is not seen."""

    new = _password(
        gettext_lazy("新密码"),
        autocomplete="new-password",
        hint=gettext_lazy("至少10个字符，一句好记的话最好。"),
    )
    again = _password(gettext_lazy("再打一次新密码"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次打的不一样，请再打一次。"))
        return cleaned


class ChangePassword(_NewPassword):
    old = _password(gettext_lazy("原密码"), autocomplete="current-password")
    field_order = ("old", "new", "again")


class AskForCode(forms.Form):
    """Who has forgotten his password, and where the code may go; both must fit."""

    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": gettext_lazy("请填这一项。")},
    )
    phone = forms.CharField(
        label=gettext_lazy("登记的手机号"),
        max_length=30,
        help_text=gettext_lazy("办社保时留的那个号码。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("请填这一项。")},
    )


class ResetPassword(_NewPassword):
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": gettext_lazy("请填这一项。")},
    )
    code = forms.CharField(
        label=gettext_lazy("重设码"),
        max_length=20,
        help_text=gettext_lazy("8位数字，半小时内有效。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("请填这一项。")},
    )
    field_order = ("username", "code", "new", "again")
