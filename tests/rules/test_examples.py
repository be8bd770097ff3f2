"""The examples that a pension expert reads: Chinese tables in, the rules' answers out.

Every key of a row is either read as an input or compared as a result: a misspelt key fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from shebaotong.kernel.api import Unknown, round_to_fen
from shebaotong.rules.api import (
    Category,
    Determination,
    EarlyYears,
    PensionFacts,
    Quantity,
    RetirementKind,
    RetirementObstacle,
    back_payment,
    determine,
    flexible_eligibility,
    loan_plan,
    redetermine,
    required_years,
    resident_pension,
    retirement_age,
    stated,
)
from support import expert_benefits, expert_moving
from support.expert import AS_OF, PARAMETERS, Row

FILES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))
CATEGORIES = {
    "男职工": Category.MALE,
    "五十五周岁女职工": Category.FEMALE_55,
    "五十周岁女职工": Category.FEMALE_50,
}
KINDS = {RetirementKind.EARLY: "提前", RetirementKind.STATUTORY: "到龄", RetirementKind.LATE: "延迟"}
OBSTACLES = {
    RetirementObstacle.TOO_EARLY: "过早",
    RetirementObstacle.TOO_LATE: "过晚",
    RetirementObstacle.TOO_FEW_MONTHS: "缴费年限不足",
    RetirementObstacle.NO_AGREEMENT: "没有协议",
}


def age_text(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}岁{rest}个月" if rest else f"{years}岁"


def retirement(row: Row) -> dict[str, str]:
    found = retirement_age(
        category=CATEGORIES[row["类别"]], birth=row.month("出生年月"), as_of=AS_OF, parameters=PARAMETERS
    )
    assert not isinstance(found, Unknown)
    return {
        "延迟月数": str(found.delay_months),
        "退休年龄": age_text(found.age_months),
        "退休年月": str(found.month),
    }


def flexible(row: Row) -> dict[str, str]:
    agreed = row.get("单位同意")
    found = flexible_eligibility(
        category=CATEGORIES[row["类别"]],
        birth=row.month("出生年月"),
        requested=row.month("选择退休"),
        contribution_months=int(row["缴费月数"]),
        employer_agreed=None if agreed is None else agreed == "是",
        as_of=AS_OF,
        parameters=PARAMETERS,
    )
    assert not isinstance(found, Unknown)
    return {
        "可行": "是" if found.ok else "否",
        "情形": KINDS[found.kind],
        "原因": "、".join(OBSTACLES[obstacle] for obstacle in found.obstacles),
        "最低缴费月数": str(found.minimum.months),
        "依据": "已核实" if found.explanation.verified else "未核实",
    }


def pension_facts(row: Row) -> PensionFacts:
    rate = row.get("增发比例")
    return PensionFacts(
        age_months=row.age_months("领取年龄"),
        index=stated("平均缴费指数", row.money("平均缴费指数")),
        contribution_months=int(row["缴费月数"]),
        account=stated("个人账户储存额", row.money("个人账户"), "元"),
        early=EarlyYears(int(row["建账前月数"]), int(row.get("建账前实际缴费月数") or 0)),
        addition_rate=None if rate is None else stated("增发比例", Decimal(rate)),
    )


def determined(row: Row, base: Quantity | None) -> Determination:
    found = determine(
        facts=pension_facts(row),
        region=row["待遇领取地"],
        start=row.month("开始领取"),
        parameters=PARAMETERS,
        provisional_base=base,
    )
    assert isinstance(found, Determination)
    return found


def base_of(row: Row) -> Quantity | None:
    base = row.get("计发基数")
    return None if base is None else stated("计发基数", Decimal(base), "元/月")


def employees(row: Row) -> dict[str, str]:
    found = determined(row, base_of(row))
    amount = found.amount
    wage = amount.basis.indexed_wage
    named = {component.explanation.name: str(component.amount) for component in amount.components}
    asked = [PARAMETERS[str(unknown.parameter)].title.zh for unknown in found.unknowns]
    return {
        **named,
        "指数化月平均缴费工资": str(round_to_fen(Decimal(wage.numerator) / wage.denominator)),
        "缴费年限": str(amount.basis.years),
        "月养老金": str(amount.total),
        "待确认": "、".join(asked) or "无",
    }


def again(row: Row) -> dict[str, str]:
    before = determined(row, base_of(row))
    found = redetermine(
        before=before, facts=pension_facts(row), months=int(row["已发月数"]), parameters=PARAMETERS
    )
    assert not isinstance(found, Unknown)
    return {
        "预核": str(found.before.amount.total),
        "重核": str(found.after.amount.total),
        "每月差额": str(found.monthly_difference),
        "补发": str(found.arrears),
    }


def residents(row: Row) -> dict[str, str]:
    found = resident_pension(
        base=stated("基础养老金", row.money("基础养老金"), "元/月"),
        account=stated("个人账户储存额", row.money("个人账户"), "元"),
        full_years=int(row["周岁"]),
        on=AS_OF,
        parameters=PARAMETERS,
    )
    assert not isinstance(found, Unknown)
    return {"个人账户养老金": str(found.account), "月养老金": str(found.total)}


def loan(row: Row) -> dict[str, str]:
    required = required_years(
        scheme_start_year=int(row["制度实施年份"]),
        birth_year=int(row["出生年份"]),
        as_of=AS_OF,
        parameters=PARAMETERS,
    )
    assert not isinstance(required, Unknown)
    payment = back_payment(
        required=required,
        paid_years=int(row["已缴年数"]),
        tier=row.money("缴费档次"),
        region="370300",
        as_of=AS_OF,
        parameters=PARAMETERS,
    )
    assert not isinstance(payment, Unknown)
    plan = loan_plan(
        principal=payment.amount,
        annual_rate=row.money("年利率"),
        monthly_pension=row.money("月养老金"),
        first=row.month("首次还款"),
        kept_by_person=Decimal(row.get("本人留用") or 0),
    )
    return {
        "应缴年数": str(required.years),
        "补缴金额": f"{payment.amount:.2f}",
        "还款月数": str(plan.months),
        "最后一期": str(plan.instalments[-1].payment),
        "全额领取": str(plan.full_from),
    }


RULES: Mapping[str, Callable[[Row], dict[str, str]]] = {
    "法定退休年龄": retirement,
    "弹性退休": flexible,
    "职工养老金": employees,
    "重核补差": again,
    "城乡居民养老金": residents,
    "补缴贷款": loan,
    **expert_moving.RULES,
    **expert_benefits.RULES,
}


def examples() -> Iterator[Any]:
    for file in FILES:
        table = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        for number, cells in enumerate(table["例"], start=1):
            yield pytest.param(table["规则"], cells, id=f"{file.stem}-{number}")


@pytest.mark.parametrize(("rule", "cells"), list(examples()))
def test_example(rule: str, cells: dict[str, str]) -> None:
    row = Row(cells)
    results = RULES[rule](row)
    expected = {key: value for key, value in cells.items() if key not in row.read}
    assert expected, "the example compares nothing"
    assert {key: results.get(key) for key in expected} == expected


def test_every_rule_has_an_example() -> None:
    used = {yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["规则"] for file in FILES}
    assert used == set(RULES)
