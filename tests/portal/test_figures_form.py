"""The form for figures: years with wages, decimals, and sources that belong to a figure."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from shebaotong.cases import api as cases
from shebaotong.portal.forms.question import questions_of
from shebaotong.portal.forms.reading import read
from shebaotong.portal.forms.showing import shown

ITEM = cases.item("retirement_claim")
QUESTIONS = questions_of(cases.entry("retirement_claim").form["actions"]["figures"])


def typed(**answers: str) -> tuple[dict[str, Any], dict[str, str]]:
    post = QueryDict(mutable=True)
    post.update(answers)
    return read(QUESTIONS, post, ITEM)


def test_years_without_an_amount_stay_open() -> None:
    body, errors = typed(average_wages="2014 5313.25\n2015 \n\n2016：6,000", average_index_source="工资表")
    assert errors == {}
    assert body == {
        "average_wages": [{"year": 2014, "fen": 531_325}, {"year": 2016, "fen": 600_000}],
        "average_index_source": "工资表",
    }


@pytest.mark.parametrize("line", ["2015 五千", "15 5000", "2015 0", "abc", "2015 5000.123", "2015 -5"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    body, errors = typed(average_wages=f"2014 5000\n{line}", average_index_source="工资表")
    assert set(errors) == {"average_wages"} and "2" in errors["average_wages"]
    assert "average_wages" not in body


def test_a_year_twice_is_said() -> None:
    _body, errors = typed(average_wages="2014 5000\n2014 6000")
    assert "2014" in errors["average_wages"]


def test_a_figure_needs_its_source_and_a_source_its_figure() -> None:
    _body, errors = typed(calculation_base_fen="9000")
    assert set(errors) == {"calculation_base_of", "calculation_base_source"}
    _body, errors = typed(calculation_base_source="文件1号")
    assert set(errors) == {"calculation_base_source"}
    body, errors = typed(average_index="0.8720", average_index_source="工资表")
    assert errors == {} and body["average_index"] == "0.8720"


@pytest.mark.parametrize("text", ["零点八", "1e3", "-1", "0.8.1", "123.4", "0.1234567"])
def test_what_is_no_decimal_is_refused(text: str) -> None:
    assert set(typed(average_index=text, average_index_source="x")[1]) == {"average_index"}


@pytest.mark.usefixtures("who")
def test_years_that_are_asked_stand_there_to_be_filled_in() -> None:
    fields = shown(
        QUESTIONS,
        item=ITEM,
        typed=None,
        proposed={"average_wages": [{"year": 2014, "fen": 531_325}, {"year": 2015}]},
        errors={},
    )
    (wages,) = [field for field in fields if field["name"] == "average_wages"]
    assert wages["value"] == "2014 5313.25\n2015 " and wages["kind"] == "textarea"
