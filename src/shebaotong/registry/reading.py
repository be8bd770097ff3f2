"""The log of readings: written in the transaction of the reading, never changed, shown to the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shebaotong.kernel.api import Text
from shebaotong.registry.models import ReadEntry
from shebaotong.registry.resolving import resolve
from shebaotong.registry.sql import execute
from shebaotong.store.api import agency_context

_LOG = """
INSERT INTO registry_readentry (agency, reader_agency, reader, reader_role, case_number, read_at,
    person_id, asked, what, purpose_zh, purpose_en)
SELECT %s, %s, %s, %s, %s, %s, entry.*
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]) AS entry
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: as the person will see it in the access log."""

    agency: str
    display: str
    """Name of the clerk, or ``系统`` for the agency's engine."""
    role: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read of one person's data; ``person`` None: nobody of that number, ``asked`` masked."""

    what: str
    purpose: Text
    person: int | None
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One line of the access log as the person sees it."""

    id: int
    agency: str
    what: str
    reader: Reader
    purpose: Text
    case_number: str
    at: datetime


def log(*, agency: str, readings: Iterable[Reading], reader: Reader, case_number: str, now: datetime) -> None:
    entries = list(readings)
    if not entries:
        return
    execute(
        _LOG,
        [
            agency,
            reader.agency,
            reader.display,
            reader.role,
            case_number,
            now,
            [entry.person for entry in entries],
            ["" if entry.person else entry.asked for entry in entries],
            [entry.what for entry in entries],
            [entry.purpose.zh for entry in entries],
            [entry.purpose.en for entry in entries],
        ],
    )


def reads_of(
    *, agency: str, identifier: str, identifier_kind: str, before: int | None = None, limit: int = 20
) -> tuple[ReadEvent, ...]:
    """Who read this person's data at this agency, newest first, for the person's own eyes.

    ``before`` is the last id of the page before. Empty where the agency holds nobody of that number.
    """
    with agency_context(agency=agency):
        person = resolve(agency=agency, kind=identifier_kind, number=identifier)
        if person is None:
            return ()
        found = ReadEntry.objects.filter(agency=agency, person_id=person)
        if before is not None:
            found = found.filter(id__lt=before)
        return tuple(_event(entry) for entry in found.order_by("-id")[:limit])


def _event(entry: ReadEntry) -> ReadEvent:
    return ReadEvent(
        id=entry.pk,
        agency=entry.agency,
        what=entry.what,
        reader=Reader(entry.reader_agency, entry.reader, entry.reader_role),
        purpose=Text(entry.purpose_zh, entry.purpose_en),
        case_number=entry.case_number,
        at=entry.read_at,
    )
