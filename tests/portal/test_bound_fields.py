"""Django forms shown as components: nothing typed is lost, every error leads to its field."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from support.pages import Page, faults


class Claim(forms.Form):
    number = forms.CharField(label="办件号", max_length=16, help_text="16位数字")
    remark = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    city = forms.ChoiceField(label="参保地", choices=[("", "请选择"), ("4406", "佛山"), ("4420", "中山")])
    who = forms.ChoiceField(
        label="谁来办", choices=[("self", "本人"), ("family", "家人")], widget=forms.RadioSelect
    )
    tell = forms.MultipleChoiceField(
        label="怎么告诉您",
        choices=[("sms", "短信"), ("call", "电话")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    promise = forms.BooleanField(label="我承诺属实")
    paper = forms.FileField(label="委托书", required=False)
    day = forms.DateField(label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> None:
        if self.cleaned_data.get("city") == "4420":
            raise forms.ValidationError("中山今天不收")


def shown(form: forms.Form) -> Page:
    source = (
        "{% load shebaotong %}{% ui_errors form %}{% for field in form %}{% ui_field field %}{% endfor %}"
    )
    return Page(Template(source).render(Context({"form": form})))


def test_an_empty_form_has_a_label_for_each_input() -> None:
    page = shown(Claim())
    assert faults(page) == []
    assert {given["for"] for given in page.all("label") if "for" in given} == {
        f"id_{name}" for name in ("number", "remark", "city", "paper", "day")
    }
    assert {given.get("type") for given in page.all("input")} == {"text", "radio", "checkbox", "file", "date"}
    assert page.text.count("可不填") == 4
    assert not page.all("ul")


def test_what_was_typed_stays_and_each_error_leads_to_its_field() -> None:
    sent = {"number": "4504", "remark": "曾用名<杜月花>", "who": "", "tell": ["call"], "city": "4420"}
    page = shown(Claim(sent, {"paper": SimpleUploadedFile("a.pdf", b"")}))
    assert faults(page) == []
    assert next(given for given in page.all("input") if given["name"] == "number")["value"] == "4504"
    assert "曾用名<杜月花>" in page.text
    assert [given["value"] for given in page.all("option") if "selected" in given] == ["4420"]
    assert [given["value"] for given in page.all("input") if "checked" in given] == ["call"]
    links = [given["href"] for given in page.all("a")]
    assert links == ["#id_who-0", "#id_promise-0", "#id_paper"]
    ids = {given.get("id") for _, given in page.elements}
    assert {link[1:] for link in links} <= ids
    assert "中山今天不收" in page.text


@pytest.mark.parametrize("name", ["number", "city", "paper"])
def test_an_error_is_joined_to_its_input(name: str) -> None:
    page = shown(Claim({"number": "1" * 17, "city": "9999"}, {"paper": SimpleUploadedFile("a.pdf", b"")}))
    [given] = [given for _, given in page.elements if given.get("id") == f"id_{name}"]
    assert given["aria-invalid"] == "true"
    assert f"id_{name}-error" in given["aria-describedby"]
