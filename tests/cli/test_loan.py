"""`shebaotong loan`: Zibo's published case, to the fen, for people, programs and the bank."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from shebaotong.cli.main import main

ZIBO = ("loan", "4500", "--rate", "0.0385", "--pension", "174.37", "--first", "2026-11")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*ZIBO, *arguments]) == 0
    return capsys.readouterr().out


def test_twenty_seven_months_then_the_whole_pension(capsys: pytest.CaptureFixture[str]) -> None:
    assert "27 个月还清" in told(capsys) and "2029-02 起全额领取" in told(capsys)
    data = json.loads(told(capsys, "--json"))
    assert (data["months"], data["full_from"]) == (27, "2029-02")
    last = data["instalments"][-1]
    assert (last["month"], last["payment"], last["to_person"], last["closing"]) == (
        "2029-01",
        "171.20",
        "3.17",
        "0.00",
    )


def test_the_bank_s_file_pays_back_exactly_the_loan(capsys: pytest.CaptureFixture[str]) -> None:
    heading, *rows = csv.reader(io.StringIO(told(capsys, "--csv")))
    assert heading[:2] == ["期次", "月份"] and len(rows) == 27
    assert sum(Decimal(row[heading.index("其中本金")]) for row in rows) == 4500
    assert rows[0][2:5] == ["4500.00", "14.44", "174.37"], "4500 × 3.85 % ÷ 12"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("4500", "--rate", "0.0385", "--pension", "14.00"), "never be repaid"),
        (("0", "--rate", "0.0385", "--pension", "174.37"), "must exceed 0"),
        (("4500", "--rate", "3.85", "--pension", "174.37"), "the rate is a ratio"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["loan", *arguments, "--first", "2026-11"]) == 1
    assert says in capsys.readouterr().err
