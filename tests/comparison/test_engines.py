"""Every engine gives the oracle's findings, for every kind, on worlds in which everything clashes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebaotong.comparison.api import Report, compare

from .oracle import SIDES, Finding, Row, fault
from .oracle import compare as expected_of
from .worlds import worlds, write

AS_OF = date(2023, 8, 15)


def found_in(file: Path) -> list[Finding]:
    columns = ", ".join(Finding._fields)
    with duckdb.connect() as connection:
        return [Finding(*row) for row in connection.execute(f"select {columns} from '{file}'").fetchall()]


def run(
    folder: Path, kind: str, left: list[Row], right: list[Row], links: Iterable[tuple[str, str]] = (),
    *, engine: str = "duckdb", suffix: str = ".parquet", buckets: int | None = None,
) -> Report:  # fmt: skip
    layouts = SIDES[kind]
    write(folder / f"left{suffix}", layouts[0], left)
    write(folder / f"right{suffix}", layouts[1], right)
    given_links = [{"number": one, "other_number": other} for one, other in links]
    return compare(
        left=str(folder / f"left{suffix}"),
        right=str(folder / f"right{suffix}"),
        kind=kind,
        as_of=AS_OF,
        out=folder / "findings.parquet",
        rejects=folder / "rejects.parquet",
        links=write(folder / "links.csv", "links", given_links) if given_links else None,
        engine=engine,
        buckets=buckets,
    )


@pytest.mark.parametrize("kind", SIDES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), buckets=st.sampled_from((1, 3)))
def test_findings_are_the_oracles(kind: str, data: st.DataObject, buckets: int, tmp_path: Path) -> None:
    left, right, links = data.draw(worlds(kind))
    report = run(tmp_path, kind, left, right, links, buckets=buckets)
    found = found_in(tmp_path / "findings.parquet")
    assert sorted(found, key=str) == sorted(expected_of(left, right, kind, AS_OF, links), key=str)
    assert report.findings == len(found)
    for side, rows, layout in zip((report.left, report.right), (left, right), SIDES[kind], strict=True):
        assert side.rows_in == len(rows)
        assert side.rejected == sum(fault(row, layout) is not None for row in rows)
