"""The rows behind each finding, and reading the files of results back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebaotong.comparison.api import FoundRow, InputProblem, compare, read_findings, read_rejects

from .oracle import SIDES, Row, fault, month_of, tidy
from .worlds import RESIDENTS, worlds, write

pytestmark = pytest.mark.slow

AS_OF = date(2023, 8, 15)


def run(
    folder: Path, kind: str, left: list[Row], right: list[Row], links: list[tuple[str, str]], suffix: str
) -> list[FoundRow]:
    """The findings with the rows behind them."""
    files = {
        side: write(folder / f"{side}{suffix}", layout, rows)
        for side, layout, rows in zip(("left", "right"), SIDES[kind], (left, right), strict=True)
    }
    pairs = [{"number": one, "other_number": other} for one, other in links]
    compare(
        left=str(files["left"]),
        right=str(files["right"]),
        kind=kind,
        as_of=AS_OF,
        out=folder / "findings.parquet",
        rejects=folder / "rejects.parquet",
        evidence=folder / "evidence.parquet",
        links=write(folder / "links.csv", "links", pairs) if pairs else None,
        buckets=2,
    )
    found = list(read_findings(folder / "findings.parquet", evidence=folder / "evidence.parquet"))
    behind = sum(len(finding.left_rows) + len(finding.right_rows) for finding in found)
    with duckdb.connect() as connection:
        written = connection.execute(f"select count(*) from '{folder}/evidence.parquet'").fetchall()
    assert written == [(behind,)], "a row behind no finding"
    return found


def given_values(row: Mapping[str, str | None]) -> dict[str, str]:
    return {column: text for column, text in row.items() if text not in (None, "")}


def covers(row: Mapping[str, str], month: int) -> bool:
    if "date" in row:
        return True
    first = row.get("month") or row["start_month"]
    last = row.get("month") or row.get("end_month") or "9999-12"
    return month_of(first) <= month <= month_of(last)


@pytest.mark.parametrize("kind", SIDES)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), suffix=st.sampled_from((".parquet", ".csv")))
def test_every_month_of_a_finding_stands_in_rows_of_both_sides(
    kind: str, data: st.DataObject, suffix: str, tmp_path: Path
) -> None:
    left, right, links = data.draw(worlds(kind))
    found = run(tmp_path, kind, left, right, links, suffix)
    for finding in found:
        behind = (finding.left_rows, finding.right_rows)
        agencies = (finding.left_agency, finding.right_agency)
        for own, agency, layout, rows in zip(behind, agencies, SIDES[kind], (left, right), strict=True):
            came = Counter(frozenset(given_values(row).items()) for row in rows if not fault(row, layout))
            shown = Counter(frozenset(given_values(row).items()) for row in own)
            assert not shown - came, "a row that the file does not hold, or more often than it does"
            for month in range(month_of(finding.first_month), month_of(finding.last_month) + 1):
                assert any(covers(row, month) for row in own), (finding, agency)
            assert {row.get("agency") for row in own} <= {agency}
    for agency in ("440100", "450100"):
        read = read_findings(
            tmp_path / "findings.parquet", evidence=tmp_path / "evidence.parquet", agency=agency
        )
        assert list(read) == [each for each in found if agency in (each.left_agency, each.right_agency)]


def enrolled(**changed: str | None) -> Row:
    row: Row = {
        "person_id": RESIDENTS[0], "name": "测试甲", "birth_date": "1961-03-05", "sex": "男",
        "kind": "employee_pension", "agency": "440100", "start_month": "2023-01", "end_month": "2023-06",
        "monthly_base_fen": "500000", "status": "normal",
    }  # fmt: skip
    return row | changed


def test_only_rows_that_take_part_are_shown(tmp_path: Path) -> None:
    """Other months, schemes and agencies of the same person, and lawful rows, stay where they are."""
    taking_part = enrolled()
    left = [
        taking_part,
        enrolled(kind="unemployment"),
        enrolled(start_month="2020-01", end_month="2020-12"),
        enrolled(agency="440300", status="transferred_out"),
        enrolled(person_id=RESIDENTS[1], name="测试乙"),
    ]
    right = [enrolled(agency="450100", start_month="2023-05", end_month=None, person_id=f" {RESIDENTS[0]}")]
    found = run(tmp_path, "enrolment", left, right, [], ".parquet")
    assert [(each.first_month, each.last_month, each.certain) for each in found] == [
        ("2023-05", "2023-06", True)
    ]
    assert found[0].left_rows == (given_values(taking_part),)
    assert found[0].right_rows == (given_values(right[0]),)


def test_linked_numbers_are_shown_as_each_side_has_them(tmp_path: Path) -> None:
    permit = "H1234567801"
    found = run(
        tmp_path,
        "enrolment",
        [enrolled()],
        [enrolled(agency="450100", person_id=permit.lower())],
        [(RESIDENTS[0], permit)],
        ".csv",
    )
    assert [each.person_id for each in found] == [RESIDENTS[0]]
    (left,), (right,) = found[0].left_rows, found[0].right_rows
    assert left["person_id"] == RESIDENTS[0] and tidy(right["person_id"]) == permit
    assert found[0].signs == ("号码不同，已登记为同一人的证件", "号码不同，姓名和出生日期相同")
    assert not found[0].certain
    assert found[0].clause.verified and "187号" in found[0].clause.text


def test_a_clause_that_nobody_has_read_says_so_in_the_sentence(tmp_path: Path) -> None:
    left, right = ([enrolled(kind="resident_pension", agency=agency)] for agency in ("440100", "450100"))
    found = run(tmp_path, "enrolment", left, right, [], ".parquet")
    assert not found[0].clause.verified
    assert f"（{found[0].clause.text}；依据未核实）" in found[0].explanation


def test_rejected_rows_are_read_back_with_their_reason(tmp_path: Path) -> None:
    run(tmp_path, "enrolment", [enrolled(end_month="2022-01")], [enrolled()], [], ".csv")
    (rejected,) = read_rejects(tmp_path / "rejects.parquet")
    assert (rejected.side, rejected.reason, rejected.column) == ("left", "end_before_start", "end_month")
    assert rejected.detail == "终止月份早于起始月份" and rejected.values["person_id"] == RESIDENTS[0]


def test_what_is_no_file_of_results_is_named(tmp_path: Path) -> None:
    source = write(tmp_path / "rows.parquet", "enrolments", [enrolled()])
    with pytest.raises(InputProblem, match="left_agency is missing"):
        list(read_findings(source))
    with pytest.raises(InputProblem, match=r"\.parquet"):
        list(read_findings(tmp_path / "findings.csv"))
    (tmp_path / "broken.parquet").write_bytes(b"no")
    with pytest.raises(InputProblem, match="not a readable"):
        list(read_rejects(tmp_path / "broken.parquet"))
