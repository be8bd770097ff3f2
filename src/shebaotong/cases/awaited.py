"""Cases decided without a figure that was not published yet.

An item says what its decision did without (``kernel.api.Await``); each agency keeps a list of its own. Which
figures are out by now is asked of the program's parameters whenever the list is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from itertools import islice

from django.db import connection
from django.db.models import QuerySet

from shebaotong.cases.models import Awaited, Case
from shebaotong.kernel.api import Await, Unknown
from shebaotong.rules import api as rules
from shebaotong.store.api import agency_context


class AwaitedStage(StrEnum):
    """The two lists of cases that were decided without a figure."""

    DUE = "due"
    """The figure is published: called up already, or about to be."""
    WAITING = "waiting"
    """The figure is not published here yet."""


@dataclass(frozen=True, slots=True)
class AwaitedFigure:
    """What is wanted: a parameter in a region on a day."""

    parameter: str
    region: str
    on: date


@dataclass(frozen=True, slots=True)
class AwaitingCase:
    id: int
    case_number: str
    item: str
    subject_name: str
    """Empty where it was erased."""
    figure: AwaitedFigure
    since: datetime
    called_at: datetime | None
    """When it was called up; None before."""


@dataclass(frozen=True, slots=True)
class AwaitingPage:
    rows: tuple[AwaitingCase, ...]
    next: int | None
    """Where the next page begins: pass it as ``after``; None on the last page."""


def note_awaited(*, agency: str, number: str, item: str, effect: Await, now: datetime) -> None:
    """Keep what a decision did without; a later decision of the case takes the place of an earlier one."""
    Awaited.objects.update_or_create(
        agency=agency,
        case_number=number,
        defaults={
            "item": item,
            "parameter": effect.parameter,
            "region": effect.region,
            "on": effect.on,
            "document": effect.document,
            "since": now,
            "stage": "waiting",
            "called_at": None,
        },
    )


def drop_awaited(*, agency: str, number: str) -> None:
    """Carry out ``StopAwaiting``: the case leaves the lists of what waits for a figure."""
    Awaited.objects.filter(agency=agency, case_number=number).update(stage="settled")


def awaiting(*, agency: str, stage: AwaitedStage, after: int | None = None, size: int = 50) -> AwaitingPage:
    """The agency's cases of one stage, the first decided first."""
    with agency_context(agency=agency):
        published, open_yet = _figures(agency)
        waiting = Awaited.objects.filter(agency=agency, stage="waiting")
        wanted = published if stage is AwaitedStage.DUE else open_yet
        lists = [_from(_of(waiting, each), after, size) for each in wanted]
        if stage is AwaitedStage.DUE:
            lists.append(_from(Awaited.objects.filter(agency=agency, stage="called"), after, size))
        rows = list(islice(merge(*lists, key=lambda row: row.id), size + 1))
        names = dict(
            Case.objects.filter(agency=agency, number__in=[row.case_number for row in rows]).values_list(
                "number", "subject_name"
            )
        )
        shown = tuple(_shown(row, names.get(row.case_number, "")) for row in rows[:size])
    return AwaitingPage(shown, shown[-1].id if len(rows) > size else None)


def numbers_to_call_up(agency: str, most: int) -> list[str]:
    """Cases whose figure is published and that nobody has called up, the first decided first."""
    published, _ = _figures(agency)
    waiting = Awaited.objects.filter(agency=agency, stage="waiting")
    lists = [_from(_of(waiting, each), None, most) for each in published]
    return [row.case_number for row in islice(merge(*lists, key=lambda row: row.id), most)]


# The distinct figures. PostgreSQL would read every waiting row for DISTINCT; this jumps by the index from one
# figure to the next, however many cases wait for each.
_WANTED = """
WITH RECURSIVE wanted AS (
  (SELECT parameter, region, "on" FROM cases_awaited
    WHERE agency = %(agency)s AND stage = 'waiting'
    ORDER BY parameter, region, "on" LIMIT 1)
  UNION ALL
  SELECT following.* FROM wanted, LATERAL (
    SELECT a.parameter, a.region, a."on" FROM cases_awaited a
     WHERE a.agency = %(agency)s AND a.stage = 'waiting'
       AND (a.parameter, a.region, a."on") > (wanted.parameter, wanted.region, wanted."on")
     ORDER BY a.parameter, a.region, a."on" LIMIT 1) following
)
SELECT parameter, region, "on" FROM wanted
"""


def _figures(agency: str) -> tuple[list[AwaitedFigure], list[AwaitedFigure]]:
    """What the agency's cases wait for: published with the program, and not."""
    with connection.cursor() as cursor:
        cursor.execute(_WANTED, {"agency": agency})
        wanted = [AwaitedFigure(*row) for row in cursor.fetchall()]
    known = {each for each in wanted if _published(each)}
    return [each for each in wanted if each in known], [each for each in wanted if each not in known]


def _published(figure: AwaitedFigure) -> bool:
    found = rules.builtin().find(figure.parameter, on=figure.on, region=figure.region)
    return not isinstance(found, Unknown)


def _of(rows: QuerySet[Awaited], figure: AwaitedFigure) -> QuerySet[Awaited]:
    return rows.filter(parameter=figure.parameter, region=figure.region, on=figure.on)


def _from(rows: QuerySet[Awaited], after: int | None, size: int) -> list[Awaited]:
    return list((rows if after is None else rows.filter(id__gt=after)).order_by("id")[: size + 1])


def _shown(row: Awaited, name: str) -> AwaitingCase:
    return AwaitingCase(
        id=row.id,
        case_number=row.case_number,
        item=row.item,
        subject_name=name,
        figure=AwaitedFigure(row.parameter, row.region, row.on),
        since=row.since,
        called_at=row.called_at,
    )
