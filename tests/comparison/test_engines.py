"""Every engine gives the oracle's findings, for every kind, on worlds in which everything clashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebaotong.comparison.api import Report, compare
from shebaotong.comparison.dialect import DUCKDB
from shebaotong.comparison.numbers import eighteen

from .oracle import SIDES, Finding, Row, fault
from .oracle import compare as expected_of
from .worlds import RESIDENTS, World, cast_of, world, worlds, write

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
        evidence=folder / "evidence.parquet",
        engine=engine,
        buckets=buckets,
    )


def holds(
    folder: Path, kind: str, all_worlds: Sequence[World], *, engine: str = "duckdb", suffix: str = ".parquet",
    buckets: int | None = None,
) -> None:  # fmt: skip
    """One comparison of worlds that have nothing in common finds what the oracle finds in each."""
    left, right = ([row for world in all_worlds for row in world[side]] for side in (0, 1))
    links = [link for world in all_worlds for link in world[2]]
    expected = [finding for world in all_worlds for finding in expected_of(*world[:2], kind, AS_OF, world[2])]
    report = run(folder, kind, left, right, links, engine=engine, suffix=suffix, buckets=buckets)
    found = found_in(folder / "findings.parquet")
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert report.findings == len(found)
    with duckdb.connect() as connection:
        behind = f"select count(*) from (select distinct finding, side from '{folder}/evidence.parquet')"
        assert connection.execute(behind).fetchall() == [(2 * len(found),)], (
            "rows of both sides stand behind each"
        )
    for side, rows, layout in zip((report.left, report.right), (left, right), SIDES[kind], strict=True):
        assert side.rows_in == len(rows)
        assert side.rejected == sum(fault(row, layout) is not None for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SIDES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), buckets=st.sampled_from((1, 3)))
def test_findings_are_the_oracles(kind: str, data: st.DataObject, buckets: int, tmp_path: Path) -> None:
    holds(tmp_path, kind, [data.draw(worlds(kind))], buckets=buckets)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SIDES)
def test_findings_are_the_oracles_in_many_worlds_at_once(
    kind: str, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Also one person with more rows than anybody has: they meet in one task, beside the usual persons."""
    if engine == "spark" and kind == "enrolment":
        request.getfixturevalue("compiling")
    casts = [cast_of(place) for place in range(1, 40)]
    if engine == "spark" and kind not in ("enrolment", "in-prison"):
        # The steps for persons with several numbers are those two kinds' too, and most of Spark's time.
        casts = [cast.with_one_number_each() for cast in casts]
    many = [world(Random(f"{kind} {place}"), kind, 60, cast) for place, cast in enumerate(casts)]
    if kind == "enrolment":
        many.append((_spells(5_000), _spells(100), []))
    if kind == "benefit":
        many.append((_equal_payments("440100"), _equal_payments("450100"), []))
    holds(tmp_path, kind, many, engine=engine, suffix=".csv" if kind == "benefit" else ".parquet")


def _spells(number: int) -> list[Row]:
    """Of one person."""
    random = Random(number)
    made = []
    for _ in range(number):
        start = random.randrange(2000 * 12, 2023 * 12)
        end = start + random.choice((0, 0, 1, 5))
        made.append(
            {
                "person_id": RESIDENTS[0], "name": "测试甲", "birth_date": "1961-03-05", "sex": None,
                "kind": random.choice(("employee_pension", "unemployment", "work_injury")),
                "agency": random.choice(("440100", "440300")),
                "start_month": f"{start // 12}-{start % 12 + 1:02d}",
                "end_month": f"{end // 12}-{end % 12 + 1:02d}", "monthly_base_fen": None,
                "status": random.choice(("normal", "normal", "merged")),
            }
        )  # fmt: skip
    return made


def _equal_payments(agency: str) -> list[Row]:
    row: Row = {
        "person_id": RESIDENTS[0], "name": "测试甲", "birth_date": "1961-03-05",
        "benefit": "employee_pension", "agency": agency, "month": "2023-01", "amount_fen": "100",
    }  # fmt: skip
    return [row] * 500


@pytest.mark.slow
def test_more_data_than_memory(engine: str, tmp_path: Path, spilled: Callable[[], int]) -> None:
    """The rows take several times the memory that they are given."""
    persons = 1_000_000 if engine == "duckdb" else 30_000
    digits = "(110000 + i // 999) * 100000000000 + 19610305000 + i % 999 + 1"
    with duckdb.connect() as connection:
        for side, agency, start, end in (
            ("left", "440100", "2020-01", "case when i % 10 = 0 then '2020-06' else '2020-03' end"),
            ("right", "450100", "2020-04", "'2020-12'"),
        ):
            connection.execute(f"""
                copy (
                  select {eighteen("digits", DUCKDB)} as person_id, concat('姓', i) as name,
                    '1961-03-05' as birth_date, null::varchar as sex, 'employee_pension' as kind,
                    '{agency}' as agency, '{start}' as start_month, {end} as end_month,
                    '500000' as monthly_base_fen, 'normal' as status
                  from (select i, {digits} as digits from range({persons}) as numbered(i)) as people
                ) to '{tmp_path}/{side}.parquet'
            """)
        before = spilled()
        report = compare(
            left=f"{tmp_path}/left.parquet", right=f"{tmp_path}/right.parquet", kind="enrolment",
            as_of=AS_OF, out=tmp_path / "findings.parquet", memory="256MB" if engine == "duckdb" else None,
            engine=engine,
        )  # fmt: skip
        found = connection.execute(
            "select count(*), count(distinct person_id), min(first_month), max(last_month), min(months),"
            f" max(months), min(confidence) from '{tmp_path}/findings.parquet'"
        ).fetchall()
    assert found == [(persons // 10, persons // 10, "2020-04", "2020-06", 3, 3, 1.0)]
    assert (report.left.compared, report.right.compared) == (persons, persons)
    if engine == "spark":
        assert spilled() > before, "the rows fit into Spark's memory, so this proves nothing"
