"""Sums that an agency publishes, so that a board of many cities needs no query across agencies.

Each agency counts in its own context and writes its one row; everybody may read the rows. Nothing in
them is about a person. A count reads at most ``MOST_READ`` rows by the index of the lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import connection

from shebaotong.cases.models import PublishedFigures
from shebaotong.store.api import agency_context

WEEK = timedelta(days=7)
MOST_READ = 200_000


@dataclass(frozen=True, slots=True)
class Figures:
    """The fields of ``PublishedFigures``, where each is explained."""

    agency: str
    at: datetime
    open: int
    act: int
    red: int
    amber: int
    green: int
    done_week: int
    hours_week: int
    flows: Mapping[str, int]


_OPEN = """
SELECT starter = %(me)s AND owner <> %(me)s, owner,
       count(*) FILTER (WHERE owner = %(me)s),
       count(*) FILTER (WHERE bucket = 'act'),
       count(*) FILTER (WHERE bucket = 'act' AND due_at < %(now)s),
       count(*) FILTER (WHERE bucket = 'act' AND due_at >= %(now)s AND amber_at <= %(now)s),
       count(*)
  FROM (SELECT starter, owner, bucket, due_at, amber_at FROM cases_case
         WHERE agency = %(me)s AND bucket IN ('act', 'wait', 'supplement') LIMIT %(most)s) x
 GROUP BY 1, 2
"""

_ENDED = """
SELECT starter = %(me)s AND owner <> %(me)s, owner,
       count(*) FILTER (WHERE owner = %(me)s),
       coalesce(sum(extract(epoch FROM ended_at - opened_at)) FILTER (WHERE owner = %(me)s), 0),
       count(*)
  FROM (SELECT starter, owner, opened_at, ended_at FROM cases_case
         WHERE agency = %(me)s AND bucket = 'ended' AND duty = '' AND sort_at >= %(since)s LIMIT %(most)s) x
 GROUP BY 1, 2
"""


def publish(*, agency: str, now: datetime) -> Figures:
    """Count the agency's cases and put its row; safe to repeat."""
    values: dict[str, str | int | datetime] = {
        "me": agency,
        "now": now,
        "since": now - WEEK,
        "most": MOST_READ,
    }
    flows: Counter[str] = Counter()
    totals = [0, 0, 0, 0]
    done, seconds = 0, 0.0
    with agency_context(agency=agency):
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, values)
            for helped, owner, *numbers, number in cursor.fetchall():
                totals = [a + b for a, b in zip(totals, numbers, strict=True)]
                if helped:
                    flows[owner] += number
            cursor.execute(_ENDED, values)
            for helped, owner, ended, took, number in cursor.fetchall():
                done, seconds = done + ended, seconds + float(took)
                if helped:
                    flows[owner] += number
        running, act, red, amber = totals
        made = Figures(
            agency=agency,
            at=now,
            open=running,
            act=act,
            red=red,
            amber=amber,
            green=act - red - amber,
            done_week=done,
            hours_week=round(seconds / 3600),
            flows=dict(flows),
        )
        row = asdict(made)
        PublishedFigures.objects.update_or_create(agency=row.pop("agency"), defaults=row)
    return made


def published(*, agencies: Collection[str]) -> tuple[Figures, ...]:
    """What these agencies have published last, by code; one that never has is left out."""
    rows = PublishedFigures.objects.filter(agency__in=agencies).order_by("agency")
    return tuple(Figures(**row) for row in rows.values(*Figures.__dataclass_fields__))
