"""Four eyes for a calendar, which moves everybody's legal time: one official proposes, another publishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.network.calendar_editing import (
    Announcement,
    CalendarRefused,
    SpecialDay,
    YearChange,
    enter,
    kept_region,
    newest_edition,
)
from shebaotong.network.models import CalendarDay, CalendarEdition, CalendarProposal

Settled = CalendarProposal.Settled


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a second official."""

    id: int
    region: str
    year: int
    days: tuple[SpecialDay, ...]
    announcement: Announcement
    seen: int
    by: str
    hand: str
    at: datetime


def propose(*, change: YearChange, actor: Actor, now: datetime) -> int:
    """Propose a change that :func:`year_change` or :func:`day_change` has checked; the proposal's id.

    In the context of the region's keeper, as everything here. Raises CalendarRefused where another edition
    has come since the one that it changes, and while another proposal of the region waits.
    """
    kept_region(change.region.pk, actor)
    with transaction.atomic():
        newest = newest_edition(change.region, seen=change.seen)
        if CalendarProposal.objects.filter(region=change.region, settled_as="").exists():
            raise CalendarRefused(
                Text(
                    "这个日历已经有一份待公布的改动，先公布它或者撤下它。",
                    "A change of this calendar waits already: publish it or put it away first.",
                )
            )
        return CalendarProposal.objects.create(
            region=change.region,
            agency_id=change.region.keeper_id,
            year=change.year,
            days=[_kept(each) for each in change.days],
            seen=newest,
            reference=change.announcement.reference,
            verified=change.announcement.verified,
            note=change.announcement.note,
            proposed_by=actor.display_name,
            proposed_hand=actor.hand,
            proposed_at=now,
        ).pk


def waiting_proposals(*, actor: Actor) -> tuple[Proposal, ...]:
    """What waits in the calendars that the actor's agency keeps; nothing for who is no calendar official."""
    if Role.OFFICIAL not in actor.roles:
        return ()
    found = CalendarProposal.objects.filter(agency=actor.agency, settled_as="").order_by("region")
    return tuple(_proposal(row) for row in found)


def publish_proposal(*, proposal: int, actor: Actor, now: datetime) -> CalendarEdition:
    """Publish what another official has proposed.

    Raises CalendarRefused for one's own, for who is no calendar official of the keeper, for one that was
    settled already, and where another edition has come since.
    """
    with transaction.atomic():
        row = _open(proposal, actor)
        if row.proposed_hand == actor.hand:
            raise CalendarRefused(
                Text(
                    "自己提出的改动，要由另一位日历管理员公布。",
                    "What you have proposed yourself is published by another calendar official.",
                )
            )
        held = _proposal(row)
        change = YearChange(row.region, held.year, held.days, held.announcement, held.seen)
        edition = enter(change, proposed_by=held.by, made_by=actor.display_name, now=now)
        _settle(row, Settled.PUBLISHED, actor, now)
    return edition


def withdraw_proposal(*, proposal: int, actor: Actor, now: datetime) -> None:
    """Put a proposal away, one's own or a colleague's. Raises CalendarRefused for who is no calendar official
    of the keeper, and for one that was settled already."""
    with transaction.atomic():
        _settle(_open(proposal, actor), Settled.WITHDRAWN, actor, now)


def _open(proposal: int, actor: Actor) -> CalendarProposal:
    found = CalendarProposal.objects.select_for_update(of=("self",)).select_related("region")
    row = found.filter(pk=proposal, settled_as="").first()
    if row is None:
        raise CalendarRefused(
            Text("这份改动已经公布或者撤下了。", "This change was published or put away already.")
        )
    kept_region(row.region_id, actor)
    return row


def _settle(row: CalendarProposal, how: CalendarProposal.Settled, actor: Actor, now: datetime) -> None:
    row.settled_as, row.settled_by = how, actor.display_name
    row.settled_hand, row.settled_at = actor.hand, now
    row.save(update_fields=["settled_as", "settled_by", "settled_hand", "settled_at"])


def _kept(day: SpecialDay) -> dict[str, str]:
    return {"day": str(day.day), "kind": day.kind.value, "zh": day.name.zh, "en": day.name.en}


def _proposal(row: CalendarProposal) -> Proposal:
    return Proposal(
        id=row.pk,
        region=row.region_id,
        year=row.year,
        days=tuple(
            SpecialDay(
                date.fromisoformat(each["day"]),
                CalendarDay.Kind(each["kind"]),
                Text(each["zh"], each["en"]),
            )
            for each in row.days
        ),
        announcement=Announcement(row.reference, row.verified, row.note),
        seen=row.seen,
        by=row.proposed_by,
        hand=row.proposed_hand,
        at=row.proposed_at,
    )
