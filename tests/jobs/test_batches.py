"""A round of comparisons, from two provinces' files to the desks: what `shebaotong batch` and the demo do."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from shebaotong.comparison.api import InputProblem
from shebaotong.findings import api as findings
from shebaotong.jobs.batch.api import BatchReport, run_batch
from shebaotong.jobs.batch.orders import plan, read_order
from shebaotong.lab.api import Sample, write_sample
from support.doubts import LIUPANSHUI, NOW, READER, WUZHOU

DAY = date(2026, 11, 26)
PEOPLE = 2_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return write_sample(parent=tmp_path_factory.mktemp("sample"), day=DAY, count=PEOPLE)


def run(folder: Path) -> BatchReport:
    return run_batch(folder=folder, now=NOW, progress=lambda step, done, total: None)


def all_of(agency: str, key: str) -> list[findings.Finding]:
    page = findings.findings_of(agency=agency, key=key, reader=READER, now=NOW, size=10_000)
    return [] if page is None else list(page.rows)


@pytest.mark.row("Y8", "a half-yearly round of both provinces' files finds every kind of doubt")
@pytest.mark.row("T6", "duplicates and payments after death or in prison are found before anybody asks")
@pytest.mark.slow
def test_a_round_brings_each_agency_what_concerns_it(network: None, sample: Sample) -> None:
    report = run(sample.folder)
    made = {each.planned.name: each for each in report.runs}
    assert {each.planned.kind for each in report.runs if each.report.findings} == {
        "enrolment", "benefit", "benefit-while-contributing", "after-death", "in-prison",
    }  # fmt: skip
    for each in report.runs:
        for side in (each.report.left, each.report.right):
            assert side.rows_in == side.compared + side.rejected
    assert made["enrolment"].report.left.rejected == 6
    taking_part = sorted(report.delivered)
    assert {agency[:2] for agency in taking_part} == {"44", "45"} and len(taking_part) == 9
    assert report.elsewhere == {}

    delivered = {agency: all_of(agency, report.key) for agency in taking_part}
    sides: dict[str, set[str]] = {}
    for agency, own in delivered.items():
        assert report.delivered[agency] == len(own)
        assert [each.certain for each in own] == sorted((each.certain for each in own), reverse=True)
        for each in own:
            assert agency in (each.left_agency, each.right_agency)
            assert each.left_rows and each.right_rows and each.signs and each.clause
            sides.setdefault(each.reference, set()).add(agency)
    assert len(sides) == sum(each.report.findings for each in report.runs)
    for own in delivered.values():
        for each in own:
            assert sides[each.reference] == {each.left_agency, each.right_agency or each.left_agency}
            paid = [int(row["amount_fen"]) for row in each.left_rows if "amount_fen" in row]
            assert each.left_fen == (sum(paid) if paid else None)
    assert all_of(LIUPANSHUI, report.key) == []

    # Each file's once, though most files are read for several kinds.
    assert rejected_by_reason(report) == {
        "no_number": 2, "bad_number": 2, "bad_month": 4, "end_before_start": 2, "unknown_code": 2,
        "bad_date": 2, "bad_amount": 2,
    }  # fmt: skip

    again = run(sample.folder)
    assert again.delivered == {}, "a repeated round changes nothing"
    assert all_of(WUZHOU, report.key) == delivered[WUZHOU]


def rejected_by_reason(report: BatchReport) -> dict[str, int]:
    reasons: dict[str, int] = {}
    for agency in report.delivered:
        page = findings.rejected_of(agency=agency, key=report.key, reader=READER, now=NOW, size=100)
        assert page is not None
        for row in page.rows:
            assert row.values["agency"] == agency and row.detail
            reasons[row.reason] = reasons.get(row.reason, 0) + 1
    return reasons


@pytest.mark.slow
def test_the_sample_is_the_same_every_time_and_visibly_made_up(sample: Sample, tmp_path: Path) -> None:
    again = write_sample(parent=tmp_path, day=DAY, count=PEOPLE)
    files = sorted(path.relative_to(again.folder) for path in again.folder.rglob("*.*"))
    assert len(files) == 7
    for file in files:
        assert (again.folder / file).read_bytes() == (sample.folder / file).read_bytes(), file
    numbers = {line.split(",")[0].strip() for file in files[1:] for line in (again.folder / file).open()}
    for number in numbers - {"", "person_id", "见档案"}:
        assert number[4:6] == "99" or number.upper().startswith(("H99", "99", "U0", "944999", "8")), number
    assert (sample.as_of, sample.key) == (date(2026, 6, 30), "2026H1")
    assert write_sample(parent=tmp_path, day=date(2027, 2, 1), count=1).key == "2026H2"


def order(folder: Path, **changed: object) -> Path:
    """A folder whose order is right but for what is changed."""
    lines = {
        "key": "'2026H1'", "title": "试", "purpose": "核查", "as_of": "2026-06-30",
        "sides": "[{folder: a, name: 甲, region: '44'}, {folder: b, name: 乙, region: '45'}]",
    } | changed  # fmt: skip
    for side in ("a", "b"):
        (folder / side).mkdir(exist_ok=True)
        (folder / side / "payments.csv").write_text("person_id\n")
    text = "\n".join(f"{name}: {value}" for name, value in lines.items() if value is not None)
    (folder / "batch.yaml").write_text(text, "utf-8")
    return folder


def test_only_kinds_whose_files_are_there_are_planned(tmp_path: Path) -> None:
    planned = plan(read_order(order(tmp_path)))
    assert [(each.number, each.name) for each in planned] == [(1, "benefit")]
    (tmp_path / "b" / "events.csv").write_text("")
    assert [each.name for each in plan(read_order(tmp_path))] == ["benefit", "after-death-a", "in-prison-a"]
    (tmp_path / "a" / "payments").mkdir()
    with pytest.raises(InputProblem, match="keep one"):
        plan(read_order(tmp_path))
    for side in ("a", "b"):
        shutil.rmtree(tmp_path / side)
        (tmp_path / side).mkdir()
    with pytest.raises(InputProblem, match="no kind of comparison"):
        plan(read_order(tmp_path))


@pytest.mark.parametrize(
    "changed, named",
    [
        ({"key": "'../etc'"}, "key must be"),
        ({"title": None}, "title must be"),
        ({"as_of": "June"}, "as_of must be a date"),
        ({"sides": "[{folder: a, name: 甲, region: '44'}]"}, "two provinces"),
        ({"sides": "[{folder: ../a, name: 甲, region: '44'}, {folder: b}]"}, "no folder"),
        ({"sides": "[{folder: a, name: 甲, region: 44}, {folder: b}]"}, "region must be"),
        ({"purpose": "a" * 201}, "at most 200"),
        ({"key": "[:"}, "not YAML"),
    ],
)
def test_what_is_wrong_with_an_order_is_named(tmp_path: Path, changed: dict[str, object], named: str) -> None:
    with pytest.raises(InputProblem, match=named):
        read_order(order(tmp_path, **changed))
    with pytest.raises(InputProblem, match="cannot be read"):
        read_order(tmp_path / "nothing")
