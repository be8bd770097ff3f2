"""Everybody whom a case's documents name by number: whoever reads one of them whole has read of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shebaotong.cases.copy import Copy
from shebaotong.cases.facts import reader_of
from shebaotong.kernel.api import Actor, IdentifierKind, Text
from shebaotong.registry import api as registry


def people_named(copy: Copy) -> tuple[tuple[IdentifierKind, str], ...]:
    """Kind and number as they were typed, each once; nobody where the bodies were erased."""
    return tuple(sorted({person for document in copy.documents for person in _named(document.body or {})}))


def note_whole_reading(*, copy: Copy, actor: Actor, purpose: Text, what: str, now: datetime) -> None:
    """Log for each of them that the actor has read a part of the case whole: nobody knows whose it is.

    ``what``: as for ``registry.note_unmasking``.
    """
    for kind, number in people_named(copy):
        registry.note_unmasking(
            agency=actor.agency,
            identifier=number,
            identifier_kind=kind.value,
            reader=reader_of(actor),
            purpose=purpose,
            case_number=copy.number,
            now=now,
            what=what,
        )


def kind_told(value: Mapping[str, Any]) -> IdentifierKind:
    """The kind beside a number in a body; of an unknown one a passport, of which the least is shown."""
    try:
        return IdentifierKind(value.get("identifier_kind", ""))
    except ValueError:
        return IdentifierKind.PASSPORT


def _named(value: Any) -> Iterable[tuple[IdentifierKind, str]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("identifier"), str):
            yield kind_told(value), value["identifier"]
        for each in value.values():
            yield from _named(each)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each)
