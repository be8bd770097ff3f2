"""From what registers have answered to the facts that a claim is computed from.

The own register's answers are the facts that the engine recorded with an outcome. Other cities' answers stand
in the documents that resumed the claim. Both have the same form: paid months with their bases, spells with
their kind of account, balances.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Fact,
    FactKind,
    IdentifierKind,
    Month,
    Period,
    Unknown,
    region_title,
    to_yuan,
)
from shebaotong.rules.api import (
    AccountKind,
    Category,
    ClaimFacts,
    Quantity,
    RecordedStretch,
    Sex,
    Stretch,
    ToldMonths,
    stated,
)

SCHEME = "employee_pension"


@dataclass(frozen=True, slots=True)
class _Answers:
    """What one agency, the own or another, has answered about the person.

    A city answers with a ``record``, month by month, or with a number of months only, ``told``; each is None
    where it gave none.
    """

    agency: str
    record: Mapping[str, Any] | None
    told: int | None


def claim_facts(
    *, view: CaseView, application: Document, facts: Mapping[FactKind, Fact]
) -> ClaimFacts | Unknown:
    """What is known so far. Raises NotComputable for facts that contradict one another."""
    body = application.body or {}
    person = _value(facts, FactKind.PERSON)
    if not person.get("birth"):
        return Unknown(
            "申请人的出生年月（以档案和身份证为准）",
            "申请人",
            en="Month of birth, by file and identity card: ask the applicant",
        )
    answers = [_own(view.me, facts), *_of_others(view)]
    records = [(each.agency, each.record) for each in answers if each.record is not None]
    return ClaimFacts(
        birth=Month.of(date.fromisoformat(str(person["birth"]))),
        sex=cast(Sex, person["sex"]) if person.get("sex") in ("M", "F") else None,
        category=Category(body["category"]),
        hukou=str(person.get("hukou_region") or "") or None,
        without_hukou=not person.get("hukou_region")
        and IdentifierKind(body["subject"]["identifier_kind"]).has_no_hukou,
        place=view.me,
        wanted=Month.parse(body["wanted_from"]),
        recorded=tuple(each for agency, record in records for each in _stretches(agency, record)),
        told=tuple(
            ToldMonths(each.agency, city(each.agency), each.told) for each in answers if each.told is not None
        ),
        accounts=tuple(_account(agency, record) for agency, record in records if record["accounts"]),
        accounts_missing=tuple(city(each.agency) for each in answers if _lacks_account(each)),
        deemed_claimed=bool(body["deemed_years"]),
        late_agreement=bool(body.get("late_agreement", False)),
    )


def _value(facts: Mapping[FactKind, Fact], kind: FactKind) -> Mapping[str, Any]:
    return facts[kind].value if kind in facts and facts[kind].known else {}


def _own(me: str, facts: Mapping[FactKind, Fact]) -> _Answers:
    """The own register's facts in the form in which another city answers."""
    years = [
        year for year in _value(facts, FactKind.CONTRIBUTIONS).get("years", ()) if year["kind"] == SCHEME
    ]
    spells = [
        spell for spell in _value(facts, FactKind.ENROLMENTS).get("spells", ()) if spell["kind"] == SCHEME
    ]
    accounts = [
        entry for entry in _value(facts, FactKind.ACCOUNT).get("accounts", ()) if entry["scheme"] == SCHEME
    ]
    account = facts.get(FactKind.ACCOUNT)
    as_of = "" if account is None else account.as_of.isoformat()
    record = {"years": years, "spells": spells, "accounts": accounts, "as_of": as_of}
    return _Answers(me, record, None)


def _of_others(view: CaseView) -> list[_Answers]:
    """The newest answer of each city that has answered with months."""
    found: dict[str, _Answers] = {}
    for document in view.documents:
        if document.name != "resume" or document.body is None:
            continue
        result = document.body["result"]
        agency, answer = str(result.get("agency") or ""), result.get("answer", {})
        if answer.get("status") == "not_our_person":
            # Whatever stands there beside it is another person's.
            found.pop(agency, None)
            continue
        record, months = answer.get("record"), answer.get("insured_months")
        if agency and (record is not None or months is not None):
            found[agency] = _Answers(agency, record, None if record is not None else int(months))
    return list(found.values())


def _stretches(agency: str, record: Mapping[str, Any]) -> Iterator[RecordedStretch]:
    """Runs of paid months of one kind of account; what was transferred out or merged counts elsewhere."""
    bases: dict[Month, Decimal] = {}
    kinds: dict[Month, AccountKind] = {}
    spells = [_spell(spell) for spell in record["spells"]]
    for year in record["years"]:
        for place, (base, paid) in enumerate(zip(year["bases_fen"], year["paid"], strict=True), start=1):
            month = Month(year["year"], place)
            kind = _kind(month, spells) if paid else None
            if kind is None:
                continue
            kinds[month] = kind
            if base is not None:
                bases[month] = to_yuan(base)
    for number, (kind, period) in enumerate(_runs(kinds)):
        yield RecordedStretch(
            stretch=Stretch(f"{agency}-{number}", agency, period, account=kind),
            bases={month: bases[month] for month in period if month in bases},
        )


def _spell(spell: Mapping[str, Any]) -> tuple[Period, bool, AccountKind]:
    """(months, still counts here, kind of account)."""
    end = Month.parse(spell["end"]) if spell["end"] else None
    kind = AccountKind(spell.get("account_kind") or AccountKind.GENERAL.value)
    return Period(Month.parse(spell["start"]), end), spell.get("status", "normal") == "normal", kind


def _kind(month: Month, spells: Sequence[tuple[Period, bool, AccountKind]]) -> AccountKind | None:
    """The kind of account that a paid month went into; None where it counts at another place now."""
    covering = [(counts, kind) for period, counts, kind in spells if month in period]
    if not covering:
        return AccountKind.GENERAL
    return next((kind for counts, kind in covering if counts), None)


def _runs(kinds: Mapping[Month, AccountKind]) -> Iterator[tuple[AccountKind, Period]]:
    ordered = sorted(kinds, key=lambda month: month.ordinal)
    # Months that follow one another differ from their place in the list by the same number.
    for _, group in groupby(enumerate(ordered), key=lambda at: (at[1].ordinal - at[0], kinds[at[1]])):
        months = [month for _, month in group]
        yield kinds[months[0]], Period(months[0], months[-1])


def _account(agency: str, record: Mapping[str, Any]) -> Quantity:
    balance = sum(entry["balance_fen"] for entry in record["accounts"])
    day = f"登记系统{record['as_of']}的余额，含利息和转入" if record["as_of"] else "登记系统的余额"
    return stated(f"{city(agency)}个人账户储存额", to_yuan(balance), "元", note=day)


def _lacks_account(answers: _Answers) -> bool:
    if answers.record is None:
        return True
    paid = any(any(year["paid"]) for year in answers.record["years"])
    return paid and not answers.record["accounts"]


def city(agency: str) -> str:
    return region_title(agency) or agency
