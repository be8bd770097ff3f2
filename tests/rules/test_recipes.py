"""The recipes of docs/developer/rules do what they say."""

from __future__ import annotations

import doctest
import re
import textwrap
from importlib import resources
from pathlib import Path

import pytest

from shebaotong.kernel.api import Month
from shebaotong.rules.api import ParameterErrors, Parameters, Value, load

RECIPES = Path(__file__).parents[2] / "docs/developer/rules"
BASE = "pension/calculation_base.yaml"


@pytest.mark.parametrize(
    "name", ["add-a-province.md", "what-if.md", "why-this-amount.md", "../rules-batch.md"]
)
def test_the_examples_in_python_run(name: str) -> None:
    result = doctest.testfile(str(RECIPES / name), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0


def test_change_a_rate_adds_a_year_and_leaves_the_others() -> None:
    made = Parameters(load({BASE: shipped() + entry()}))
    for year, shown in ((2025, "8462 元/月"), (2026, "8606 元/月")):
        found = made.find("pension.calculation_base", on=Month(year, 6), region="510100")
        assert isinstance(found, Value)
        assert found.shown() == shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"    reference: .*\n", ""),
        (r"from: 2026-01-01", "from: 2025-06-01"),
        (r'region: "51"', 'region: "99"'),
    ],
)
def test_what_the_recipe_says_the_loader_says(old: str, new: str) -> None:
    with pytest.raises(ParameterErrors) as caught:
        load({BASE: shipped() + re.sub(old, new, entry())})
    (problem,) = caught.value.problems
    recipe = (RECIPES / "change-a-rate.md").read_text(encoding="utf-8")
    assert problem.message in recipe


def shipped() -> str:
    root = resources.files("shebaotong.rules.parameters") / "values" / BASE
    return root.read_text(encoding="utf-8")


def entry() -> str:
    recipe = (RECIPES / "change-a-rate.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", recipe, re.DOTALL)
    assert found is not None
    return textwrap.indent(textwrap.dedent(found[1]), "  ")
