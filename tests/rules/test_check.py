"""The runner of vector files: what passes, what differs, what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shebaotong.rules.api import Context, MalformedVectors, builtin, check

CONTEXT = Context(as_of=date(2026, 11, 22), parameters=builtin())


def vectors(given: dict[str, Any], expected: dict[str, Any], group: str = "retirement_age") -> dict[str, Any]:
    return {"groups": {group: [{"in": given, "out": expected}]}}


FIRST = {"category": "male", "birth_month": "1965-01"}


def test_a_right_answer_passes() -> None:
    report = check(data=vectors(FIRST, {"retire_month": "2025-02", "ok": True}), context=CONTEXT)
    assert (report.passed, report.failed, report.ok) == (1, 0, True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (FIRST, {"retire_month": "2025-01"}),
        (FIRST, {"delay_months": "1"}),
        (FIRST, {"delay_months": True}),
        (FIRST, {"retirement_month": "2025-02"}),
        ({"category": "male"}, {"retire_month": "2025-02"}),
    ],
)
def test_a_wrong_answer_is_a_difference(given: dict[str, Any], expected: dict[str, Any]) -> None:
    report = check(data=vectors(given, expected), context=CONTEXT)
    assert (report.passed, report.failed, report.ok) == (0, 1, False)
    assert report.groups[0].differences[0].key in expected


def test_an_unknown_group_is_an_error_even_when_it_is_empty() -> None:
    assert not check(data={"groups": {"retirement_aeg": []}}, context=CONTEXT).ok


def test_an_input_that_no_rule_reads_is_reported() -> None:
    report = check(data=vectors({**FIRST, "birth_mont": "x"}, {"ok": True}), context=CONTEXT)
    assert report.groups[0].unused == ("birth_mont",)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"groups": []},
        {"groups": {"retirement_age": {}}},
        {"groups": {"retirement_age": [{"in": {}}]}},
        {"groups": {"retirement_age": [{"in": [], "out": {"ok": True}}]}},
        {"groups": {"retirement_age": [{"in": {}, "out": {}}]}},
    ],
)
def test_another_form_is_refused(data: Any) -> None:
    with pytest.raises(MalformedVectors):
        check(data=data, context=CONTEXT)
