"""Doubts by statistics: they reach those whom the rules leave, and are never more than doubts."""

from __future__ import annotations

import csv
import importlib.util
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from shebaotong.comparison.api import InputProblem, compare
from shebaotong.comparison.doubts import propose
from shebaotong.lab.planted.population import Planted, plant
from shebaotong.lab.planted.score import Found, Score, score

pytestmark = pytest.mark.slow

AS_OF = date(2026, 10, 31)
BY_STATISTICS = "explanation like '%按姓名、出生日期等统计推断%'"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(folder=tmp_path_factory.mktemp("doubts"), people=1000, each=10, seed=3)


@pytest.fixture(scope="module")
def found(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("found")
    made = {}
    for name, statistical in (("rules", False), ("both", True), ("again", True)):
        made[name] = folder / f"{name}.parquet"
        run(planted.left, planted.right, made[name], statistical=statistical)
    return made


def run(left: Path, right: Path, out: Path, *, statistical: bool) -> int:
    report = compare(
        left=str(left), right=str(right), kind="enrolment", as_of=AS_OF, out=out, statistical=statistical
    )
    return report.findings


def rows(path: Path, where: str = "true") -> list[tuple[Any, ...]]:
    return duckdb.sql(f"select * from '{path}' where {where} order by all").fetchall()


def scores(planted: Planted, path: Path) -> dict[str, Score]:
    pairs = duckdb.sql(f"select left_agency, right_agency, confidence from '{path}'").fetchall()
    return {line.damage: line for line in score(planted=planted, found=[Found(*pair) for pair in pairs])}


def test_they_find_what_no_rule_says(planted: Planted, found: dict[str, Path]) -> None:
    rules, both = scores(planted, found["rules"]), scores(planted, found["both"])
    for damage in ("name-and-check", "name-and-swap"):
        assert rules[damage].doubtful == 0
        assert both[damage].doubtful >= 9
    assert both["swap-undated"].doubtful >= 8 > rules["swap-undated"].doubtful


@pytest.mark.row("T6", "a likeness by statistics is a doubt with its reason, never a match")
def test_they_are_doubts_with_their_reason_and_change_nothing_that_the_rules_found(
    found: dict[str, Path],
) -> None:
    added = rows(found["both"], BY_STATISTICS)
    assert len(added) > 20
    assert (
        duckdb.sql(f"select max(confidence) from '{found['both']}' where {BY_STATISTICS}").fetchall()[0][0]
        <= 0.5
    )
    assert [row for row in rows(found["both"]) if row not in added] == rows(found["rules"])


def test_two_right_resident_numbers_stay_two_persons(planted: Planted, found: dict[str, Path]) -> None:
    both = scores(planted, found["both"])
    for trap in ("namesake", "twin"):
        assert both[trap].wrong_certain == both[trap].wrong_doubtful == 0


def test_the_same_files_give_the_same_doubts(found: dict[str, Path]) -> None:
    assert rows(found["both"]) == rows(found["again"])


def test_where_nobody_is_left_nothing_is_proposed(planted: Planted, tmp_path: Path) -> None:
    with planted.left.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    header, people = lines[0], [line for line in lines[1:] if line[0].isdigit() and len(line[0]) == 18][:50]
    for name, rest in (("left.csv", people), ("right.csv", people)):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rest])
    counts = [
        run(
            tmp_path / "left.csv",
            tmp_path / "right.csv",
            tmp_path / f"{statistical}.parquet",
            statistical=statistical,
        )
        for statistical in (False, True)
    ]
    assert counts[0] == counts[1] > 0


def test_without_splink_the_reason_is_said_and_nothing_begins(
    planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(propose, "find_spec", lambda name: None if name == "splink" else there(name))
    with pytest.raises(InputProblem, match=r"pip install 'shebaotong\[statistical\]'"):
        run(planted.left, planted.right, tmp_path / "out.parquet", statistical=True)
    assert not list(tmp_path.iterdir())
