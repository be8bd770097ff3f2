"""Looking for a person at one's own agency: by equality, masked, each hit logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shebaotong.kernel.api import (
    BadName,
    IdentifierKind,
    Text,
    mask_name,
    mask_number,
    mask_phone,
    name_spellings,
    normalise_name,
    normalise_number,
)
from shebaotong.registry import refusal
from shebaotong.registry.models import FormerName, IdentityDocument, Person
from shebaotong.registry.reading import Reader, Reading, log
from shebaotong.registry.resolving import require, resolve
from shebaotong.registry.tokens import keys_of, typed_pinyin
from shebaotong.store.api import agency_context

_LONGEST_ASKED = 32


@dataclass(frozen=True, slots=True)
class Found:
    """One person as a list shows them; the numbers are masked."""

    person: int
    """The agency's own number of the record, for ``unmask`` and for the next page."""
    name: str
    former_names: tuple[str, ...]
    sex: str
    birth: date
    hukou_region: str
    phone: str
    numbers: tuple[str, ...]
    synthetic: bool


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of those who were found."""

    people: tuple[Found, ...]
    next: int | None
    """Where the next page begins: pass it as ``after``; None on the last page."""


@dataclass(frozen=True, slots=True)
class FullNumber:
    """A document's whole number, seen on purpose."""

    kind: str
    number: str
    country: str


def find_people(
    *,
    agency: str,
    reader: Reader,
    purpose: Text,
    now: datetime,
    name: str = "",
    pinyin: str = "",
    last_four: str = "",
    number: str = "",
    case_number: str = "",
    after: int = 0,
    limit: int = 20,
) -> FoundPage:
    """People of the agency who fit everything that is given, in order of their record's number.

    ``after`` is the ``next`` of the page before. Former names count, and a name in traditional characters is
    that in simplified ones. Every person shown is logged as read, and a search that finds nobody is logged,
    too. Raises RegistryRefused where nothing to look for is given, or what can be no name, reading or number:
    no register is read then.
    """
    if not any((name, pinyin, last_four, number)):
        raise refusal.bad_data(
            "find_people", "a name, its pinyin, the last four digits or a number is needed"
        )
    with agency_context(agency=agency):
        people = Person.objects.filter(agency=agency, pk__gt=after)
        for wanted in _conditions(agency, name, pinyin, last_four, number):
            people = people.filter(pk__in=wanted)
        # One more tells whether there is a next page; only who is shown is logged.
        page = list(people.prefetch_related("documents", "former_names").order_by("pk")[: limit + 1])
        found = tuple(_found(person) for person in page[:limit])
        readings = [Reading("search", purpose, one.person) for one in found]
        if not readings:
            readings = [Reading("search", purpose, None, _sought(name, pinyin, last_four, number), number)]
        log(agency=agency, readings=readings, reader=reader, case_number=case_number, now=now)
    return FoundPage(found, found[-1].person if len(page) > limit else None)


def unmask(
    *, agency: str, person: int, reader: Reader, purpose: Text, case_number: str, now: datetime
) -> tuple[FullNumber, ...]:
    """The whole numbers of one person's documents; logged as ``unmask``. Raises RegistryRefused."""
    with agency_context(agency=agency):
        found = Person.objects.filter(agency=agency, pk=person).first()
        if found is None:
            raise refusal.unknown_person()
        log(
            agency=agency,
            readings=[Reading("unmask", purpose, found.pk)],
            reader=reader,
            case_number=case_number,
            now=now,
        )
        return tuple(
            FullNumber(document.kind, document.number, document.country)
            for document in found.documents.order_by("id")
        )


def note_unmasking(
    *,
    agency: str,
    identifier: str,
    identifier_kind: str,
    reader: Reader,
    purpose: Text,
    case_number: str,
    now: datetime,
    what: str = "unmask",
) -> None:
    """Log that somebody has seen the whole number of a case's person, whom this register need not hold.

    ``what``: ``file`` where it was a paper that was handed in.
    """
    kind = IdentifierKind(identifier_kind)
    with agency_context(agency=agency):
        person = resolve(agency=agency, kind=identifier_kind, number=identifier)
        masked = mask_number(kind, normalise_number(identifier)[:_LONGEST_ASKED])
        readings = [Reading(what, purpose, person, masked, identifier)]
        log(agency=agency, readings=readings, reader=reader, case_number=case_number, now=now)


def contact_phone(
    *,
    agency: str,
    identifier: str,
    identifier_kind: str,
    reader: Reader,
    purpose: Text,
    case_number: str,
    now: datetime,
) -> str:
    """The whole phone number on file, to send a message to; logged as ``contact``. Empty: none on file."""
    with agency_context(agency=agency):
        person = require(agency=agency, kind=identifier_kind, number=identifier)
        readings = [Reading("contact", purpose, person)]
        log(agency=agency, readings=readings, reader=reader, case_number=case_number, now=now)
        return Person.objects.get(agency=agency, pk=person).phone


def _sought(name: str, pinyin: str, last_four: str, number: str) -> str:
    """What was looked for, so that the log says enough and holds no whole number."""
    if number:
        return mask_number(IdentifierKind.PASSPORT, normalise_number(number)[:_LONGEST_ASKED])
    return (last_four or (mask_name(name) if name else pinyin))[:_LONGEST_ASKED]


def _conditions(agency: str, name: str, pinyin: str, last_four: str, number: str) -> list[Any]:
    """One query for each thing given; each is an equality on a stored token, so that its index serves."""
    wanted: list[Any] = []
    tokens: dict[str, tuple[str, ...]] = {}
    if name:
        tokens["name"] = _names(name)
    if pinyin:
        tokens["pinyin"] = _read(typed_pinyin(pinyin))
    for column, sought in tokens.items():
        now_called = Person.objects.filter(agency=agency, **{f"{column}__in": sought}).values("pk")
        once_called = FormerName.objects.filter(agency=agency, **{f"{column}__in": sought}).values("person")
        wanted.append(now_called.union(once_called, all=True))
    documents = IdentityDocument.objects.filter(agency=agency).values("person")
    if last_four:
        (last,) = _read(normalise_number(last_four)[-4:])
        wanted.append(documents.filter(last_four=last))
    if number:
        wanted.append(documents.filter(key__in=_keys(number)))
    return wanted


def _names(typed: str) -> tuple[str, ...]:
    try:
        return name_spellings(normalise_name(typed))
    except BadName as error:
        raise refusal.RegistryRefused("bad_name", error.text) from None


def _read(token: str) -> tuple[str]:
    """A token to look for. Nothing but marks leaves none, which would fit the whole register."""
    if not token:
        raise refusal.nothing_sought()
    return (token,)


def _keys(number: str) -> tuple[str, ...]:
    if keys := keys_of(kind="", number=number):
        return keys
    raise refusal.not_a_number()


def _found(person: Person) -> Found:
    return Found(
        person=person.pk,
        name=person.name,
        former_names=tuple(former.name for former in person.former_names.all()),
        sex=person.sex,
        birth=person.birth,
        hukou_region=person.hukou_region,
        phone=mask_phone(person.phone),
        numbers=tuple(
            mask_number(IdentifierKind(document.kind), document.number) for document in person.documents.all()
        ),
        synthetic=person.synthetic,
    )
