"""Forms with which officials publish a year of a calendar or change a day of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shebaotong.portal.forms.office_forms import boxes, line, lines

HOLIDAY, WORKING, WEEK, YES = "holiday", "working", "week", "yes"


class _Source(forms.Form):
    """Where it stands written, and what the official had before his eyes."""

    reference = line(
        _("通知的名称和文号"),
        longest=200,
        hint=_("例如国务院办公厅的放假通知，写上文号。"),
    )
    verified = boxes(_("核对"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    previewed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["verified"].choices = [(YES, _("对过通知的原文"))]  # type: ignore[attr-defined]

    def clean_verified(self) -> bool:
        return bool(self.cleaned_data["verified"])


class PublishYear(_Source):
    text = lines(
        _("放假安排"),
        longest=4000,
        required=False,
        hint=_("照通知原文贴上来，一个节日一行。例如：元旦：1月1日至3日放假调休，共3天。1月4日上班。"),
    )
    note = line(_("说明"), longest=300, required=False)
    field_order = ("text", "reference", "verified", "note")


class ChangeDay(_Source):
    day = forms.DateField(
        label=_("哪一天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填这一项。"), "invalid": _("请写成年-月-日。")},
    )
    kind = forms.ChoiceField(
        label=_("改成什么"),
        choices=[(HOLIDAY, _("放假")), (WORKING, _("上班")), (WEEK, _("按平常的星期算"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。"), "invalid_choice": _("没有这一项，请再选一次。")},
    )
    name = line(_("叫什么"), longest=30, hint=_("例如：台风停工、纪念日放假。"))
    note = line(_("为什么改"), longest=300)
    field_order = ("day", "kind", "name", "reference", "verified", "note")
