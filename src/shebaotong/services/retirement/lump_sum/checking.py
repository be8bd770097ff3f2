"""What the record gives for a lump sum: age, months, other benefits, the account's balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shebaotong.kernel.api import Explanation, Fact, FactKind, Month, Text, Unknown, show
from shebaotong.rules.api import Category, NotComputable, Parameters, minimum_contribution, retirement_age
from shebaotong.services.retirement.lump_sum import wording

_SCHEME = "employee_pension"
_PENSIONS = ("employee_pension", "resident_pension")


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
        return Examined({"opinion": "disagree", "ground": "nothing_recorded"})
    elsewhere = [place for place in found[FactKind.PLACES].value.get("agencies", ()) if place != owner]
    remarks = (wording.elsewhere(elsewhere),) if elsewhere else ()
    if any(
        entry["benefit"] in _PENSIONS and entry["status"] != "ended"
        for entry in found[FactKind.ENTITLEMENTS].value.get("entitlements", ())
    ):
        return Examined({"opinion": "disagree", "ground": "draws_pension"}, remarks=remarks)
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
        asked = Unknown(what="个人账户储存额", whom="参保地社会保险经办机构个人账户管理岗位")
        return Examined({"opinion": "agree"}, (asked,), explanation, remarks)
    held = Explanation("个人账户储存额", f"{show(balance)} 元", note="登记系统当日的余额，含利息和转入")
    return Examined(
        {"opinion": "agree", "amount_fen": balance}, explanation=(*explanation, held), remarks=remarks
    )


def balance_fen(account: Fact) -> int:
    """The balance of every account of the scheme, temporary ones included."""
    return sum(
        entry["balance_fen"] for entry in account.value.get("accounts", ()) if entry["scheme"] == _SCHEME
    )
