"""Answering the questions of an item: from the agency's own records, each reading logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shebaotong.kernel.api import Fact, FactKind, FactQuery, IdentifierKind, mask_number, normalise_number
from shebaotong.registry import refusal
from shebaotong.registry.facts import benefits, insurance, person
from shebaotong.registry.reading import Reader, Reading, log
from shebaotong.registry.resolving import resolve
from shebaotong.store.api import agency_context

_CHINA = ZoneInfo("Asia/Shanghai")
Describe = Callable[[str, int, dict[str, Any]], dict[str, Any]]
"""(agency, person, details) -> the value."""

_ABOUT_PERSON: dict[FactKind, tuple[Describe, frozenset[str]]] = {
    FactKind.PERSON: (person.describe_person, frozenset()),
    FactKind.ENROLMENTS: (insurance.describe_enrolments, frozenset({"kind"})),
    FactKind.CONTRIBUTIONS: (insurance.describe_contributions, frozenset({"kind"})),
    FactKind.ACCOUNT: (insurance.describe_account, frozenset({"kind"})),
    FactKind.ENTITLEMENTS: (benefits.describe_entitlements, frozenset()),
    FactKind.PAYMENTS: (benefits.describe_payments, frozenset({"limit"})),
}
"""How each kind is answered, and which details it takes besides ``country`` of a passport."""


def read_facts(
    *, agency: str, queries: Sequence[FactQuery], reader: Reader, case_number: str, now: datetime
) -> tuple[Fact, ...]:
    """One fact for each query, in order; each reading of a person is logged in the same transaction.

    A number that the register does not hold gives ``known=False``. Raises RegistryRefused for unknown
    details, schemes and kinds of number. The shapes stand above the describing functions.
    """
    people: dict[tuple[str, str, str], int | None] = {}
    facts, readings = [], []
    with agency_context(agency=agency, savepoint=False):
        for query in queries:
            if query.kind is FactKind.EMPLOYER:
                facts.append(_employer(agency, query, now))
                continue
            if query.kind not in _ABOUT_PERSON:
                raise refusal.unknown_code("kind of fact of a register", query.kind)
            describe, takes = _ABOUT_PERSON[query.kind]
            _refuse_unknown_details(query, takes)
            country = query.details.get("country", "")
            asked = (query.identifier_kind, query.identifier, country)
            if asked not in people:
                people[asked] = resolve(agency=agency, kind=asked[0], number=asked[1], country=country)
            found = people[asked]
            value = None if found is None else describe(agency, found, query.details)
            facts.append(_fact(agency, query, value, now))
            readings.append(Reading(query.kind.value, query.purpose, found, _masked(query), query.identifier))
        log(agency=agency, readings=readings, reader=reader, case_number=case_number, now=now)
    return tuple(facts)


def _employer(agency: str, query: FactQuery, now: datetime) -> Fact:
    _refuse_unknown_details(query, frozenset())
    return _fact(agency, query, person.describe_employer(agency, query.identifier), now)


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


def _masked(query: FactQuery) -> str:
    number = normalise_number(query.identifier)[:32]
    kind = IdentifierKind(query.identifier_kind) if query.identifier_kind else IdentifierKind.PASSPORT
    return mask_number(kind, number)
