"""What a schema refuses is told in the person's words, never in the machine's."""

from __future__ import annotations

import pytest

from shebaotong.cases import api as cases
from shebaotong.cases.schema import Schema
from shebaotong.portal.forms.refused import placed

SCHEMA = {
    "type": "object",
    "properties": {
        "month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        "reason": {"type": "string", "minLength": 1, "maxLength": 5},
        "months": {"type": "integer", "minimum": 1, "maximum": 9},
        "ground": {"enum": ["a", "b"]},
        "day": {"type": "string", "format": "date"},
    },
    "required": ["month"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({}, "month", "这一项要填"),
        ({"month": "x"}, "month", "格式不对"),
        ({"month": "2026-11", "reason": ""}, "reason", "不能空着"),
        ({"month": "2026-11", "reason": "太长太长太长"}, "reason", "写短一点"),
        ({"month": "2026-11", "months": 0}, "months", "太小"),
        ({"month": "2026-11", "months": 99}, "months", "太大"),
        ({"month": "2026-11", "ground": "c"}, "ground", "选一个"),
        ({"month": "2026-11", "day": "yesterday"}, "day", "格式不对"),
    ],
)
def test_each_rule_says_how_to_mend_it_at_its_field(body: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(cases.InvalidBody) as refused:
        cases_schema().check(body)
    told = placed(refused.value)
    assert list(told) == [field]
    assert words in told[field]
    assert not any(letter.isascii() and letter.isalpha() for letter in told[field])


def cases_schema() -> Schema:
    return Schema(SCHEMA)
