"""Groups of vectors about moving between provinces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from shebaotong.rules.transfer.account_type import AccountKind, Sex, account_type
from shebaotong.rules.transfer.benefit_place import (
    BenefitPlace,
    Spell,
    benefit_place,
    benefit_place_without_hukou,
)
from shebaotong.rules.transfer.funds import BaseRun, transfer_funds
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs, known

_ACCOUNTS = {
    AccountKind.GENERAL: "general_account_transfer_in",
    AccountKind.TEMPORARY: "temporary_account",
}


def _funds(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        transfer_funds(
            runs=[
                BaseRun(monthly_base=run.money("monthly_base"), months=run.whole("months"))
                for run in inputs.records("post_1998_bases")
            ],
            account=inputs.money("account_balance_transferable"),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {
        "pool_transfer": str(found.pool),
        "account_transfer": str(found.account),
        "total": str(found.total),
    }


def _account_type(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = known(
        account_type(
            sex=cast(Sex, inputs.one_of("sex", "M", "F")) if "sex" in inputs else None,
            age=inputs.whole("age_full_years", most=150) if "age_full_years" in inputs else None,
            insured=inputs.text("insured_province") if "insured_province" in inputs else None,
            hukou=inputs.text("hukou_province") if "hukou_province" in inputs else None,
            first_enrolment=_flag(inputs, "first_enrolment"),
            approved_job_transfer=_flag(inputs, "approved_job_transfer"),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return {"account": _ACCOUNTS[found.account]}


def _flag(inputs: Inputs, key: str) -> bool | None:
    return inputs.flag(key) if key in inputs else None


def _spells(inputs: Inputs) -> list[Spell]:
    return [
        Spell(
            place=spell.text("prov"),
            months=spell.whole("months"),
            order=spell.whole("seq"),
            account=AccountKind(spell.one_of("acct", *AccountKind)),
        )
        for spell in inputs.records("segments")
    ]


def _benefit_place(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    if inputs.is_none("hukou_province"):
        return _without_hukou(inputs, context, "relation_province_at_claim")
    found = known(
        benefit_place(
            hukou=inputs.text("hukou_province"),
            relation=inputs.text("relation_province_at_claim"),
            spells=_spells(inputs),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return _place(found)


def _benefit_place_without_hukou(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    return _without_hukou(inputs, context, "relation")


def _without_hukou(inputs: Inputs, context: Context, relation: str) -> Mapping[str, Any]:
    found = known(
        benefit_place_without_hukou(
            relation=inputs.text(relation) if relation in inputs else None,
            spells=_spells(inputs),
            as_of=context.as_of,
            parameters=context.parameters,
        )
    )
    return _place(found)


def _place(found: BenefitPlace) -> Mapping[str, Any]:
    return {"benefit_province": found.province, "branch": found.branch.value}


GROUPS: Mapping[str, Group] = {
    "transfer_funds": Group(("pool_transfer", "account_transfer", "total"), _funds),
    "account_type": Group(("account",), _account_type),
    "benefit_place": Group(("benefit_province", "branch"), _benefit_place),
    "benefit_place_without_hukou": Group(("benefit_province", "branch"), _benefit_place_without_hukou),
}
