"""The dated calendar of an agency: the nation's days with its region's laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection

from shebaotong.kernel.api import NATION, Calendar
from shebaotong.network.directory import find_agency
from shebaotong.network.models import CalendarDay, CalendarEdition
from shebaotong.network.remembering import remembered


class NoCalendar(LookupError):
    """The nation's calendar has never been published on this node: nothing can be counted."""


@dataclass(frozen=True, slots=True)
class EditionNote:
    """Who changed a region's calendar, when and why."""

    region: str
    number: int
    year: int
    reference: str
    verified: bool
    note: str
    made_by: str
    made_at: datetime


def calendar_for(*, agency: str) -> Calendar:
    """The calendar in force for ``agency`` now, as a value whose version names it for ever.

    Raises UnknownAgency, and NoCalendar where even the nation's has not been published.
    """
    return remembered(("calendar", agency), lambda: _calendar_for(agency))


def _calendar_for(agency: str) -> Calendar:
    nation = region_calendar(region=NATION)
    if nation is None:
        raise NoCalendar("no holidays of the nation have been entered; load the seed or publish a year")
    region = region_calendar(region=find_agency(code=agency).region_id)
    return nation if region is None else nation.overlay(region)


def region_calendar(*, region: str) -> Calendar | None:
    """The newest calendar of one region; None where it keeps no days of its own."""
    newest = CalendarEdition.objects.filter(region=region).order_by("-number").values_list("pk", flat=True)
    found = newest.first()
    return None if found is None else _calendar_at(connection.settings_dict["NAME"], found)


def calendar_history(*, region: str) -> tuple[EditionNote, ...]:
    """All editions of a region's calendar, newest first."""
    return tuple(
        EditionNote(
            region=edition.region_id,
            number=edition.number,
            year=edition.year,
            reference=edition.reference,
            verified=edition.verified,
            note=edition.note,
            made_by=edition.made_by,
            made_at=edition.made_at,
        )
        for edition in CalendarEdition.objects.filter(region=region).order_by("-number")
    )


# Editions only grow and are never altered: what stands under a key of a database stands there for ever.
@lru_cache(maxsize=128)
def _calendar_at(database: str, edition: int) -> Calendar:
    last = CalendarEdition.objects.get(pk=edition)
    holding = (
        CalendarEdition.objects.filter(region=last.region_id, number__lte=last.number)
        .order_by("year", "-number")
        .distinct("year")
    )
    days = list(CalendarDay.objects.filter(edition__in=[held.pk for held in holding]))
    return Calendar(
        version=f"{last.region_id}.{last.number}",
        off=frozenset(d.day for d in days if d.kind == CalendarDay.Kind.HOLIDAY),
        worked=frozenset(d.day for d in days if d.kind == CalendarDay.Kind.WORKING),
        announced=frozenset(held.year for held in holding),
    )
