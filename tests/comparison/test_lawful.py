"""The corpus of what is lawful: no finding, and one change to each case makes it one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from shebaotong.comparison.api import compare

from .oracle import SIDES, Row
from .worlds import COLUMNS, write

pytestmark = pytest.mark.slow

PERSON = {"person_id": "440106196103050012", "name": "测试甲", "birth_date": "1961-03-05", "sex": "男"}
USUAL = PERSON | {"status": "normal", "amount_fen": "100000", "monthly_base_fen": "500000"}

FILES = sorted((Path(__file__).parent / "lawful").glob("*.yaml"))
CASES: list[dict[str, Any]] = [
    case for file in FILES for case in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
]


def rows(case: dict[str, Any], side: str, change: dict[str, str] | None) -> list[Row]:
    """The rows of a side in full; ``null`` in the YAML is no value."""
    layout = SIDES[case["kind"]][side == "right"]
    made = []
    for place, given in enumerate(case[side]):
        row = USUAL | given
        if change and change["side"] in (side, "both") and change["row"] == str(place):
            row |= change
        unknown = given.keys() - set(COLUMNS[layout])
        assert not unknown, f"{case['title']}: {unknown}"
        made.append({column: None if row[column] == "null" else row[column] for column in COLUMNS[layout]})
    return made


def findings(folder: Path, case: dict[str, Any], *, change: dict[str, str] | None = None) -> int:
    layouts = SIDES[case["kind"]]
    report = compare(
        left=str(write(folder / "left.parquet", layouts[0], rows(case, "left", change))),
        right=str(write(folder / "right.parquet", layouts[1], rows(case, "right", change))),
        kind=case["kind"],
        as_of=date.fromisoformat(case["as_of"]),
        out=folder / "findings.parquet",
    )
    assert (report.left.rejected, report.right.rejected) == (0, 0)
    return report.findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_is_lawful_is_no_finding(case: dict[str, Any], tmp_path: Path) -> None:
    assert case["why"]
    assert findings(tmp_path, case) == 0
    assert findings(tmp_path, case, change=case["but"]) == 1
