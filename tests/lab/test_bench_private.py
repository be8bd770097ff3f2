"""The benchmark of the private comparison: its report is that of every benchmark, and its work is real."""

from __future__ import annotations

from pathlib import Path

import pytest

from shebaotong.comparison.api import Refused
from shebaotong.lab.api import bench_private


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.mark.slow
def test_the_report_has_the_contract(tmp_path: Path) -> None:
    found = bench_private(people=1300, rounds=1, engine_folder=tmp_path, progress=silent)
    assert list(found) == [
        "name", "unit", "value", "ratios", "median_of", "spread", "load", "peak_memory_mb", "extra",
    ]  # fmt: skip
    assert found["unit"] == "people/s/core"
    assert found["value"] > 0
    # Nobody is faster than the two masks alone; the fast engine is not in this folder.
    assert 0 < found["ratios"]["limit"] < 1
    assert found["extra"]["engines"] == ["ecdh"]
    assert found["extra"]["people_per_second_and_core"] == {"ecdh": found["value"]}
    assert found["extra"]["overlap"] > found["extra"]["findings"] > 0
    assert found["extra"]["bytes_sent"] > 2 * 1300 * 32


@pytest.mark.slow
def test_too_few_people_are_refused_as_in_any_job(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        bench_private(people=600, rounds=1, engine_folder=tmp_path, progress=silent)
