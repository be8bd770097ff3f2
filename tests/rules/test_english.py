"""Explanations in English: every word of every tree that a rule or an item can write, and every clause."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import Explanation, Source
from shebaotong.rules import api as rules
from shebaotong.rules.api import builtin, in_english, reference_in_english, text_in_english

SOURCE = Path(rules.__file__).parents[1]
VECTORS = Path(__file__).parent / "vectors"
HAN = re.compile("[\u4e00-\u9fff]")
CONTEXT = rules.Context(as_of=date(2026, 11, 22), parameters=builtin())
MAKERS = {"Explanation", "given", "stated", "stated_by_reviewer", "explain_years"}
FIELDS = {"name", "value", "formula", "note"}
CITY = re.compile("[\u4e00-\u9fff]{2,10}市")
"""Cities keep their names where nobody gives an English one."""


def chinese(text: str) -> bool:
    return bool(HAN.search(CITY.sub("", text)))


def written() -> Iterator[tuple[str, str]]:
    """(module, text) of each constant that goes into a tree by name, value, formula or note."""
    for folder in ("rules", "services"):
        for path in SOURCE.glob(f"{folder}/**/*.py"):
            if path.name.startswith("test_"):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                    named = [word.value for word in node.keywords if word.arg in FIELDS]
                    for each in [*named, *node.args[:2]]:
                        yield from ((path.stem, text) for text in _constants(each))


def _constants(node: ast.expr) -> Iterator[str]:
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    for branch in branches:
        if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
            yield branch.value


def test_nothing_that_is_written_in_a_tree_is_chinese_alone() -> None:
    found = list(written())
    assert len(found) > 200
    assert sorted({zh for _, zh in found if chinese(text_in_english(zh))}) == []


def test_every_tree_of_every_vector_reads_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[str] = set()
    made = Explanation.__init__

    def watched(self: Explanation, *args: object, **given: object) -> None:
        made(self, *args, **given)  # type: ignore[arg-type]
        seen.update((self.name, self.value, self.formula, self.note))

    monkeypatch.setattr(Explanation, "__init__", watched)
    for file in VECTORS.glob("*.json"):
        rules.check(data=json.loads(file.read_text("utf-8")), context=CONTEXT)
    assert len(seen) > 300
    assert sorted(zh for zh in seen if chinese(text_in_english(zh))) == []


def test_every_parameter_has_a_title_remark_and_clause_in_english() -> None:
    for parameter in builtin():
        for dated in parameter.values:
            assert not chinese(text_in_english(parameter.title.zh)), parameter.code
            assert not chinese(text_in_english(dated.note)), (parameter.code, dated.note)
            for clause in str(dated.reference).split("；"):
                read = reference_in_english(clause)
                document = (
                    dated.reference.document
                    if clause.startswith(dated.reference.document)
                    else clause.split()[0]
                )
                assert read.startswith(document), "the clause is found by its Chinese name"
                assert not HAN.search(read.removeprefix(document)), read


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("2015年", "2015"),
        ("2026 年", "2026"),
        ("24.75 年", "24.75 years"),
        ("2015年月平均工资", "Monthly average wage of 2015"),
        ("乐山市个人账户储存额", "Individual account in 乐山市"),
        ("佛山市个人账户储存额", "Individual account in Foshan"),
        ("广东省累计缴费年限", "Months in Guangdong"),
        ("佛山市2015年3月至2016年12月", "Foshan, 2015-03 to 2016-12"),
        (
            "计发基数（2026年尚未公布，暂用2025年）",
            "Calculation base (2026 not published, provisionally 2025)",
        ),
        ("1288.08 元", "1288.08 yuan"),
        ("60周岁1个月", "60 years 1 month"),
        ("2029年10月（弹性延迟退休）", "2029-10 (flexible, late)"),
        ("梧州市：城乡居民养老金，自2025-03起", "梧州市: residents' pension, from 2025-03"),
        (
            "基础养老金 + 个人账户养老金 + 地方增发养老金",
            "Basic component + individual-account component + local addition",
        ),
        ("min(3 + 7/12，24)", "min(3 + 7/12, 24)"),
        ("材料齐全，请看附件2", "材料齐全，请看附件2"),
    ],
)
def test_texts_made_from_numbers_places_and_each_other(zh: str, en: str) -> None:
    assert text_in_english(zh, frozenset({("佛山市", "Foshan")})) == en


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("国发〔2005〕38号 第六条", "国发〔2005〕38号 art. 6 (employees' basic pension)"),
        ("人社部发〔2021〕18号 第五条第二项", "人社部发〔2021〕18号 art. 5(2) (survivors' benefits)"),
        (
            "工伤保险条例 第三十五条至第三十七条",
            "工伤保险条例 art. 35–37 (Regulations on work-injury insurance)",
        ),
        ("某市某号文件 第三条", "某市某号文件 第三条"),
    ],
)
def test_clauses_keep_their_name_and_say_what_they_are_about(zh: str, en: str) -> None:
    assert reference_in_english(zh) == en


@given(st.text(max_size=80))
def test_whatever_somebody_typed_is_shown(typed: str) -> None:
    assert text_in_english(typed) or not typed


def test_a_tree_keeps_its_shape_sources_and_marks() -> None:
    leaf = Explanation(
        "计发基数",
        "8462 元/月",
        sources=(Source("川劳社发〔2006〕17号 增发养老金", "x", date(2025, 1, 1), False),),
    )
    (read,) = in_english(Explanation("基础养老金", "12.00 元", "计发基数 × 平均缴费指数", (leaf,)))
    assert (read.name, read.value, read.formula) == (
        "Basic component",
        "12.00 yuan",
        "Calculation base × average contribution index",
    )
    (inner,) = read.inputs
    assert inner.value == "8462 yuan a month"
    assert inner.sources[0].effective_from == date(2025, 1, 1)
    assert not read.verified


def test_plain_lines_in_english() -> None:
    tree = Explanation(
        "个人账户养老金",
        "467.42 元",
        "个人账户储存额 ÷ 计发月数",
        (
            Explanation(
                "计发月数",
                "195 个月",
                sources=(Source("国发〔2005〕38号 附件", None, date(2006, 1, 1), False),),
            ),
        ),
    )
    assert ["  " * (line.depth + line.aside) + line.text for line in rules.plain_lines_in_english(tree)] == [
        "Individual-account component: 467.42 yuan",
        "  How: Individual account balance ÷ annuity divisor",
        "  Annuity divisor: 195 months [not verified]",
        "    By: 国发〔2005〕38号 annex (employees' basic pension), from 2006-01-01",
    ]
