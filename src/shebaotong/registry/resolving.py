"""From a number to the agency's own record of the person."""

from __future__ import annotations

from shebaotong.kernel.api import IdentifierKind
from shebaotong.registry import refusal
from shebaotong.registry.models import Person
from shebaotong.registry.tokens import keys_of


def resolve(*, agency: str, kind: str, number: str, country: str = "") -> Person | None:
    """The person who holds a document of that number, or of one linked with it; None where nobody does.

    Inside the agency's context. Raises RegistryRefused for a kind that does not exist, and for a
    passport number that two countries have issued, unless ``country`` says which.
    """
    if kind and kind not in set(IdentifierKind):
        raise refusal.unknown_code("identifier kind", kind)
    keys = keys_of(kind=kind, number=number)
    if not keys:
        return None
    issuer = {"documents__country": country} if country else {}
    found = Person.objects.filter(agency=agency, documents__agency=agency, documents__key__in=keys, **issuer)
    people = list(found.distinct()[:2])
    if len(people) > 1:
        raise refusal.ambiguous_passport()
    return people[0] if people else None


def require(*, agency: str, kind: str, number: str) -> Person:
    """The same, refusing where nobody is found."""
    person = resolve(agency=agency, kind=kind, number=number)
    if person is None:
        raise refusal.unknown_person()
    return person
