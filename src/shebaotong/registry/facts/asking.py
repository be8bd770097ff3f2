"""Answering the questions of an item: from the agency's own records, each reading logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shebaotong.kernel.api import Fact, FactKind, FactQuery
from shebaotong.registry import refusal
from shebaotong.registry.facts import benefits, insurance, person
from shebaotong.registry.facts.reading_all import Asked, FoundRows, Question, read_of
from shebaotong.registry.reading import Reader
from shebaotong.store.api import agency_context

_CHINA = ZoneInfo("Asia/Shanghai")
Describe = Callable[[FoundRows, dict[str, Any]], dict[str, Any]]
"""(what the register tells, details) -> the value."""

_OF_SCHEMES = frozenset({FactKind.ENROLMENTS, FactKind.CONTRIBUTIONS, FactKind.ACCOUNT})
_ABOUT_PERSON: dict[FactKind, tuple[Describe, frozenset[str]]] = {
    FactKind.PERSON: (person.describe_person, frozenset()),
    FactKind.ENROLMENTS: (insurance.describe_enrolments, frozenset({"kind"})),
    FactKind.CONTRIBUTIONS: (insurance.describe_contributions, frozenset({"kind"})),
    FactKind.ACCOUNT: (insurance.describe_account, frozenset({"kind"})),
    FactKind.ENTITLEMENTS: (benefits.describe_entitlements, frozenset()),
    FactKind.PAYMENTS: (benefits.describe_payments, frozenset({"limit"})),
}
"""How each kind is answered, and which details it takes besides ``country`` of a passport."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for one case, or by one person."""

    queries: Sequence[FactQuery]
    reader: Reader
    case_number: str
    now: datetime


def read_facts(
    *, agency: str, queries: Sequence[FactQuery], reader: Reader, case_number: str, now: datetime
) -> tuple[Fact, ...]:
    """One fact for each query, in order; each reading of a person is logged in the same transaction.

    A number that the register does not hold gives ``known=False``. Raises RegistryRefused for unknown
    details, schemes and kinds of number. The shapes stand above the describing functions.
    """
    (answer,) = read_together(agency=agency, asked=[Asking(queries, reader, case_number, now)])
    return answer


def read_together(*, agency: str, asked: Sequence[Asking]) -> list[tuple[Fact, ...]]:
    """The same for several cases, read by one call of the database."""
    questions = {
        (place, about): _question(about, queries, each)
        for place, each in enumerate(asked)
        for about, queries in _by_person(each.queries).items()
    }
    with agency_context(agency=agency, savepoint=False):
        found = read_of(agency=agency, questions=list(questions.values()))
        rows = dict(zip(questions, found, strict=True))
        return [
            tuple(
                _fact(agency, query, person.describe_employer(agency, query.identifier), each.now)
                if query.kind is FactKind.EMPLOYER
                else _fact(agency, query, _described(query, rows[place, _asked(query)]), each.now)
                for query in each.queries
            )
            for place, each in enumerate(asked)
        ]


def _by_person(queries: Sequence[FactQuery]) -> dict[Asked, list[FactQuery]]:
    """The queries about people, by whom they are about. Raises RegistryRefused."""
    about: dict[Asked, list[FactQuery]] = {}
    for query in queries:
        if query.kind is FactKind.EMPLOYER:
            _refuse_unknown_details(query, frozenset())
            continue
        if query.kind not in _ABOUT_PERSON:
            raise refusal.unknown_code("kind of fact of a register", query.kind)
        _refuse_unknown_details(query, _ABOUT_PERSON[query.kind][1])
        about.setdefault(_asked(query), []).append(query)
    return about


def _asked(query: FactQuery) -> Asked:
    return Asked(query.identifier_kind, query.identifier, query.details.get("country", ""))


def _question(about: Asked, queries: Sequence[FactQuery], asking: Asking) -> Question:
    """All questions about one person as one."""
    schemes = {
        scheme
        for query in queries
        if query.kind in _OF_SCHEMES
        for scheme in insurance.schemes_asked(query.details)
    }
    most = [benefits.payments_asked(query.details) for query in queries if query.kind is FactKind.PAYMENTS]
    return Question(
        about=about,
        wanted=dict.fromkeys(query.kind.value for query in queries),
        schemes=sorted(schemes),
        proofs=benefits.LAST_PROOFS,
        # One more tells whether there are more.
        payments=max(most, default=0) + 1,
        purposes=[(query.kind.value, query.purpose) for query in queries],
        reader=asking.reader,
        case_number=asking.case_number,
        now=asking.now,
    )


def _described(query: FactQuery, rows: FoundRows | None) -> dict[str, Any] | None:
    return None if rows is None else _ABOUT_PERSON[query.kind][0](rows, query.details)


def _fact(agency: str, query: FactQuery, value: dict[str, Any] | None, now: datetime) -> Fact:
    return Fact(
        kind=query.kind,
        known=value is not None,
        value=value or {},
        source=agency,
        as_of=now.astimezone(_CHINA).date(),
    )


def _refuse_unknown_details(query: FactQuery, takes: frozenset[str]) -> None:
    unknown = set(query.details) - takes - {"country"}
    if unknown:
        raise refusal.bad_data(query.kind.value, f"unknown details {sorted(unknown)}")
