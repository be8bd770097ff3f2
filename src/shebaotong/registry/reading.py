"""The log of readings: written in the transaction of the reading, never changed, shown to the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from shebaotong.kernel.api import Text, mask_name, normalise_number
from shebaotong.network.api import number_token
from shebaotong.registry.models import ReadEntry
from shebaotong.registry.models.read_log import NO_STAFF
from shebaotong.registry.resolving import resolve
from shebaotong.store.api import agency_context, send_with_next

_LOG = """
INSERT INTO registry_readentry (agency, reader_agency, reader, reader_role, case_number, read_at,
    person_id, asked, asked_token, what, purpose_zh, purpose_en)
SELECT %s, %s, %s, %s, %s, %s, entry.*
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) AS entry
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
    """One thing read of one person's data; ``person`` None: nobody of that number was found."""

    what: str
    purpose: Text
    person: int | None
    asked: str = ""
    """What was asked for, masked."""
    number: str = ""
    """The number that was asked for. It is not kept: its token leads the person to the reading."""


def asked_token(number: str) -> str:
    """Under what a reading of a number is kept that the register does not hold; empty for no number."""
    return number_token(number=number) if normalise_number(number) else ""


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
    send_with_next(
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
            ["" if entry.person else asked_token(entry.number) for entry in entries],
            [entry.what for entry in entries],
            [entry.purpose.zh for entry in entries],
            [entry.purpose.en for entry in entries],
        ],
    )


def reads_of(
    *, agency: str, identifier: str, identifier_kind: str, before: int | None = None, limit: int = 20
) -> tuple[ReadEvent, ...]:
    """Who read this person's data at this agency, newest first, for the person's own eyes.

    ``before`` is the last id of the page before. Where the register holds no record of the person it is who
    asked for the number all the same.
    """
    token = asked_token(identifier)
    with agency_context(agency=agency):
        person = resolve(agency=agency, kind=identifier_kind, number=identifier)
        mine = ReadEntry.objects.filter(agency=agency)
        # Two questions, each by its own index.
        wanted = [mine.filter(person_id=person)] if person is not None else []
        wanted += [mine.filter(asked_token=token).exclude(asked_token="")] if token else []
        found: list[ReadEntry] = []
        for each in wanted:
            newer = each if before is None else each.filter(id__lt=before)
            found += newer.order_by("-id")[:limit]
        newest = sorted(found, key=lambda entry: entry.pk, reverse=True)[:limit]
        return tuple(_event(entry) for entry in newest)


@dataclass(frozen=True, slots=True)
class StaffReading:
    """One line of the log as the agency's supervisor sees it; the person's name is masked."""

    event: ReadEvent
    whose: str


def reads_by_staff(
    *, agency: str, what: Collection[str] = (), reader: str = "", before: int | None = None, limit: int = 50
) -> tuple[StaffReading, ...]:
    """What the agency's people have read in its register, newest first; not what its machine read by itself.

    ``what`` and ``reader`` (a display name) narrow it; ``before`` is the last id of the page before.
    """
    with agency_context(agency=agency):
        found = ReadEntry.objects.filter(agency=agency).exclude(reader_role__in=NO_STAFF)
        if what:
            found = found.filter(what__in=what)
        if reader:
            found = found.filter(reader=reader)
        if before is not None:
            found = found.filter(id__lt=before)
        page = found.select_related("person").order_by("-id")[:limit]
        return tuple(
            StaffReading(_event(entry), mask_name(entry.person.name) if entry.person else entry.asked)
            for entry in page
        )


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
