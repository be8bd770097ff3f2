"""Every component, by the YAML file beside its template: each state is rendered, each parameter is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template

from shebaotong.portal.icons import icon, lamp
from shebaotong.portal.parts import Example, Part, PartError, all_parts, part
from support.pages import Page, faults

TEMPLATES = Path(__file__).parents[2] / "src/shebaotong/portal/templates/portal"
EXAMPLES = [
    pytest.param(found, example, id=f"{found.name}-{example.name.replace(' ', '_')}")
    for found in all_parts()
    for example in found.examples
]


def shown(source: str, **values: object) -> str:
    return Template("{% load shebaotong %}" + source).render(Context(values))


@pytest.mark.parametrize(("found", "example"), EXAMPLES)
def test_each_state_renders_well_formed_with_its_words(found: Part, example: Example) -> None:
    page = Page(shown("{% example found shown %}", found=found, shown=example))
    assert [fault for fault in faults(page) if "is not there" not in fault] == []
    labels = " ".join(
        value
        for _, given in page.elements
        for name, value in given.items()
        if name in {"value", "aria-label"}
    )
    for words in example.shows:
        assert words in page.text or words in labels, words


@pytest.mark.parametrize("found", all_parts(), ids=lambda found: found.name)
def test_each_parameter_is_described_used_and_its_choices_are_all_shown(found: Part) -> None:
    source = (TEMPLATES / f"components/{found.name}.html").read_text(encoding="utf-8")
    pieces = re.findall(r"include 'portal/pieces/([\w.]+)'", source)
    source += "".join((TEMPLATES / "pieces" / name).read_text(encoding="utf-8") for name in pieces)
    assert found.examples
    for parameter in found.parameters.values():
        assert parameter.about.endswith("."), parameter.name
        assert re.search(rf"\b{re.escape(parameter.name)}\b", source), f"{parameter.name} is not used"


@pytest.mark.parametrize("name", ["button", "tag", "lamp", "notice", "todo_card", "work_item", "ring"])
def test_the_gallery_shows_every_tone(name: str) -> None:
    found = part(name)
    key = "kind" if name == "button" else "tone"
    examples = {str(example.data.get(key, found.parameters[key].default)) for example in found.examples}
    assert examples == set(found.parameters[key].choices)


def test_every_template_has_a_yaml_file_and_the_other_way_round() -> None:
    folder = TEMPLATES / "components"
    templates = {path.stem for path in folder.glob("*.html")}
    assert templates == {found.name for found in all_parts()} == {path.stem for path in folder.glob("*.yaml")}
    for name in templates:
        get_template(f"portal/components/{name}.html")


def test_no_template_carries_style_or_script_of_its_own() -> None:
    """Also in branches that no test renders: the content policy would drop them silently."""
    inline = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE
    )
    templates = sorted(TEMPLATES.rglob("*.html"))
    assert len(templates) > 40
    found = {path.name: inline.findall(path.read_text(encoding="utf-8")) for path in templates}
    assert {name: hits for name, hits in found.items() if hits} == {}
    assert inline.search('<p style="x">') and inline.search("<script>") and inline.search('<a onclick="x">')
    assert not inline.search('<script src="a.js" defer></script><p class="on">')


def test_a_wrong_call_is_refused() -> None:
    with pytest.raises(PartError, match="has no parameter colour"):
        shown("{% ui 'button' text='x' colour='red' %}")
    with pytest.raises(PartError, match="needs text"):
        shown("{% ui 'button' %}")
    with pytest.raises(PartError, match="not one of"):
        shown("{% ui 'tag' text='x' tone='pink' %}")
    with pytest.raises(PartError, match="no component"):
        shown("{% ui 'carousel' %}")


def test_an_unknown_icon_or_lamp_is_refused() -> None:
    with pytest.raises(ValueError, match=r"icons\.txt"):
        icon("unicorn")
    with pytest.raises(ValueError, match="no lamp"):
        lamp("blue")


def test_free_attributes_reach_the_element_escaped() -> None:
    made = Page(shown("{% ui 'button' text='x' hx_get='/a?b=1&c=2' data_draft=v %}", v='" onclick="x'))
    assert made.all("button")[0]["hx-get"] == "/a?b=1&c=2"
    assert made.all("button")[0]["data-draft"] == '" onclick="x'


def test_what_people_typed_is_never_markup() -> None:
    hostile = "<script>alert(1)</script>\" onclick='x"
    page = Page(shown("{% ui 'field' label='甲' name='n' id='i' value=v error=v hint=v %}", v=hostile))
    assert faults(page) == []
    assert page.all("input")[0]["value"] == hostile
    card = Page(shown("{% uiblock 'notice' title=v %}{{ v }}{% endui %}", v=hostile))
    assert faults(card) == []


def test_a_body_sees_the_page_but_a_component_does_not() -> None:
    assert "外面" in shown("{% uiblock 'drawer' title='甲' %}{{ word }}{% endui %}", word="外面")
    with pytest.raises(PartError, match="needs text"):
        shown("{% ui 'tag' %}", text="外面")


def test_a_component_without_a_template_cannot_be_called() -> None:
    with pytest.raises(TemplateDoesNotExist):
        get_template("portal/components/carousel.html")
