"""Which account a person gets who enrols in another province.

国办发〔2009〕66号 第五条; 人社部规〔2016〕5号 第三条: 男性年满50周岁和女性年满40周岁、
未返回户籍所在地的，在原参保地继续保留基本养老保险关系，同时在新参保地建立临时基本养老保险缴费账户;
returning to the hukou place, or an approved job transfer, gives a general account at any age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from shebaotong.kernel.api import Explanation, Unknown
from shebaotong.rules.explaining import given
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Value
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.transfer.places import province, shown

Sex = Literal["M", "F"]

_ROWS = {"M": "male", "F": "female"}
_LIMITS = {"M": "男性建立临时缴费账户的年龄", "F": "女性建立临时缴费账户的年龄"}
_YES_NO = {True: "是", False: "否", None: "未知"}


class AccountKind(StrEnum):
    GENERAL = "general"
    """一般账户: the relation is transferred in."""
    TEMPORARY = "temporary"
    """临时缴费账户: a former relation stays where it is, and the months do not decide who pays."""


@dataclass(frozen=True, slots=True)
class AccountType:
    account: AccountKind
    relation_stays: bool | None
    """Whether a former relation stays at the previous place; None where an earlier one is not known."""
    explanation: Explanation


def account_type(
    *,
    sex: Sex | None,
    age: int | None,
    insured: str | None,
    hukou: str | None,
    first_enrolment: bool | None,
    approved_job_transfer: bool | None,
    as_of: date,
    parameters: Parameters,
) -> AccountType | Unknown:
    """General or temporary account for a person of ``age`` full years enrolling in ``insured``.

    ``insured`` and ``hukou`` are provinces. None means not known: the answer is Unknown, naming what to
    ask, unless the other facts settle it. Raises NotComputable for a negative age.
    """
    if age is not None and age < 0:
        raise NotComputable("年龄不能为负。", "an age cannot be negative")
    limits = parameters.find("transfer.temporary_account_age", on=as_of)
    if isinstance(limits, Unknown):
        return limits
    places = province(insured), province(hukou)
    at_home = None if None in places else places[0] == places[1]
    young = _below_limit(sex, age, limits)
    reasons = {
        "在户籍所在省参保": at_home,
        "属于经批准的工作调动": approved_job_transfer,
        "未达到建立临时账户的年龄": young,
    }
    held = [reason for reason, holds in reasons.items() if holds]
    if not held and None in reasons.values():
        return _ask({reason: holds for reason, holds in reasons.items() if holds is None})
    account = AccountKind.GENERAL if held else AccountKind.TEMPORARY
    inputs = (
        given("参保省", shown(insured)),
        given("户籍省", shown(hukou)),
        given("年龄", "未知" if age is None else f"{age}周岁"),
        *(given(reason, _YES_NO[holds]) for reason, holds in reasons.items()),
        *(limits.entry(_ROWS[each]).explain(name=_LIMITS[each]) for each in _possible(sex)),
    )
    return AccountType(
        account=account,
        relation_stays=_relation_stays(account, first_enrolment),
        explanation=Explanation(
            name="账户类别",
            value="一般账户" if held else "临时缴费账户",
            formula="、".join(held)
            if held
            else "不在户籍所在省参保，已达到规定年龄，且不属于经批准的工作调动",
            inputs=inputs,
            sources=(limits.source(),),
        ),
    )


def _below_limit(sex: Sex | None, age: int | None, limits: Value) -> bool | None:
    """Whether ``age`` lies below the limit of ``sex``; an unknown sex matters between the two limits only."""
    if age is None:
        return None
    answers = {age < limits.entry(_ROWS[each]).integer for each in _possible(sex)}
    return answers.pop() if len(answers) == 1 else None


def _possible(sex: Sex | None) -> tuple[Sex, ...]:
    return ("M", "F") if sex is None else (sex,)


def _relation_stays(account: AccountKind, first_enrolment: bool | None) -> bool | None:
    if account is AccountKind.GENERAL:
        return False
    return None if first_enrolment is None else not first_enrolment


def _ask(open_reasons: dict[str, bool | None]) -> Unknown:
    return Unknown(
        what="是否" + "、是否".join(open_reasons),
        whom="参保人或其户籍地、原参保地社会保险经办机构",
        en="What decides the kind of account (place, age, job transfer): ask the person or the agencies",
        detail=tuple(open_reasons),
    )
