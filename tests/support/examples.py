"""How many examples a property is tried with, and a list of cases."""

from typing import Any

import pytest
from hypothesis import settings

QUICK = 10


def examples(whole: int) -> int:
    """So many in the whole run; before a commit (`--hypothesis-profile=quick`) no more than a few."""
    return min(whole, QUICK) if settings.get_current_profile_name() == "quick" else whole


def unhurried(*cases: Any) -> list[Any]:
    """Parameters for the whole run alone, beside one that a commit waits for and that goes the same way."""
    marked = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [pytest.param(*values, marks=pytest.mark.slow) for values in marked]
