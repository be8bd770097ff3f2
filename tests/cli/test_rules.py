"""`shebaotong rules`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shebaotong.cli.main import main
from shebaotong.rules.api import Parameters, load

VECTORS = Path(__file__).parents[1] / "rules/vectors"
FIRST = {"category": "male", "birth_month": "1965-01"}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(data: Any) -> str:
        file = tmp_path / "vectors.json"
        file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return str(file)

    return write


@pytest.mark.parametrize("file", sorted(VECTORS.glob("*.json")), ids=lambda file: file.stem)
def test_the_project_s_own_vectors_pass(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(file), "--as-of", "2026-11-22"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.endswith(" passed, 0 failed")
    assert not last.startswith("0 ")


def test_a_difference_is_named_and_fails(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = written({"groups": {"retirement_age": [{"in": FIRST, "out": {"retire_month": "2025-01"}}]}})
    assert main(["rules", "check", file]) == 1
    out = capsys.readouterr().out
    assert "retirement_age[0] retire_month: expected '2025-01', got '2025-02'" in out
    assert out.splitlines()[-1] == "0 passed, 1 failed"


def test_an_unknown_group_fails(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = written({"groups": {"retirement_agee": []}})
    assert main(["rules", "check", file]) == 1
    assert "retirement_agee: no such group" in capsys.readouterr().out


def test_a_name_in_brackets_is_a_name(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", written({"groups": {"[/red]": [], "[bold]x": []}})]) == 1
    said = capsys.readouterr().out
    assert "[/red]: no such group" in said and "[bold]x (unknown)" in said


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    file = tmp_path / "vectors.json"
    vectors = {"groups": {"retirement_age": [{"in": FIRST, "out": {"delay_months": 1}}]}}
    file.write_text(json.dumps(vectors), encoding="utf-8-sig")
    assert main(["rules", "check", str(file)]) == 0


def test_a_number_that_python_refuses_to_read_is_refused(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        '{"groups": {"min_contribution_months": [{"in": {"benefit_start_year": %s}}]}}' % ("9" * 5000)
    )
    assert main(["rules", "check", file]) == 1
    assert "too many digits" in capsys.readouterr().err


def test_json_says_the_same(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(
        {"groups": {"retirement_age": [{"in": FIRST, "out": {"delay_months": 2, "age_years": 60}}]}}
    )
    assert main(["rules", "check", file, "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["passed"], report["failed"], report["ok"]) == (0, 1, False)
    (difference,) = report["groups"][0]["differences"]
    assert (difference["key"], difference["expected"], difference["got"]) == ("delay_months", 2, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "line 1: not JSON"),
        ('{"groups": {"a": [], "a": []}}', "stands twice"),
        ("[]", "an object with the key"),
        ('{"groups": {"retirement_age": [{"in": {}, "out": {}}]}}', "nothing is compared"),
        ('{"groups": {}}', "no group, so nothing is compared"),
        ('{"groups": {"retirement_age": []}}', "'retirement_age' holds no vector, so nothing is compared"),
        ('{"groups": {"retirement_age": null}}', "expected a list of vectors"),
        ('{"groups": null}', "an object with the key"),
        ("", "line 1: not JSON"),
        ('{"groups": {"a": [{"in": {"x": NaN}, "out": {"y": 1}}]}}', "NaN is no number"),
        (r'{"groups": {"\ud83d": []}}', "half of a character"),
        ("[" * 100_000, "too deeply"),
    ],
)
def test_another_file_is_refused_in_words(
    text: str, says: str, written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "check", written(text)]) == 1
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(tmp_path / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_parameters_by_place_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["rules", "parameters", "--code", "pension.calculation_base", "--region", "51", "--json"]
    assert main([*asked, "--on", "2025-06-01"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["region"], row["value"], row["status"]) == ("51", "8462 元/月", "V2")


def test_only_the_unverified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "parameters", "--unverified", "--json"]) == 0
    assert {row["status"] for row in json.loads(capsys.readouterr().out)} == {"M", "U"}


def test_a_code_is_matched_by_whole_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "parameters", "--code", "pension.divisor", "--json"]) == 0
    assert {row["code"] for row in json.loads(capsys.readouterr().out)} == {"pension.divisor"}


def test_the_reference_page_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "parameters", "--markdown"]) == 0
    page = Path(__file__).parents[2] / "docs/reference/parameters.md"
    assert page.read_text(encoding="utf-8") == capsys.readouterr().out, (
        "run: shebaotong rules parameters --markdown > docs/reference/parameters.md"
    )


def test_a_wrong_parameter_is_named_by_file_and_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Parameters:
        return Parameters(load({"demo/base.yaml": "code: demo.other\nunit: yuan\n"}))

    monkeypatch.setattr("shebaotong.cli.rules.builtin", broken)
    assert main(["rules", "parameters"]) == 1
    said = capsys.readouterr().err
    assert "demo/base.yaml:1: " in said and "Traceback" not in said
