"""`shebaotong whatif`: the registers kept here, asked where, when and how much."""

from __future__ import annotations

import json
import os
import pwd
from contextlib import nullcontext
from typing import Any

import pytest

from shebaotong.cli.main import main
from shebaotong.registry import api as registry
from support.insured import DU, recorded

WUZHOU, FOSHAN = "450400", "440600"
OWN = ("whatif", DU, "--purpose", "窗口咨询")


@pytest.fixture
def du(network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ms Du is known in Wuzhou; the command finds the tests' database ready."""
    monkeypatch.setattr("shebaotong.cli.whatif.ready_database", nullcontext)
    recorded(WUZHOU)


def test_places_months_and_what_is_missing_and_the_reading_is_logged(
    du: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*OWN, "--category", "female50", "--move", f"{FOSHAN}:2031-01"]) == 0
    said = capsys.readouterr().out
    assert "2010-01…2010-12 梧州市，计 12 个月" in said and "法定：2026年9月" in said
    assert "2031年1月到佛山市参保" in said and "以下为假设，不是事实" in said
    operator = f"{pwd.getpwuid(os.getuid()).pw_name}（shebaotong whatif）"
    for city in (WUZHOU, FOSHAN):
        (event,) = {
            (each.purpose.zh, each.reader.display, each.reader.role)
            for each in registry.reads_of(agency=city, identifier=DU, identifier_kind="resident")
        }
        assert event == ("窗口咨询", operator, registry.OPERATOR), "where nobody was found, too"
        seen = {each.event.reader.display for each in registry.reads_by_staff(agency=city)}
        assert seen == {operator}, "the supervisor sees it"


@pytest.mark.slow
def test_in_english_no_heading_is_chinese(du: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OWN, "--category", "female50", "--english"]) == 0
    said = capsys.readouterr().out
    headings = [line for line in said.splitlines() if not line.startswith(" ")]
    assert "Years of insurance" in headings and all(line.isascii() for line in headings)
    assert "Statutory: 2026-09 (aged 50 years 7 months)" in said


@pytest.mark.slow
def test_as_data(du: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OWN, "--category", "female50", "--json"]) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert data["months"] == 12
    statutory = next(each for each in data["options"] if each["when"] == "statutory")
    assert (statutory["month"], statutory["missing_months"], statutory["monthly"]) == ("2026-09", 168, None)
    assert statutory["obstacles"] == ["too_few_months"]


def test_a_womans_category_is_asked_never_guessed(du: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*OWN, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["options"] == [] and "女职工" in data["questions"][0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["whatif", "11010519491231002X", "--purpose", "窗口咨询"], "No register here holds this number"),
        ([*OWN, "--agency", "999999"], "No agency here has the code"),
        ([*OWN, "--kind", "library_card"], "no kind of document"),
        ([*OWN, "--category", "male"], "性别与职工类别不一致"),
        ([*OWN, "--category", "female50", "--move", f"{FOSHAN}:2001-01"], "假设的变动应在今后"),
    ],
)
def test_what_cannot_be_answered_says_why(
    du: None, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("purpose", [[], ["--purpose", " x "], ["--purpose", "长" * 201]])
def test_nothing_is_read_without_a_purpose(purpose: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["whatif", DU, *purpose])
    assert ended.value.code == 2 and "--purpose" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--move", "Foshan"], ["--move", "440600:2031"], ["--index", "-1"], ["--index", "NaN"]]
)
def test_what_cannot_be_read_is_refused_before_anything_is_asked(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*OWN, *wrong])
    assert ended.value.code == 2
