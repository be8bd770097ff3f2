"""What was escalated, for those who are told of it: in pages, what nobody of them has seen first.

Level by level and the unseen apart from the seen, so that an index ends each walk after a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shebaotong.cases import counting
from shebaotong.cases.deadlines import levels_of
from shebaotong.cases.models import Case, Escalation
from shebaotong.kernel.api import Role
from shebaotong.store.api import agency_context

_PARTS = {"unseen": True, "seen": False}
"""The two parts of the list, in their order, and whether ``seen_at`` is empty there."""


@dataclass(frozen=True, slots=True)
class Raised:
    """One escalation, as those who are told of it see it."""

    case_number: str
    item: str
    ended: bool
    """Whether the case has ended since."""
    level: str
    due_at: datetime
    raised_at: datetime
    seen: bool


@dataclass(frozen=True, slots=True)
class RaisedPage:
    rows: tuple[Raised, ...]
    next: str
    """Where the next page begins: pass it as ``after``; empty on the last page."""


def raised(*, agency: str, roles: frozenset[Role], after: str = "", size: int = 50) -> RaisedPage:
    """What people of these roles have to know: what nobody has seen, then the rest, each from the newest.

    ``after`` as the page before gave it; anything else begins at the top.
    """
    part, at, last = _mark(after)
    found: list[Escalation] = []
    with agency_context(agency=agency):
        for each in list(_PARTS)[list(_PARTS).index(part) :]:
            beyond = _beyond(at, last) if each == part and at is not None else Q()
            found += _newest(agency, roles, Q(seen_at__isnull=_PARTS[each]) & beyond, size + 1 - len(found))
            if len(found) > size:
                break
        rows = found[:size]
        held = Case.objects.filter(agency=agency, number__in={row.case_number for row in rows})
        cases = {
            number: (item, bucket) for number, item, bucket in held.values_list("number", "item", "bucket")
        }
    return RaisedPage(
        tuple(_raised(row, *cases.get(row.case_number, ("", ""))) for row in rows),
        _mark_of(rows[-1]) if len(found) > size else "",
    )


def unseen(*, agency: str, roles: frozenset[Role]) -> counting.Count:
    """How many escalations nobody of this post has opened yet; counting stops early and says so."""
    most = counting.MOST_COUNTED
    first, *others = (
        Escalation.objects.filter(agency=agency, level=level, seen_at__isnull=True).values("id")[: most + 1]
        for level in levels_of(roles) or [""]
    )
    with agency_context(agency=agency):
        number = first.union(*others, all=True).count() if others else first.count()
    return counting.Count(min(number, most), more=number > most)


def _newest(agency: str, roles: frozenset[Role], which: Q, size: int) -> list[Escalation]:
    order = ("-raised_at", "-id")
    found = [
        row
        for level in levels_of(roles)
        for row in Escalation.objects.filter(which, agency=agency, level=level).order_by(*order)[:size]
    ]
    return sorted(found, key=lambda row: (row.raised_at, row.id), reverse=True)[:size]


def _beyond(at: datetime, last: int) -> Q:
    """What comes after a row; the first condition follows from the second and is a bound for the index."""
    return Q(raised_at__lte=at) & (Q(raised_at__lt=at) | Q(id__lt=last))


def _mark_of(row: Escalation) -> str:
    return f"{'seen' if row.seen_at else 'unseen'}~{row.raised_at.isoformat()}~{row.id}"


def _mark(after: str) -> tuple[str, datetime | None, int]:
    part, _, rest = after.partition("~")
    at, _, last = rest.partition("~")
    if part in _PARTS and last.isascii() and last.isdigit() and len(last) <= 18:
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return part, moment, int(last)
    return "unseen", None, 0


def _raised(row: Escalation, item: str, bucket: str) -> Raised:
    return Raised(
        case_number=row.case_number,
        item=item,
        ended=bucket == "ended",
        level=row.level,
        due_at=row.due_at,
        raised_at=row.raised_at,
        seen=row.seen_at is not None,
    )
