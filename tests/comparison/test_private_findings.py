"""On worlds in which everything clashes, what both provinces find privately is what is certain openly."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from shebaotong.comparison.api import compare, tidy_number
from shebaotong.comparison.private.findings import find
from shebaotong.comparison.private.mandate import Side
from shebaotong.comparison.private.needs import needed_columns
from shebaotong.comparison.private.own_list import number_in, own_list

from .oracle import SIDES, Row
from .test_engines import AS_OF
from .worlds import RESIDENTS, row, write


def found_privately(folder: Path, kind: str, files: dict[Side, Path]) -> Path:
    """The findings from the rows of common persons; how the overlap is found is the engines' matter."""
    with ExitStack() as stack:
        left, right = (
            stack.enter_context(own_list(str(file), kind=kind, side=side, work=folder))
            for side, file in files.items()
        )
        common = sorted(set(left.keys) & set(right.keys))
        rows = {
            own.side: own.rows_of(
                [own.keys.index(key) for key in common], sorted(needed_columns(kind, own.side))
            )
            for own in (left, right)
        }
    out = folder / "private.parquet"
    numbers = [number_in(key) for key in common]
    find(
        kind=kind, as_of=AS_OF, numbers=numbers, left=rows["left"], right=rows["right"], work=folder, out=out
    )
    return out


def certain(path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"from read_parquet('{path}') where confidence = 1 order by all").fetchall()


def check(folder: Path, kind: str, left: list[Row], right: list[Row]) -> int:
    layouts = SIDES[kind]
    files: dict[Side, Path] = {"left": folder / "left.parquet", "right": folder / "right.parquet"}
    write(files["left"], layouts[0], left)
    write(files["right"], layouts[1], right)
    compare(
        left=str(files["left"]),
        right=str(files["right"]),
        kind=kind,
        as_of=AS_OF,
        out=folder / "open.parquet",
    )
    openly = certain(folder / "open.parquet")
    assert certain(found_privately(folder, kind, files)) == openly
    return len(openly)


def dense_world(random: Random, kind: str) -> tuple[list[Row], list[Row]]:
    """A world in which most rows of a number agree on who the person is."""
    sides = []
    for layout in SIDES[kind]:
        rows = [row(random, layout) for _ in range(120)]
        for made in rows:
            number = tidy_number(made["person_id"]) or ""
            if random.random() < 0.8 and len(number) >= 8:
                made["name"] = random.choice(("赵一", "赵 一", None))
                made["birth_date"] = _birth_in(number)
        sides.append(rows)
    return sides[0], sides[1]


def _birth_in(number: str) -> str:
    inside = {18: number[6:14], 15: f"19{number[6:12]}"}.get(len(number), "19610305")
    return f"{inside[:4]}-{inside[4:6]}-{inside[6:]}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", SIDES)
def test_certain_findings_are_the_same_of_every_kind(kind: str, tmp_path: Path) -> None:
    assert check(tmp_path, kind, *dense_world(Random(20261101), kind)) > 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", SIDES)
def test_certain_findings_are_the_same_in_many_worlds(kind: str, tmp_path: Path) -> None:
    found = [check(tmp_path, kind, *dense_world(Random(seed), kind)) for seed in range(4)]
    assert all(found)


@pytest.mark.slow
def test_a_release_under_an_unconfirmed_number_still_ends_the_imprisonment(tmp_path: Path) -> None:
    """The doubtful row of a certain person travels too: without it the person would seem to be inside."""
    number = RESIDENTS[0]
    short = number[:6] + number[8:17]
    person: Row = {"person_id": number, "name": "赵一", "birth_date": "1961-03-05"}
    payments: list[Row] = [
        person
        | {
            "benefit": "employee_pension",
            "agency": "450100",
            "month": f"2023-{month:02d}",
            "amount_fen": "100",
        }
        for month in range(1, 8)
    ]
    events: list[Row] = [
        person | {"source": "court", "event": "imprisoned", "date": "2023-01-01"},
        person
        | {
            "person_id": short,
            "birth_date": None,
            "source": "court",
            "event": "released",
            "date": "2023-03-31",
        },
    ]
    assert check(tmp_path, "in-prison", payments, events) == 1
    last = duckdb.sql(f"select last_month from '{tmp_path / 'private.parquet'}'").fetchall()
    assert last == [("2023-03",)]
