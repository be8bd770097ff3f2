"""How the example tables about benefits, recovery and time limits are put to the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from shebaotong.kernel.api import SHANGHAI, Calendar, Pause, Unknown, round_to_fen
from shebaotong.rules.api import (
    Dependant,
    Kin,
    Matter,
    NotComputable,
    certification,
    counted_wage,
    injury_death,
    injury_disability,
    longest_duration,
    protected_floor,
    recovery_plan,
    running_limit,
    stated,
    survivors_benefit,
    time_limit,
    unemployment_transfer,
)
from support.expert import AS_OF, PARAMETERS, Row, known, money, number
from support.expert_moving import PLACES


def months_of(text: str) -> int:
    """``28年9个月`` as months."""
    found = re.fullmatch(r"(?:(\d+)年)?(?:(\d+)个月)?", text)
    assert found is not None and text
    return 12 * int(found[1] or 0) + int(found[2] or 0)


def duration(row: Row) -> dict[str, str]:
    found = known(
        longest_duration(
            paid_months=int(row["缴费月数"]),
            carried_over=number(row, "前次未领"),
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    return {"最长月数": str(found.months)}


def unemployment_money(row: Row) -> dict[str, str]:
    found = known(
        unemployment_transfer(
            monthly_benefit=money(row, "失业金标准"),
            months_due=number(row, "未领月数"),
            months_paid=int(row["转出地缴费月数"]),
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    return {"划转": str(found.transfer), "只转关系": "是" if found.relation_only else "否"}


def injury(row: Row) -> dict[str, str]:
    wage = known(
        counted_wage(
            average_base=row.money("缴费工资"),
            regional_wage=row.money("当地平均工资"),
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    found = known(injury_disability(grade=int(row["等级"]), wage=wage, as_of=AS_OF, parameters=PARAMETERS))
    payers = {None: "无", "fund": "基金", "employer": "用人单位"}
    return {
        "一次性补助金": str(found.lump),
        "伤残津贴": "无" if found.allowance is None else str(found.allowance),
        "支付方": payers[found.payer],
    }


def work_death(row: Row) -> dict[str, str]:
    kinds = {
        "配偶": Dependant(Kin.SPOUSE),
        "子女": Dependant(Kin.OTHER),
        "孤儿": Dependant(Kin.OTHER, alone=True),
        "孤寡老人": Dependant(Kin.OTHER, alone=True),
    }
    family = row.get("供养亲属")
    found = known(
        injury_death(
            wage=stated("本人工资", row.money("本人工资"), "元/月"),
            regional_wage=row.money("当地平均工资"),
            national_income=row.money("全国年可支配收入"),
            dependants=[kinds[each] for each in family.split("、")] if family else [],
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    return {
        "丧葬补助金": str(found.funeral),
        "工亡补助金": str(found.lump),
        "抚恤金合计": str(round_to_fen(found.dependants)),
    }


def survivors(row: Row) -> dict[str, str]:
    drawn = row.get("已领养老金")
    found = known(
        survivors_benefit(
            paid_months=months_of(row["缴费年限"]),
            drawn_months=None if drawn is None else months_of(drawn),
            monthly_income=row.money("月可支配收入"),
            own_payments=money(row, "个人缴费之和"),
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    limit = {True: "是", False: "否", None: "待核实"}
    return {
        "月数": _plain(found.months),
        "丧葬补助金": str(found.funeral),
        "抚恤金": str(found.lump),
        "合计": str(found.total),
        "封顶": limit[found.bounded],
    }


def _plain(months: Fraction) -> str:
    return f"{Decimal(months.numerator) / months.denominator:f}"


def proof(row: Row) -> dict[str, str]:
    last, start = row.get("上次认证"), row.get("待遇开始")
    found = known(
        certification(
            last_verified=None if last is None else date.fromisoformat(last),
            benefit_start=None if start is None else date.fromisoformat(start),
            on=date.fromisoformat(row["核对日期"]),
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    return {"有效期至": found.due.isoformat(), "状态": {"valid": "有效", "overdue": "逾期"}[found.state]}


def recovery(row: Row) -> dict[str, str]:
    wage, overpaid, pension = money(row, "最低工资"), row.money("多发"), row.money("月养老金")
    if wage is None:
        floor = stated("协议保留", row.money("每月保留"), "元/月")
    else:
        place = PLACES[row["地区"]]
        rule = protected_floor(minimum_wage=wage, region=place, as_of=AS_OF, parameters=PARAMETERS)
        if isinstance(rule, Unknown):
            return {"期数": "需要协议"}
        floor = rule
    plan = recovery_plan(
        overpaid=overpaid,
        account_balance=money(row, "清退账户") or Decimal(0),
        monthly_pension=pension,
        floor=floor,
    )
    if plan.months is None:
        return {"期数": "无可扣金额"}
    return {
        "期数": str(plan.months),
        "每月": str(plan.monthly),
        "末月": str(plan.last),
        "账户抵扣": str(plan.from_account),
    }


def due(row: Row) -> dict[str, str]:
    holidays, received = row.get("假日"), _at(row["收到"])
    calendar = Calendar(
        version="example",
        off=frozenset(date.fromisoformat(day) for day in holidays.split("、")) if holidays else frozenset(),
        announced=frozenset({2026}),
    )
    stop = row.get("中止")
    pauses = [Pause(*(_at(day) for day in stop.split("至")))] if stop else []
    try:
        limit = known(
            time_limit(
                matter=Matter(row["事项"]),
                promised=number(row, "承诺"),
                as_of=AS_OF,
                parameters=PARAMETERS,
            )
        )
    except NotComputable:
        return {"法定到期": "承诺超过法定时限"}
    found = running_limit(
        received=received, limit=limit, calendar=calendar, closing=time(17, 30), pauses=pauses
    )
    shown = {"法定到期": found.legal, "承诺到期": found.promised}
    return {name: "中止" if end is None else end.at.date().isoformat() for name, end in shown.items()}


def _at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(10), SHANGHAI)


RULES: Mapping[str, Callable[[Row], dict[str, str]]] = {
    "失业保险金期限": duration,
    "失业保险费用划转": unemployment_money,
    "工伤伤残待遇": injury,
    "因工死亡待遇": work_death,
    "遗属待遇": survivors,
    "资格认证": proof,
    "还款计划": recovery,
    "办理时限": due,
}
