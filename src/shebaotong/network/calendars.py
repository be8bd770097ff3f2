"""The dated calendar of an agency: the nation's days with its region's laid over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Prefetch

from shebaotong.kernel.api import NATION, Calendar, Text
from shebaotong.network.calendar_editing import SpecialDay
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
    """Who published it."""
    made_at: datetime
    proposed_by: str
    """Who proposed it; empty for what the program has entered by itself."""


def calendar_for(*, agency: str) -> Calendar:
    """The calendar in force for ``agency`` now, as a value whose version names it for ever.

    Raises UnknownAgency, and NoCalendar where even the nation's has not been published.
    """
    return remembered(("calendar", agency), lambda: _calendar_for(agency))


def _calendar_for(agency: str) -> Calendar:
    return calendar_in(region=find_agency(code=agency).region_id)


def calendar_in(*, region: str) -> Calendar:
    """The calendar of a region laid over the nation's. Raises NoCalendar as calendar_for does."""
    nation = region_calendar(region=NATION)
    if nation is None:
        raise NoCalendar("no holidays of the nation have been entered; load the seed or publish a year")
    own = region_calendar(region=region) if region != NATION else None
    return nation if own is None else nation.overlay(own)


def region_calendar(*, region: str) -> Calendar | None:
    """The newest calendar of one region; None where it keeps no days of its own."""
    newest = CalendarEdition.objects.filter(region=region).order_by("-number").values_list("pk", flat=True)
    found = newest.first()
    return None if found is None else _calendar_at(connection.settings_dict["NAME"], found)


def calendar_history(*, region: str, year: int | None = None) -> tuple[EditionNote, ...]:
    """All editions of a region's calendar (or of one year of it), newest first."""
    found = CalendarEdition.objects.filter(region=region).order_by("-number")
    return tuple(_note(edition) for edition in (found if year is None else found.filter(year=year)))


def _note(edition: CalendarEdition) -> EditionNote:
    return EditionNote(
        region=edition.region_id,
        number=edition.number,
        year=edition.year,
        reference=edition.reference,
        verified=edition.verified,
        note=edition.note,
        made_by=edition.made_by,
        made_at=edition.made_at,
        proposed_by=edition.proposed_by,
    )


@dataclass(frozen=True, slots=True)
class RegionYear:
    """One year of one region's own calendar, as it holds now."""

    region: str
    year: int
    edition: EditionNote | None
    """None: nobody has published the year."""
    days: tuple[SpecialDay, ...]
    newest: int
    """Number of the region's newest edition, of whichever year; 0 where it keeps no calendar."""


def region_year(*, region: str, year: int) -> RegionYear:
    """The special days that a region has published for a year, and where they stand written."""
    newest = CalendarEdition.objects.filter(region=region).order_by("-number").first()
    held = next(iter(editions_of(region=region, year=year)), None)
    return RegionYear(
        region=region,
        year=year,
        edition=None if held is None else held.note,
        days=() if held is None else held.days,
        newest=0 if newest is None else newest.number,
    )


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a year with its days."""

    note: EditionNote
    days: tuple[SpecialDay, ...]


def editions_of(*, region: str, year: int) -> tuple[Edition, ...]:
    """All editions of one year of a region's calendar, newest first: the first one holds."""
    days = Prefetch("days", CalendarDay.objects.order_by("day"))
    found = CalendarEdition.objects.filter(region=region, year=year).order_by("-number")
    return tuple(
        Edition(_note(edition), tuple(_special(row) for row in edition.days.all()))
        for edition in found.prefetch_related(days)
    )


def holiday_names(*, region: str) -> dict[str, str]:
    """English names of the region's holidays, by the Chinese ones, as its editions give them."""
    rows = CalendarDay.objects.filter(edition__region=region, kind=CalendarDay.Kind.HOLIDAY)
    return dict(rows.values_list("name_zh", "name_en").distinct())


def proposed_calendar(*, agency: str, region: str, year: int, days: Iterable[SpecialDay]) -> Calendar:
    """The agency's calendar if a region published these days: for looking at what would follow."""
    own = find_agency(code=agency).region_id
    nation, regional = region_calendar(region=NATION), region_calendar(region=own) if own != NATION else None
    if region == NATION:
        nation = _with_year(nation, year, days)
    elif region == own:
        regional = _with_year(regional, year, days)
    if nation is None:
        raise NoCalendar("no holidays of the nation have been entered; load the seed or publish a year")
    return nation if regional is None else nation.overlay(regional)


def _with_year(calendar: Calendar | None, year: int, days: Iterable[SpecialDay]) -> Calendar:
    base = calendar or Calendar(version="proposed")
    new = list(days)
    return Calendar(
        version="proposed",
        off=frozenset(day for day in base.off if day.year != year)
        | {each.day for each in new if each.kind == CalendarDay.Kind.HOLIDAY},
        worked=frozenset(day for day in base.worked if day.year != year)
        | {each.day for each in new if each.kind == CalendarDay.Kind.WORKING},
        announced=base.announced | {year},
    )


def calendar_of_version(*, version: str) -> Calendar | None:
    """The calendar that a version names, as ``CN.4+45.2``; None where it names none of this node's."""
    made: Calendar | None = None
    for part in version.split("+"):
        region, _, number = part.rpartition(".")
        if not (number.isascii() and number.isdigit()):
            return None
        found = CalendarEdition.objects.filter(region=region, number=int(number)).first()
        if found is None:
            return None
        single = _calendar_at(connection.settings_dict["NAME"], found.pk)
        made = single if made is None else made.overlay(single)
    return made


def _special(row: CalendarDay) -> SpecialDay:
    return SpecialDay(row.day, CalendarDay.Kind(row.kind), Text(row.name_zh, row.name_en))


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
