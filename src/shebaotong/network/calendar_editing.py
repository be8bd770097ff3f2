"""What a change of a region's calendar has to be, and how it is written: every one is a new edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection, transaction

from shebaotong.kernel.api import NATION, SHANGHAI, Actor, Role, Text
from shebaotong.network.models import CalendarDay, CalendarEdition, Region

_FIRST_YEAR, _YEARS_AHEAD = 2000, 2


class CalendarRefused(ValueError):
    """The change cannot be made; ``reason`` says why and what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day on which the week does not decide."""

    day: date
    kind: CalendarDay.Kind
    name: Text


@dataclass(frozen=True, slots=True)
class Announcement:
    """Where a year's arrangement stands written."""

    reference: str
    verified: bool
    note: str = ""


_NOTHING_OWN = Announcement("这一年没有自己的假日", verified=False, note="开始有自己的日历以前")


@dataclass(frozen=True, slots=True)
class YearChange:
    """A year of a region as it would be, checked. ``seen``: the region's newest edition that it changes."""

    region: Region
    year: int
    days: tuple[SpecialDay, ...]
    announcement: Announcement
    seen: int | None


def year_change(
    *,
    region: str,
    year: int,
    days: Iterable[SpecialDay],
    announcement: Announcement,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> YearChange:
    """All special days of a year. The year is settled with them, and published again replaced.

    ``seen`` is the region's newest edition that the official had before his eyes (0: none). Raises
    CalendarRefused for an actor who is no calendar official of the keeper, for a year out of reach, for days
    of another year, and for a day given twice.
    """
    if not _FIRST_YEAR <= year <= now.astimezone(SHANGHAI).year + _YEARS_AHEAD:
        raise CalendarRefused(Text(f"{year}年现在还不能录入。", f"{year} cannot be entered now."))
    keeper = kept_region(region, actor)
    special = sorted(days, key=lambda entry: entry.day)
    if strangers := [entry.day for entry in special if entry.day.year != year]:
        raise CalendarRefused(
            Text(f"{strangers[0]}不属于{year}年。", f"{strangers[0]} does not lie in {year}.")
        )
    if len({entry.day for entry in special}) != len(special):
        raise CalendarRefused(Text("同一天出现了两次。", "A day is given twice."))
    if not announcement.reference.strip():
        raise CalendarRefused(Text("请写明放假通知的名称或文号。", "Please name the announcement."))
    return YearChange(keeper, year, tuple(special), announcement, seen)


def day_change(
    *,
    region: str,
    day: date,
    kind: CalendarDay.Kind | None,
    name: Text,
    announcement: Announcement,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> YearChange:
    """One day of a published year changed; ``kind`` None gives the day back to the week.

    Raises CalendarRefused as :func:`year_change` does, and for a year that nobody has published.
    """
    kept_region(region, actor)
    newest = CalendarEdition.objects.filter(region=region, year=day.year).order_by("-number").first()
    if newest is None:
        raise CalendarRefused(
            Text(
                f"{day.year}年的安排还没有公布，请先录入全年。",
                f"{day.year} is not published: enter the year first.",
            )
        )
    kept = {
        row.day: SpecialDay(row.day, CalendarDay.Kind(row.kind), Text(row.name_zh, row.name_en))
        for row in newest.days.all()
    }
    if kind is None:
        kept.pop(day, None)
    else:
        kept[day] = SpecialDay(day, kind, name)
    return year_change(
        region=region,
        year=day.year,
        days=kept.values(),
        announcement=replace(announcement, note=announcement.note or f"{day}: {name.zh}"),
        actor=actor,
        now=now,
        seen=seen,
    )


def may_edit(*, region: str, actor: Actor) -> bool:
    """Whether the actor is a calendar official of the region's keeper."""
    try:
        kept_region(region, actor)
    except CalendarRefused:
        return False
    return True


def kept_region(region: str, actor: Actor) -> Region:
    """Raises CalendarRefused for whoever is no calendar official of the region's keeper."""
    found = Region.objects.filter(code=region).first()
    if found is None:
        raise CalendarRefused(Text(f"没有代码为{region}的地区。", f"There is no region {region}."))
    if Role.OFFICIAL not in actor.roles or actor.agency != found.keeper_id:
        raise CalendarRefused(
            Text(
                f"{found.name_zh}的日历由{found.keeper_id}的日历管理员维护，您不能修改。",
                f"Only a calendar official of {found.keeper_id} may change the calendar of {found.name_en}.",
            )
        )
    return found


def newest_edition(region: Region, *, seen: int | None) -> int:
    """Number of the region's newest edition, 0 for none, held until the transaction ends.

    Raises CalendarRefused where it is not the one that was ``seen``.
    """
    with connection.cursor() as cursor:
        # Two officials at once get two numbers, one after the other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('network_calendar'), hashtext(%s))", [region.pk]
        )
    last = CalendarEdition.objects.filter(region=region).order_by("-number").first()
    newest = 0 if last is None else last.number
    if seen is not None and seen != newest:
        raise CalendarRefused(
            Text(
                "另一位管理员刚刚改过这个日历，请看过以后再改。",
                "Another official has just changed this calendar: look at it first.",
            )
        )
    return newest


def enter(change: YearChange, *, proposed_by: str, made_by: str, now: datetime) -> CalendarEdition:
    """Write a change as the region's newest edition, in the context of its keeper. From now on it holds.

    The caller has made sure that two officials have agreed to it. Raises CalendarRefused where another
    edition has come since the one that it changes.
    """
    region, year, by = change.region, change.year, (proposed_by, made_by)
    with transaction.atomic():
        newest = newest_edition(region, seen=change.seen)
        for earlier in _years_before(region, year) if newest == 0 else ():
            newest += 1
            _edition(region, newest, earlier, _NOTHING_OWN, by, now)
        edition = _edition(region, newest + 1, year, change.announcement, by, now)
        CalendarDay.objects.bulk_create(
            CalendarDay(
                edition=edition,
                agency_id=region.keeper_id,
                day=entry.day,
                kind=entry.kind,
                name_zh=entry.name.zh,
                name_en=entry.name.en,
            )
            for entry in change.days
        )
    return edition


def _years_before(region: Region, year: int) -> list[int]:
    """Years that the nation has announced before the region's first own edition, in which the region had no
    days of its own.

    They get an edition without days. Else they would count as not announced: once a region has a calendar, a
    year is announced only where both region and nation have it (``Calendar.overlay``).
    """
    if region.pk == NATION:
        return []
    years = CalendarEdition.objects.filter(region=NATION, year__lt=year).values_list("year", flat=True)
    return sorted(set(years))


def _edition(
    region: Region, number: int, year: int, announcement: Announcement, by: tuple[str, str], now: datetime
) -> CalendarEdition:
    return CalendarEdition.objects.create(
        region=region,
        agency_id=region.keeper_id,
        number=number,
        year=year,
        reference=announcement.reference,
        verified=announcement.verified,
        note=announcement.note,
        proposed_by=by[0],
        made_by=by[1],
        made_at=now,
    )
