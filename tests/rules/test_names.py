"""Every value that an explanation names has an English name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shebaotong.rules import api as rules
from shebaotong.rules.api import name_of

SOURCE = Path(rules.__file__).parents[1]
MAKERS = {"Explanation", "given", "stated", "stated_by_reviewer", "explain_years"}


def names() -> Iterator[tuple[str, str]]:
    """(module, name) of each value that is named by a constant."""
    for folder in ("rules", "services"):
        for path in SOURCE.glob(f"{folder}/**/*.py"):
            if path.name.startswith("test_"):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                    named = [word.value for word in node.keywords if word.arg == "name"] or node.args[:1]
                    for each in named:
                        if isinstance(each, ast.Constant) and isinstance(each.value, str):
                            yield path.stem, each.value


def test_no_name_is_chinese_alone() -> None:
    found = list(names())
    assert len(found) > 80
    assert sorted({zh for _, zh in found if name_of(zh).en == zh}) == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("2015年", "2015"),
        ("2015年月平均工资", "Monthly average wage of 2015"),
        ("佛山市个人账户储存额", "Individual account in 佛山市"),
        (
            "计发基数（2026年尚未公布，暂用2025年）",
            "Calculation base (2026 not published, provisionally 2025)",
        ),
        ("每满1年", "每满1年"),
        ("个人缴费比例（记入个人账户）", "Employee's contribution rate, credited to the account"),
    ],
)
def test_names_made_from_years_and_places(zh: str, en: str) -> None:
    assert name_of(zh).en == en
