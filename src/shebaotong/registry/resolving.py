"""From a number to the agency's own record of the person."""

from __future__ import annotations

from collections.abc import Sequence

from shebaotong.kernel.api import IdentifierKind
from shebaotong.registry import refusal
from shebaotong.registry.tokens import keys_of
from shebaotong.store.api import ask

_KINDS = frozenset(IdentifierKind)
_HOLDERS = "SELECT * FROM registry_holders(%s, %s, %s)"


def resolve(*, agency: str, kind: str, number: str, country: str = "") -> int | None:
    """The record of the person who holds a document of that number, or of one linked with it.

    Inside the agency's context. None where nobody does. Raises RegistryRefused for a kind that does not
    exist, and for a passport number that two countries have issued, unless ``country`` says which.
    """
    keys = keys_asked(kind=kind, number=number)
    if not keys:
        return None
    return one_of([person for (person,) in ask(_HOLDERS, [agency, keys, country])])


def keys_asked(*, kind: str, number: str) -> list[str]:
    """Under which keys to look. Raises RegistryRefused for a kind that does not exist."""
    if kind and kind not in _KINDS:
        raise refusal.unknown_code("identifier kind", kind)
    return list(keys_of(kind=kind, number=number))


def one_of(holders: Sequence[int]) -> int | None:
    """The record that was found. Raises RegistryRefused where there are two."""
    if len(holders) > 1:
        raise refusal.ambiguous_passport()
    return holders[0] if holders else None


def require(*, agency: str, kind: str, number: str) -> int:
    """The same, refusing where nobody is found."""
    person = resolve(agency=agency, kind=kind, number=number)
    if person is None:
        raise refusal.unknown_person()
    return person
