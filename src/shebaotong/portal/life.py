"""A person's insured life as an agency's register tells it, in the form in which the rules ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shebaotong.kernel.api import Fact, FactKind, FactQuery, Month, Period, Sex, Text, to_yuan
from shebaotong.rules.api import (
    AccountKind,
    Category,
    InsuranceHistory,
    PensionScheme,
    Quantity,
    Stretch,
    stated,
)

ASKED = (FactKind.PERSON, FactKind.ENROLMENTS, FactKind.ACCOUNT)
"""What a question about somebody's insured life reads."""

_SCHEMES = {"employee_pension": PensionScheme.EMPLOYEE, "resident_pension": PensionScheme.RESIDENT}


def questions(*, identifier: str, identifier_kind: str, purpose: Text) -> tuple[FactQuery, ...]:
    return tuple(FactQuery(kind, identifier, purpose, identifier_kind) for kind in ASKED)


def history_of(*, facts: Mapping[str, Sequence[Fact]], category: Category | None) -> InsuranceHistory | None:
    """The life that the registers of these agencies tell together; None where none holds the person.

    ``facts``: agency code to its answers to :func:`questions`. A woman's ``category`` needs evidence of
    her post and is never read from her sex.
    """
    people = [fact.value for found in facts.values() for fact in found if _is(fact, FactKind.PERSON)]
    if not people:
        return None
    person = people[0]
    return InsuranceHistory(
        birth=Month.of(date.fromisoformat(person["birth"])),
        sex="M" if person["sex"] == Sex.MALE.value else "F",
        category=category or (Category.MALE if person["sex"] == Sex.MALE.value else None),
        hukou=person.get("hukou_region") or None,
        stretches=tuple(
            stretch
            for agency, found in facts.items()
            for fact in found
            if _is(fact, FactKind.ENROLMENTS)
            for stretch in _stretches(agency, fact.value)
        ),
        account=_account(facts),
    )


def _is(fact: Fact, kind: FactKind) -> bool:
    return fact.kind is kind and fact.known


def _stretches(agency: str, value: Mapping[str, Any]) -> list[Stretch]:
    return [
        Stretch(
            code=f"{agency}-{place}",
            place=agency,
            period=Period(Month.parse(spell["start"]), Month.parse(spell["end"]) if spell["end"] else None),
            scheme=_SCHEMES[spell["kind"]],
            account=AccountKind(spell.get("account_kind") or AccountKind.GENERAL.value),
        )
        for place, spell in enumerate(value.get("spells", ()))
        if spell["kind"] in _SCHEMES and spell["status"] == "normal"
    ]


def _account(facts: Mapping[str, Sequence[Fact]]) -> Quantity | None:
    """The employees' account of all agencies together, in yuan; None where none is recorded."""
    balances = [
        entry["balance_fen"]
        for found in facts.values()
        for fact in found
        if _is(fact, FactKind.ACCOUNT)
        for entry in fact.value.get("accounts", ())
        if entry["scheme"] == "employee_pension"
    ]
    if not balances:
        return None
    return stated("个人账户储存额", to_yuan(sum(balances)), "元")
