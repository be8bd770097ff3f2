"""Forms of what an agency publishes about itself; the English may be left out and is then the Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from shebaotong.network.api import DirectoryPart, Outlet
from shebaotong.portal.forms.hours import hours_text, read_hours
from shebaotong.portal.forms.office_forms import boxes, line

Choices = Iterable[tuple[str, Any]]


class EntryForm(forms.Form):
    """A part of the directory: from an entry to its form, and back to the entry's values."""

    twins: ClassVar[Mapping[str, str]] = {}
    """English field → the Chinese that stands in for it."""

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        held = {name: getattr(row, name) for name in cls.base_fields}
        # Shown as left out: it is to follow when the Chinese changes.
        stand_in = {english: "" for english, chinese in cls.twins.items() if held[english] == held[chinese]}
        return held | stand_in

    def values(self) -> dict[str, Any]:
        """What ``network.save_entry`` takes."""
        typed = dict(self.cleaned_data)
        for english, chinese in self.twins.items():
            typed[english] = typed[english] or typed[chinese]
        return typed


class AgencyForm(EntryForm):
    twins: ClassVar[Mapping[str, str]] = {"name_en": "name_zh"}
    name_zh = line(_("机构名称"), longest=80)
    name_en = line(_("英文名称"), longest=120, required=False)
    phone = line(_("电话"), longest=40)
    address = line(_("地址"), longest=200)


class DepartmentForm(EntryForm):
    twins: ClassVar[Mapping[str, str]] = {"name_en": "name_zh"}
    name_zh = line(_("科室名称"), longest=60)
    name_en = line(_("英文名称"), longest=80, required=False)
    code = line(_("代号"), longest=20, hint=_("小写字母，例如 benefits。本机构内不重复。"))
    phone = line(_("电话"), longest=40)


class HeadForm(EntryForm):
    twins: ClassVar[Mapping[str, str]] = {"title_en": "title_zh"}
    department_id = forms.ChoiceField(label=_("科室"), required=False)
    name = line(_("姓名"), longest=60)
    title_zh = line(_("职务"), longest=40)
    title_en = line(_("英文职务"), longest=60, required=False)

    def __init__(self, *args: Any, departments: Choices = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["department_id"].choices = [("", _("整个机构")), *departments]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return typed | {"department_id": int(typed["department_id"]) if typed["department_id"] else None}


class LiaisonForm(EntryForm):
    twins: ClassVar[Mapping[str, str]] = {"duty_en": "duty_zh"}
    name = line(_("姓名"), longest=60)
    duty_zh = line(_("负责什么"), longest=60)
    duty_en = line(_("英文"), longest=80, required=False)
    phone = line(_("电话"), longest=40)
    username = line(_("系统里的用户名"), longest=60, required=False, hint=_("有账号就写上。"))


class OutletForm(EntryForm):
    twins: ClassVar[Mapping[str, str]] = {"name_en": "name_zh"}
    name_zh = line(_("网点名称"), longest=80)
    name_en = line(_("英文名称"), longest=120, required=False)
    kind = forms.ChoiceField(label=_("哪一种"))
    address = line(_("地址"), longest=200)
    phone = line(_("电话"), longest=40)
    hours = forms.CharField(
        label=_("开放时间"),
        help_text=_("一行一段。前面写：工作日、周六或者每天。"),
        max_length=600,
        required=False,
        widget=forms.Textarea,
    )
    abilities = boxes(_("能办什么"), hint=_("一项都不选，就是都能办。"), required=False)
    longitude = forms.DecimalField(label=_("经度"), min_value=-180, max_value=180, decimal_places=4)
    latitude = forms.DecimalField(label=_("纬度"), min_value=-90, max_value=90, decimal_places=4)

    def __init__(self, *args: Any, kinds: Choices = (), items: Choices = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["abilities"].choices = list(items)  # type: ignore[attr-defined]
        for name in ("longitude", "latitude"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})

    @classmethod
    def initial_of(cls, row: Outlet) -> dict[str, Any]:
        return super().initial_of(row) | {"hours": hours_text(row.hours)}

    def clean_hours(self) -> list[dict[str, str]]:
        return read_hours(self.cleaned_data["hours"])


FORMS: Mapping[DirectoryPart, type[EntryForm]] = {
    DirectoryPart.AGENCY: AgencyForm,
    DirectoryPart.DEPARTMENT: DepartmentForm,
    DirectoryPart.HEAD: HeadForm,
    DirectoryPart.LIAISON: LiaisonForm,
    DirectoryPart.OUTLET: OutletForm,
}
