"""How the example tables about moving between provinces and schemes are put to the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from shebaotong.kernel.api import Period, Unknown, round_to_fen
from shebaotong.rules.api import (
    AccountKind,
    BaseRun,
    Branch,
    Direction,
    PaidSpell,
    ResidentPayment,
    Spell,
    account_type,
    account_year,
    benefit_place,
    benefit_place_without_hukou,
    count_once,
    link_schemes,
    transfer_funds,
)
from support.expert import AS_OF, PARAMETERS, Row, known, money, number

PLACES = {
    "广东": "44",
    "广西": "45",
    "贵州": "52",
    "江西": "36",
    "福建": "35",
    "上海": "31",
    "兵团": "XPCC",
    "新疆": "65",
}
NAMES = {code: name for name, code in PLACES.items()}
ACCOUNTS = {"一般账户": AccountKind.GENERAL, "临时账户": AccountKind.TEMPORARY}
BRANCHES = {
    Branch.HUKOU: "关系在户籍地",
    Branch.CURRENT: "现参保地满十年",
    Branch.PREVIOUS: "上一个满十年的参保地",
    Branch.FALLBACK: "归集到户籍地",
    Branch.LONGEST: "年限最长的参保地",
}
YES = {"是": True, "否": False, "未知": None}


def period(text: str) -> Period:
    """``2020-01至2020-12``."""
    start, end = text.split("至")
    return Period(Row({"始": start}).month("始"), Row({"止": end}).month("止"))


def spells(text: str) -> list[Spell]:
    """``广东180、广西临时6``: the spells of a life in their order, general accounts unless said otherwise."""
    made = []
    for order, part in enumerate(text.split("、"), start=1):
        found = re.fullmatch(r"(\D+?)(临时)?(\d+)", part)
        assert found is not None, part
        kind = AccountKind.TEMPORARY if found[2] else AccountKind.GENERAL
        made.append(Spell(PLACES[found[1]], int(found[3]), order, kind))
    return made


def paying_place(row: Row) -> dict[str, str]:
    hukou, relation = row["户籍"], row.get("关系所在地")
    life = spells(row["经历"])
    place = None if relation is None else PLACES[relation]
    if hukou == "无":
        found = known(
            benefit_place_without_hukou(relation=place, spells=life, as_of=AS_OF, parameters=PARAMETERS)
        )
    else:
        assert place is not None
        found = known(
            benefit_place(
                hukou=PLACES[hukou], relation=place, spells=life, as_of=AS_OF, parameters=PARAMETERS
            )
        )
    return {"待遇领取地": NAMES[found.province], "理由": BRANCHES[found.branch]}


def account(row: Row) -> dict[str, str]:
    insured, hukou = row["参保地"], row.get("户籍")
    found = account_type(
        sex={"男": "M", "女": "F"}[row["性别"]],  # type: ignore[arg-type]
        age=number(row, "周岁"),
        insured=PLACES[insured],
        hukou=None if hukou is None else PLACES[hukou],
        first_enrolment=YES[row.get("首次参保") or "未知"],
        approved_job_transfer=YES[row.get("组织调动") or "未知"],
        as_of=AS_OF,
        parameters=PARAMETERS,
    )
    if isinstance(found, Unknown):
        return {"账户": "需要核实", "核实": "、".join(found.detail)}
    names = {kind: name for name, kind in ACCOUNTS.items()}
    stays = {True: "保留在原参保地", False: "转入或新建", None: "未知"}
    return {"账户": names[found.account], "原关系": stays[found.relation_stays]}


def funds(row: Row) -> dict[str, str]:
    runs = []
    for part in row["缴费"].split("、"):
        base, months = part.split("×")
        runs.append(BaseRun(Decimal(base), int(months)))
    found = known(
        transfer_funds(runs=runs, account=row.money("个人账户"), as_of=AS_OF, parameters=PARAMETERS)
    )
    return {"统筹基金": str(found.pool), "转移总额": str(found.total)}


def interest(row: Row) -> dict[str, str]:
    year = int(row["年份"])
    months = period(row["记账月份"])
    credit = row.money("每月记账")
    found = known(
        account_year(
            year=year,
            opening=row.money("上年末"),
            credits=dict.fromkeys(months, credit),
            parameters=PARAMETERS,
        )
    )
    return {"利息": str(found.interest), "年末": str(round_to_fen(found.closing))}


def overlap(row: Row) -> dict[str, str]:
    made = []
    for part in row["参保"].split("、"):
        name, run, credit = part.split(" ")
        made.append(PaidSpell(name, PLACES[name], period(run), Decimal(credit)))
    keep = row.get("保留")
    found = count_once(spells=made, keep=None if keep is None else [keep], as_of=AS_OF, parameters=PARAMETERS)
    if isinstance(found, Unknown):
        return {"计算月数": "需要协商"}
    return {"计算月数": str(found.months), "退还": str(found.refund)}


def link(row: Row) -> dict[str, str]:
    employee, resident = row.get("职工缴费"), row.get("居民缴费")
    payments = (
        [ResidentPayment(period(resident), row.money("个人缴费"), money(row, "集体补助") or Decimal(0))]
        if resident
        else []
    )
    found = known(
        link_schemes(
            employee=[period(part) for part in employee.split("、")] if employee else [],
            resident=payments,
            employee_account=row.money("职工账户"),
            resident_account=row.money("居民账户"),
            drawing=False,
            as_of=AS_OF,
            parameters=PARAMETERS,
        )
    )
    names = {Direction.TO_EMPLOYEE: "居民转职工", Direction.TO_RESIDENT: "职工转居民"}
    return {
        "方向": names[found.direction],
        "合计月数": str(found.months),
        "退还": str(found.refund),
        "合并账户": str(found.merged),
    }


RULES: Mapping[str, Callable[[Row], dict[str, str]]] = {
    "待遇领取地": paying_place,
    "账户类别": account,
    "转移基金": funds,
    "个人账户年度利息": interest,
    "重复缴费": overlap,
    "城乡制度衔接": link,
}
