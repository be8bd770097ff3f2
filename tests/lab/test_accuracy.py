"""The published accuracy: what it says is what comes out, and what it promises holds on other populations."""

from __future__ import annotations

import pytest

from shebaotong.lab.api import ACCURACY, accuracy_page, measure_accuracy
from shebaotong.lab.planted.damage import DAMAGES
from shebaotong.lab.planted.score import total
from support.tree import ROOT

PAGE = ROOT / "docs" / "comparison" / "accuracy.md"


@pytest.mark.slow
@pytest.mark.row("Y8", "what the comparison finds, and makes up, is measured and published")
def test_the_published_page_is_what_is_measured() -> None:
    """Write it anew with `shebaotong accuracy --markdown` when the comparison has changed on purpose."""
    assert PAGE.read_text(encoding="utf-8") == accuracy_page(measure_accuracy(**ACCURACY))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8])
def test_other_populations_give_the_same_picture(seed: int) -> None:
    found = measure_accuracy(people=1500, each=20, seed=seed)
    both = {line.damage: line for line in found.both}
    rules = {line.damage: line for line in found.rules}
    # Certain is certain: never two persons, and never a damaged number or name.
    assert sum(line.wrong_certain for line in found.both) == 0
    sure = {"none", "typing", "fifteen", "middle-dot"}
    assert {damage.name for damage in DAMAGES if both[damage.name].certain} == sure
    assert all(both[name].recall == 1 for name in sure)
    # Nothing is found of what cannot be known, and most of the rest is.
    unknowable = {"new-number", "ocr-letter"}
    for damage in DAMAGES:
        line = both[damage.name]
        if not damage.same_person:
            assert line.recall is None
        elif damage.name not in unknowable:
            assert line.recall is not None and line.recall >= 0.8, line
        else:
            assert line.certain + line.doubtful <= 2
    assert total(found.both).doubtful > total(found.rules).doubtful
    assert all(rules[name].recall == 0 for name in ("name-and-check", "name-and-swap"))
