"""What the loader refuses, each with file and line; and that it never fails otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebaotong.rules.api import ParameterErrors, load
from support.examples import examples

GOOD = """\
code: pension.rate
title: {zh: 单位缴费比例, en: Employer's rate}
unit: ratio
set_by: nation
values:
  - region: CN
    from: 2019-05-01
    value: 0.16
    reference: {document: 国办发〔2019〕13号, article: 第一条}
    status: V2
"""
SECOND = """\
  - region: {region}
    from: {start}
    value: 0.14
    reference: {{document: 示范文号, article: 第一条}}
    status: M
"""


def problems(text: str, file: str = "pension/rate.yaml") -> list[tuple[int, str]]:
    with pytest.raises(ParameterErrors) as caught:
        load({file: text})
    assert all(problem.file == file for problem in caught.value.problems)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_good_file_is_read() -> None:
    made = load({"pension/rate.yaml": GOOD})
    assert str(made["pension.rate"].values[0].value) == "0.16"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("    reference: {document: 国办发〔2019〕13号, article: 第一条}\n", "", 6, "'reference' is missing"),
        (
            "{document: 国办发〔2019〕13号, article: 第一条}",
            "{document: 国办发〔2019〕13号}",
            9,
            "'article' is missing",
        ),
        ("article: 第一条", "article: ''", 9, "article must not be empty"),
        ("value: 0.16", "value: 16", 8, "16 % is written 0.16"),
        ("value: 0.16", "value: 1e-1", 8, "not in the unit ratio"),
        ("value: 0.16", "value: [0.16]", 8, "value must be one text or number"),
        ("value: 0.16", "value: unknown", 8, "has the status U"),
        ("region: CN", "region: '99'", 6, "not a region code: '99'"),
        ("region: CN", "region: '440001'", 6, "not a region code: '440001'"),
        ("from: 2019-05-01", "from: 2019-02-30", 7, "a date in the form YYYY-MM-DD"),
        ("from: 2019-05-01", "from: 2019-05-01\n    to: 2019-04-30", 8, "before it starts"),
        ("status: V2", "status: sure", 10, "unknown status 'sure'"),
        ("status: V2", "status: V2\n    sauce: x", 11, "unknown field 'sauce'"),
        ("status: V2", "status: V2\n    status: M", 11, "'status' stands here twice"),
        ("unit: ratio", "unit: percent", 3, "unknown unit 'percent'"),
        ("set_by: nation", "set_by: county", 4, "unknown set_by 'county'"),
        ("code: pension.rate", "code: pension.rates", 1, "must be 'pension.rate'"),
        ("title: {zh: 单位缴费比例, en: Employer's rate}", "title: 单位缴费比例", 2, "a mapping"),
    ],
)
def test_refusals_name_the_line(old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new))
    assert any(at == line and says in message for at, message in found), found


CHOICE = """\
code: pension.shape
title: {zh: 算法, en: Shape}
unit: choice
choices: {early: 从早, late: 从晚}
set_by: nation
values:
  - region: CN
    from: 2019-05-01
    value: early
    reference: {document: 示范文号, article: 第一条}
    status: M
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("{early: 从早, late: 从晚}", "[early, late]", 4, "a mapping of names to values"),
        ("{early: 从早, late: 从晚}", "{early: '', late: 从晚}", 4, "the words of 'early' must not be empty"),
        ("{early: 从早, late: 从晚}", "{}", 4, "at least one word"),
        ("choices: {early: 从早, late: 从晚}\n", "", 1, "needs the field 'choices'"),
        ("value: early", "value: soon", 9, "one of early, late"),
        ("unit: choice", "unit: ratio", 4, "only the unit choice has choices"),
    ],
)
def test_a_choice_has_words_for_its_readers(old: str, new: str, line: int, says: str) -> None:
    assert load({"pension/shape.yaml": CHOICE})["pension.shape"].choices["late"] == "从晚"
    found = problems(CHOICE.replace(old, new), "pension/shape.yaml")
    assert any(at == line and says in message for at, message in found), found


def test_overlapping_dates_in_one_region_are_refused() -> None:
    ((line, message),) = problems(GOOD + SECOND.format(region="CN", start="2024-01-01"))
    assert line == 11
    assert "overlaps in CN" in message


def test_the_same_dates_in_another_region_are_an_override() -> None:
    made = load({"pension/rate.yaml": GOOD + SECOND.format(region="'44'", start="2024-01-01")})
    assert [value.region for value in made["pension.rate"].values] == ["CN", "44"]


def test_all_problems_of_all_files_come_at_once() -> None:
    bad = GOOD.replace("CN", "'99'").replace("V2", "sure")
    with pytest.raises(ParameterErrors) as caught:
        load({"pension/rate.yaml": bad, "other/rate.yaml": GOOD})
    assert [(p.file, p.line) for p in caught.value.problems] == [
        ("other/rate.yaml", 1),
        ("pension/rate.yaml", 6),
        ("pension/rate.yaml", 10),
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "a: [", "- 1\n- 2", "? {a: b}\n: c", "&a [*a]", "\x00", "[" * 5000]
)
def test_what_is_no_parameter_is_a_problem_not_a_crash(text: str) -> None:
    assert problems(text)


@settings(max_examples=examples(150))
@given(at=st.integers(0, len(GOOD) - 1), removed=st.integers(0, 12), put=st.text(max_size=6))
def test_a_damaged_file_is_read_or_refused(at: int, removed: int, put: str) -> None:
    damaged = GOOD[:at] + put + GOOD[at + removed :]
    try:
        made = load({"pension/rate.yaml": damaged})
    except ParameterErrors as errors:
        assert all(problem.line >= 1 and problem.message for problem in errors.problems)
    else:
        assert list(made) == ["pension.rate"]
        assert made["pension.rate"].values
