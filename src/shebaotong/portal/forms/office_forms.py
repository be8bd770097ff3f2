"""Forms about the agency itself: colleagues, channels, tokens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

Choices = Iterable[tuple[str, Any]]
_REQUIRED = {"required": _("请填这一项。")}
_CHOOSE = {"required": _("请至少选一项。"), "invalid_choice": _("没有这一项，请再选一次。")}


def line(label: Any, *, longest: int, hint: Any = "", required: bool = True, **attributes: str) -> Any:
    """A field of one line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        widget=forms.TextInput(attrs=attributes),
        error_messages=_REQUIRED,
    )


def boxes(label: Any, *, hint: Any = "", required: bool = True) -> Any:
    """Boxes of which several may be ticked; the view says which there are."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )


def lines(label: Any, *, longest: int, hint: Any = "", required: bool = True) -> Any:
    """A field of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        widget=forms.Textarea,
        error_messages=_REQUIRED,
    )


class NewColleague(forms.Form):
    display_name = line(_("姓名"), longest=60)
    number = line(
        _("证件号码"),
        longest=40,
        hint=_("照着证件打。只存一个核对码，用来认出同一个人。"),
    )
    username = line(_("用户名"), longest=60, hint=_("小写字母和数字，例如 feng.foshan。"))
    phone = line(_("办公电话"), longest=20, required=False)
    roles = boxes(_("岗位"), hint=_("经办、复核、审批同一件，要三个人。"))

    def __init__(self, data: Any = None, *, roles: Choices) -> None:
        super().__init__(data)
        self.fields["roles"].choices = list(roles)  # type: ignore[attr-defined]


class ChangeRoles(forms.Form):
    roles = boxes(_("岗位"), hint=_("从他的下一次点击起生效。"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """The roles that stood on the page on which others were chosen."""

    def __init__(self, data: Any = None, *, roles: Choices, now: Iterable[str] = ()) -> None:
        super().__init__(data, initial={"roles": list(now), "seen": " ".join(now)})
        self.fields["roles"].choices = list(roles)  # type: ignore[attr-defined]

    def seen_again(self, now: Iterable[str]) -> ChangeRoles:
        """The form as it was sent, on a page that shows which roles there are now."""
        data = QueryDict(mutable=True)
        data.setlist("roles", self.cleaned_data["roles"])
        data["seen"] = " ".join(now)
        return ChangeRoles(data, roles=self.fields["roles"].choices, now=now)  # type: ignore[attr-defined]


class NewChannel(forms.Form):
    display_name = line(_("渠道名称"), longest=60, hint=_("例如：大厅自助终端。"))
    username = line(_("账号名"), longest=60, hint=_("小写字母和数字，例如 kiosk.foshan。"))
    roles = boxes(_("岗位"), hint=_("渠道只能经办；只查进度的不用选。复核和审批要由人来做。"), required=False)

    def __init__(self, data: Any = None, *, roles: Choices) -> None:
        super().__init__(data)
        self.fields["roles"].choices = list(roles)  # type: ignore[attr-defined]


class NewToken(forms.Form):
    channel = forms.ChoiceField(label=_("给谁用"), error_messages=_REQUIRED | _CHOOSE)
    name = line(_("令牌名称"), longest=60, hint=_("认得出是哪一个就行。"))
    purpose = line(_("用途"), longest=200, hint=_("谁用、做什么。记在管理记录里。"))
    scopes = boxes(_("能做什么"))
    days = forms.ChoiceField(label=_("有效期"), error_messages=_REQUIRED | _CHOOSE)

    def __init__(
        self, data: Any = None, *, channels: Choices, scopes: Choices, days: Choices, own: bool, initial: Any
    ) -> None:
        """``own``: one's own account is among those that may be chosen."""
        super().__init__(data, initial=initial)
        if own:
            self.fields["channel"].help_text = _("发给自己的，软件凭它以您的名义办事，不要给别人。")
        for name, choices in (("channel", channels), ("scopes", scopes), ("days", days)):
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
