"""The benchmark of the rules: its report, and that it notices a wrong row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shebaotong.kernel.api import Unknown
from shebaotong.lab.api import bench_rules
from shebaotong.lab.bench.rules import AS_OF, rows_equal
from shebaotong.rules.api import (
    Category,
    builtin,
)
from shebaotong.rules.batch.api import (
    category_codes,
    retirement_columns,
)

FIELDS = [
    "name",
    "unit",
    "value",
    "ratios",
    "median_of",
    "spread",
    "load",
    "peak_memory_mb",
    "extra",
]


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.slow
def test_the_report_has_the_contract_and_every_row_is_equal() -> None:
    steps: list[str] = []
    found = bench_rules(people=3000, rounds=2, progress=lambda what, _done, _total: steps.append(what))
    assert list(found) == FIELDS
    assert found["median_of"] == 2
    assert found["value"] > 0 and found["ratios"]["openfisca"] > 0
    assert found["extra"]["rows_equal"] == 3000
    assert found["extra"]["openfisca_rows_equal"] == 3000
    assert {"Rounds", "Scalar rules"} <= set(steps)


def test_a_wrong_row_is_not_equal() -> None:
    births = np.array(["1965-01-31", "1970-05-05", "1984-02-29"], dtype="datetime64[D]")
    categories = category_codes([Category.MALE, Category.FEMALE_55, Category.FEMALE_50])
    made = retirement_columns(category=categories, birth=births, as_of=AS_OF, parameters=builtin())
    assert not isinstance(made, Unknown)
    assert rows_equal(made, births, categories, progress=silent) == 3
    wrong = replace(made, month=made.month + np.array([0, 1, 0], dtype="timedelta64[M]"))
    assert rows_equal(wrong, births, categories, progress=silent) == 2


def test_no_people_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        bench_rules(people=0, progress=silent)
