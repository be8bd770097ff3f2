"""The faults of `make sabotage` fit the source, and two quick ones are noticed."""

from __future__ import annotations

import pytest

from support.tools import tool
from support.tree import ROOT


def test_there_are_twenty_faults_and_each_has_its_place() -> None:
    faults = tool("sabotage").faults()
    assert len({fault.name for fault in faults}) == len(faults) >= 20
    for fault in faults:
        fault.planted((ROOT / fault.file).read_text(encoding="utf-8"))
        assert all((ROOT / test).exists() for test in fault.tests), fault.name


def test_a_fault_whose_place_is_gone_is_refused() -> None:
    fault = tool("sabotage").Fault("gone", "x.py", "not there", "", ())
    with pytest.raises(ValueError, match="holds 0"):
        fault.planted("something else")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["clock a day off", "retirement a month early"])
def test_quick_faults_turn_the_suite_red(name: str) -> None:
    sabotage = tool("sabotage")
    fault = next(fault for fault in sabotage.faults() if fault.name == name)
    with sabotage.copy_of_source() as top:
        assert sabotage.turns_red(fault, top)


@pytest.mark.slow
def test_a_change_that_breaks_nothing_is_not_noticed() -> None:
    sabotage = tool("sabotage")
    harmless = sabotage.Fault(
        "harmless",
        "src/shebaotong/kernel/calendar.py",
        "for _ in range(max(days, 1)):",
        "for _ in range(max(1, days)):",
        ("tests/kernel/test_calendar.py",),
    )
    with sabotage.copy_of_source() as top:
        assert not sabotage.turns_red(harmless, top)
