"""What the record gives for a lump sum: age, months, other benefits, the account's balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shebaotong.kernel.api import (
    Explanation,
    Fact,
    FactKind,
    Month,
    Source,
    Text,
    Unknown,
    bears_name,
    name_remark,
    to_yuan,
)
from shebaotong.rules.api import Category, NotComputable, Parameters, minimum_contribution, retirement_age
from shebaotong.services.retirement.lump_sum import wording

_SCHEME = "employee_pension"
_PENSIONS = {"employee_pension": "职工基本养老金", "resident_pension": "城乡居民养老金"}
_ACCOUNTS = {"general": "一般账户", "temporary": "临时缴费账户"}
# From memory: the clause that pays the account out once has not been read.
_CLAUSE = Source("实施《中华人民共和国社会保险法》若干规定 第三条", verified=False)


@dataclass(frozen=True, slots=True)
class Examined:
    """``review`` is the reviewer's form as far as it could be filled in."""

    review: dict[str, Any]
    unknowns: tuple[Unknown, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    remarks: tuple[Text, ...] = ()


def examine(
    *,
    body: Mapping[str, Any],
    found: Mapping[FactKind, Fact],
    on: date,
    parameters: Parameters,
    owner: str,
) -> Examined:
    """The conditions one by one; a condition that fails settles the opinion, an unknown leaves it open."""
    person = found[FactKind.PERSON]
    if not person.known:
        nothing = Explanation("本市参保记录", "没有", note="按申请时提供的证件号码查询")
        return Examined({"opinion": "disagree", "ground": "nothing_recorded"}, explanation=(nothing,))
    named = name_remark(person.value, body["subject"]["name"])
    if named is not None and not bears_name(person.value, body["subject"]["name"]):
        return Examined({}, remarks=(named,))
    elsewhere = [place for place in found[FactKind.PLACES].value.get("agencies", ()) if place != owner]
    noted = (named, wording.elsewhere(elsewhere) if elsewhere else None)
    remarks = tuple(each for each in noted if each is not None)
    drawn = tuple(
        Explanation("正在领取的待遇", _PENSIONS[entry["benefit"]], note=f"自{entry['from']}起")
        for entry in found[FactKind.ENTITLEMENTS].value.get("entitlements", ())
        if entry["benefit"] in _PENSIONS and entry["status"] != "ended"
    )
    if drawn:
        return Examined(
            {"opinion": "disagree", "ground": "draws_pension"}, explanation=drawn, remarks=remarks
        )
    birth = Month.parse(person.value["birth"][:7])
    months = found[FactKind.CONTRIBUTIONS].value.get("paid_months", {}).get(_SCHEME, 0)
    try:
        age = retirement_age(
            category=Category(body["category"]), birth=birth, as_of=on, parameters=parameters
        )
    except NotComputable as impossible:
        return Examined({}, remarks=(*remarks, impossible.text))
    if isinstance(age, Unknown):
        return Examined({}, unknowns=(age,), remarks=remarks)
    least = minimum_contribution(year=age.month.year, as_of=on, parameters=parameters)
    if isinstance(least, Unknown):
        return Examined({}, unknowns=(least,), explanation=(age.explanation,), remarks=remarks)
    paid = Explanation("本市累计缴费月数", f"{months} 个月")
    explanation = (age.explanation, least.explanation, paid)
    if Month.of(on) < age.month:
        refused = {"opinion": "disagree", "ground": "age_not_reached"}
        return Examined(refused, explanation=explanation, remarks=remarks)
    if months >= least.months:
        refused = {"opinion": "disagree", "ground": "monthly_pension_due"}
        return Examined(refused, explanation=explanation, remarks=remarks)
    return _agreed(found[FactKind.ACCOUNT], explanation, remarks)


def _agreed(account: Fact, explanation: tuple[Explanation, ...], remarks: tuple[Text, ...]) -> Examined:
    balance = balance_fen(account)
    if balance <= 0:
        asked = Unknown(
            what="个人账户储存额",
            whom="参保地社会保险经办机构个人账户管理岗位",
            en="Individual account balance: ask who keeps the accounts there",
        )
        return Examined({"opinion": "agree"}, (asked,), explanation, remarks)
    return Examined(
        {"opinion": "agree", "amount_fen": balance},
        explanation=(*explanation, _amount(account, balance)),
        remarks=remarks,
    )


def _amount(account: Fact, balance: int) -> Explanation:
    """The whole balance, temporary accounts included, as the register held it on the day."""
    return Explanation(
        name="一次性待遇",
        value=f"{to_yuan(balance)} 元",
        formula="个人账户储存额全部一次支付",
        inputs=tuple(
            Explanation(
                f"个人账户储存额（{_ACCOUNTS[entry['kind']]}）",
                f"{to_yuan(entry['balance_fen'])} 元",
                note=f"登记系统{account.as_of.isoformat()}的余额，含利息和转入",
            )
            for entry in account.value.get("accounts", ())
            if entry["scheme"] == _SCHEME
        ),
        sources=(_CLAUSE,),
    )


def entered(amount_fen: int, reason: str) -> Explanation:
    """An amount that is not the account's balance, with the reviewer's reason."""
    return Explanation("一次性待遇", f"{to_yuan(amount_fen)} 元", formula="由复核人录入", note=reason)


def balance_fen(account: Fact) -> int:
    """The balance of every account of the scheme, temporary ones included."""
    return sum(
        entry["balance_fen"] for entry in account.value.get("accounts", ()) if entry["scheme"] == _SCHEME
    )
