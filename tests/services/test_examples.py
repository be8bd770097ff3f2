"""The items' examples: documents and facts in, the outcome out."""

from dataclasses import replace

import pytest

from shebaotong.cases import api as cases
from support.items import Example, examples

EXAMPLES = tuple(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    assert example.follow() == example.expected


def test_every_item_has_examples() -> None:
    assert {example.item.code for example in EXAMPLES} == {item.code for item in cases.items()}


def test_it_sees_a_misspelt_key_a_fact_that_is_not_read_and_one_that_is_missing() -> None:
    example = next(example for example in EXAMPLES if example.told.get("登记系统"))
    for key, value in (
        ("结 果", {}),
        ("登记系统", {}),
        ("登记系统", {**example.told["登记系统"], "payments": {}}),
    ):
        with pytest.raises(AssertionError):
            replace(example, told={**example.told, key: value}).follow()
