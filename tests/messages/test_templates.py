"""Templates: short enough, free of personal data, complete in both languages; anything else is refused."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Text, casenumber
from shebaotong.messages.api import SMS_LIMIT, BadMessage, templates
from shebaotong.messages.template import read_template, render, template_of

CASE = "4406123456789012"
VALUES = {"city": "660300", "date": "2026-12-31", "code": "00000000"}
LONGEST_CITY = Text("新疆兵团图木舒克", "Tumushuke Corp")
CODES = [
    "accepted",
    "certified_until",
    "decided_granted",
    "decided_refused",
    "record_ready",
    "reminder",
    "reset_code",
    "supplement_needed",
    "waiting_elsewhere",
]


def values_of(code: str) -> dict[str, str]:
    return {name: VALUES[kind] for name, kind in template_of(code).values.items()}


def test_the_templates_are_these() -> None:
    assert list(templates()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_longest_sms_fits_and_names_city_and_case(code: str) -> None:
    for wording in render(template_of(code), values_of(code), CASE, lambda agency: LONGEST_CITY):
        assert len(wording.sms) <= SMS_LIMIT
        assert wording.sms.startswith("【社保通】")
        assert CASE not in wording.sms
        if code != "reset_code":  # of no case and no city
            assert LONGEST_CITY.zh in wording.sms or LONGEST_CITY.en in wording.sms
            assert "789012" in wording.sms or code == "certified_until"
            assert casenumber.show(CASE) in wording.body
        assert "{" not in wording.title + wording.body + wording.sms


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "value",
    ["杜月华", "450499197602151826", "13800001826", "4504**********1826", "https://example.org/x", "", " "],
)
def test_no_value_can_carry_a_person(code: str, value: str) -> None:
    for name in template_of(code).values:
        with pytest.raises(BadMessage):
            render(template_of(code), {**values_of(code), name: value}, CASE, lambda agency: LONGEST_CITY)


@given(st.text(max_size=30))
def test_whatever_a_value_holds_the_sms_stays_short(value: str) -> None:
    values = {**values_of("supplement_needed"), "due": value}
    try:
        chinese, english = render(template_of("supplement_needed"), values, CASE, lambda agency: LONGEST_CITY)
    except BadMessage:
        return
    assert max(len(chinese.sms), len(english.sms)) <= SMS_LIMIT
    assert date.fromisoformat(value)


@pytest.mark.parametrize(
    "values", [{}, {"city": "440600"}, {**VALUES, "due": "2026-12-31", "name": "杜月华"}]
)
def test_missing_and_unknown_values_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(BadMessage, match="accepted needs"):
        render(template_of("accepted"), values, CASE, lambda agency: LONGEST_CITY)


def test_an_unknown_template_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadMessage, match="there are accepted, certified_until"):
        template_of("congratulations")


def test_a_city_with_too_long_a_name_is_refused_rather_than_cut() -> None:
    with pytest.raises(BadMessage, match="characters, 70 at most"):
        render(template_of("accepted"), values_of("accepted"), CASE, lambda agency: Text("长" * 40, "L" * 40))


GOOD: dict[str, Any] = {
    "code": "sample",
    "values": {"city": "city"},
    "title": {"zh": "标题", "en": "title"},
    "body": {"zh": "{city}，{case_number}。", "en": "{city}, {case_number}."},
    "sms": {"zh": "{city}，{case}。", "en": "{city}, {case}."},
}


def test_a_good_template_is_read() -> None:
    assert read_template("sample", GOOD).required == ""


@pytest.mark.parametrize(
    "path, value, words",
    [
        (("code",), "other", "file's name"),
        (("colour",), "red", "keys are"),
        (("values", "who"), "name", "unknown types"),
        (("sms", "zh"), "{name}您好", "unknown fields"),
        (("sms", "en"), "{city}: {case_number}", "short reference"),
        (("sms", "zh"), "长" * 60 + "{city}", "can reach 73"),
        (("sms", "en"), "x" * 52 + "{city}", "can reach 71"),
        (("forget",), 30, "after how many minutes"),
        (("values", "again"), "code", "after how many minutes"),
    ],
)
def test_a_template_that_breaks_a_rule_is_refused(path: tuple[str, ...], value: Any, words: str) -> None:
    data = copy.deepcopy(GOOD)
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    with pytest.raises(BadMessage, match=words):
        read_template("sample", data)


def test_a_one_time_code_stands_in_the_sms_alone() -> None:
    loose = {**GOOD, "values": {"code": "code"}, "forget": 30, "sms": {"zh": "{code}", "en": "{code}"}}
    loose["body"] = {"zh": "重设码{code}", "en": "code {code}"}
    with pytest.raises(BadMessage, match="in the SMS alone"):
        read_template("sample", loose)
