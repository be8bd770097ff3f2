"""Lookup by date and place, and what an unknown value asks."""

from __future__ import annotations

from datetime import date

import pytest

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.api import Parameters, Value, builtin, load, text_in_english

BASE = """\
code: demo.base
title: {zh: 计发基数, en: Pension calculation base}
unit: yuan_per_month
set_by: province
values:
"""
ENTRY = """\
  - region: '{region}'
    from: {start}
    to: {end}
    value: {value}
    reference: {{document: 示范文号, article: 第一条}}
    status: {status}
"""


def made(*entries: tuple[str, str, str, str, str]) -> Parameters:
    text = BASE + "".join(
        ENTRY.format(region=region, start=start, end=end, value=value, status=status)
        for region, start, end, value, status in entries
    )
    return Parameters(load({"demo/base.yaml": text}))


LAYERED = made(
    ("CN", "2020-01-01", "2029-12-31", "1000", "V2"),
    ("44", "2024-01-01", "2024-12-31", "2000", "M"),
    ("442000", "2024-07-01", "2024-12-31", "3000", "V1"),
    ("45", "2024-01-01", "2024-12-31", "unknown", "U"),
)


def value(region: str, on: date | Month) -> str:
    found = LAYERED.find("demo.base", on=on, region=region)
    return found.shown() if isinstance(found, Value) else "asked"


@pytest.mark.parametrize(
    ("region", "on", "shown"),
    [
        ("442000", date(2024, 6, 30), "2000 元/月"),
        ("442000", date(2024, 7, 1), "3000 元/月"),
        ("442000", date(2024, 12, 31), "3000 元/月"),
        ("442000", Month(2025, 1), "1000 元/月"),
        ("440305", date(2024, 7, 1), "2000 元/月"),
        ("43", date(2024, 7, 1), "1000 元/月"),
        ("CN", date(2019, 12, 31), "asked"),
        ("450400", date(2024, 7, 1), "asked"),
        ("450400", date(2025, 7, 1), "1000 元/月"),
    ],
)
def test_the_nearest_place_wins(region: str, on: date | Month, shown: str) -> None:
    assert value(region, on) == shown


def test_the_corps_is_not_xinjiang() -> None:
    xinjiang = made(("65", "2024-01-01", "2024-12-31", "2000", "V2"))
    for region in ("XPCC", "659001"):
        assert isinstance(xinjiang.find("demo.base", on=Month(2024, 5), region=region), Unknown)
    assert isinstance(xinjiang.find("demo.base", on=Month(2024, 5), region="650100"), Value)


def test_an_unknown_says_what_to_ask_and_whom() -> None:
    asked = LAYERED.find("demo.base", on=Month(2024, 5), region="450400")
    assert asked == Unknown(
        what="梧州市2024年5月执行的计发基数",
        whom="广西壮族自治区人力资源和社会保障部门",
        parameter="demo.base",
        detail=("450400", "2024-05-01"),
        en="Pension calculation base, 梧州市, 2024-05: ask the human resources department of Guangxi",
    )


@pytest.mark.parametrize(
    ("level", "region", "whom"),
    [
        ("city", "450400", "梧州市社会保险经办机构"),
        ("city", "45", "广西壮族自治区人力资源和社会保障部门"),
        ("province", "659001", "新疆生产建设兵团人力资源和社会保障部门"),
        ("nation", "450400", "人力资源和社会保障部"),
        ("province", "CN", "待遇领取地社会保险经办机构"),
    ],
)
def test_whoever_sets_the_value_is_asked(level: str, region: str, whom: str) -> None:
    text = BASE.replace("set_by: province", f"set_by: {level}")
    entry = ENTRY.format(region="51", start="2024-01-01", end="2024-12-31", value="1", status="V1")
    asked = Parameters(load({"demo/base.yaml": text + entry})).find(
        "demo.base", on=Month(2024, 5), region=region
    )
    assert isinstance(asked, Unknown)
    assert asked.whom == whom


def test_the_latest_ended_value_is_there_for_estimates_that_say_so() -> None:
    found = LAYERED.latest("demo.base", before=Month(2026, 1), region="442000")
    assert found is not None
    assert found.shown() == "3000 元/月"
    assert LAYERED.latest("demo.base", before=date(2024, 12, 31), region="442000") is None
    assert LAYERED.latest("demo.base", before=Month(2026, 1), region="450400") is None


def test_an_unverified_value_marks_what_is_built_on_it() -> None:
    found = LAYERED.find("demo.base", on=Month(2024, 5), region="44")
    assert isinstance(found, Value)
    assert not found.explain().verified
    assert found.source().reference == "示范文号 第一条"


def test_a_choice_reads_in_words_and_no_code_of_ours_reaches_a_person() -> None:
    chosen = [parameter for parameter in builtin() if parameter.unit == "choice"]
    assert chosen
    for parameter in chosen:
        for word, said in parameter.choices.items():
            assert not said.isascii() and text_in_english(said).isascii(), word
        for dated in parameter.values:
            assert Value(parameter, dated).explain().value == parameter.choices[str(dated.value)]


def test_unknown_codes_and_places_are_errors_of_the_caller() -> None:
    with pytest.raises(KeyError):
        LAYERED.find("demo.bass", on=Month(2024, 5))
    with pytest.raises(ValueError, match="not a region code"):
        LAYERED.find("demo.base", on=Month(2024, 5), region="4420")


def test_the_parameters_that_ship_load() -> None:
    assert len(builtin()) > 0
    assert all(value.reference.article for parameter in builtin() for value in parameter.values)
