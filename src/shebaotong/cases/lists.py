"""Lists and search of an agency's own copies: keyset pages, equality on stored tokens.

Cost does not grow with the table: every query begins with the agency and an index column, and no
page is counted or skipped to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shebaotong.cases.models import Case, Claim
from shebaotong.cases.projection import NEVER
from shebaotong.cases.subject import typed_tokens
from shebaotong.kernel.api import BadCaseNumber, Lamp, Role, casenumber, refused_character
from shebaotong.store.api import agency_context

BUCKETS = ("act", "wait", "supplement", "ended")


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list."""

    number: str
    item: str
    starter: str
    owner: str
    status: str
    step: str
    turn: str
    bucket: str
    duty: str
    ending: str
    verdict: str
    opened_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    amber_at: datetime | None
    sort_at: datetime
    provisional: bool
    subject_name: str
    subject_masked: str
    state: Mapping[str, object]
    holder: str = ""
    """Who has taken it into work, by his display name; told by ``inbox`` and ``search``."""

    def lamp(self, now: datetime) -> Lamp:
        return Lamp.at(now, due_at=self.due_at, amber_at=self.amber_at)

    def used(self, now: datetime) -> float:
        """The share of its time that is gone, 0 to 1; 0 without a running clock."""
        if self.due_at is None:
            return 0.0
        whole = (self.due_at - self.opened_at).total_seconds()
        return min(1.0, max(0.0, (now - self.opened_at).total_seconds() / whole)) if whole > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Row, ...]
    next: tuple[str, str] | None
    """Where the next page begins: pass it as ``after``; None on the last page."""


_FIELDS = tuple(name for name in Row.__dataclass_fields__ if name != "holder")


def inbox(
    *,
    agency: str,
    bucket: str,
    roles: Collection[Role] | None = None,
    after: tuple[str, str] | None = None,
    size: int = 30,
    lamp: Lamp | None = None,
    now: datetime | None = None,
) -> Page:
    """The agency's cases of one bucket by due time, those without a clock last.

    ``roles`` keeps, of what is to be done, the work of those who hold one of them, and what is everybody's;
    None keeps all. ``lamp`` with ``now`` keeps one colour. Raises ValueError for an unknown bucket.
    """
    if bucket not in BUCKETS:
        raise ValueError(f"no list {bucket!r}")
    order = ("-sort_at", "-number") if bucket == "ended" else ("sort_at", "number")
    with agency_context(agency=agency):
        rows = Case.objects.filter(agency=agency, bucket=bucket)
        if lamp is not None and now is not None:
            rows = rows.filter(_lamp(lamp, now))
        if after is not None:
            rows = rows.filter(_beyond(after, bucket == "ended"))
        # Each duty's first rows by the index of the lists, then the first of those.
        first, *others = (
            _with_holder(rows.filter(duty=duty).order_by(*order))[: size + 1]
            for duty in (duties(roles) if bucket == "act" else [_EVERYBODYS])
        )
        found = first.union(*others, all=True).order_by(*order)[: size + 1] if others else first
        return _page(list(found), size)


def _with_holder(rows: QuerySet[Case]) -> QuerySet[Case, dict[str, Any]]:
    """The fields of rows, with who holds each: asked by the claim's key of the rows that are given alone."""
    claims = Claim.objects.filter(agency=OuterRef("agency"), case_number=OuterRef("number"))
    held = Coalesce(Subquery(claims.values("holder")[:1]), Value(""))
    told: QuerySet[Case, dict[str, Any]] = rows.annotate(holder=held).values(*_FIELDS, "holder")
    return told


_EVERYBODYS = ""


def duties(roles: Collection[Role] | None) -> list[str]:
    """Values of the column ``duty`` that are work for somebody with one of ``roles``; None stands for all
    roles. Work that is not reserved for a role belongs to each."""
    return [_EVERYBODYS, *sorted(role.value for role in (Role if roles is None else roles))]


def _beyond(after: tuple[str, str], newest_first: bool) -> Q:
    """What comes after a row in list order.

    The first condition follows from the second. It is there for PostgreSQL, which uses the index for a simple
    bound on ``sort_at`` and not for the alternative.
    """
    at, number = datetime.fromisoformat(after[0]), after[1]
    if newest_first:
        return Q(sort_at__lte=at) & (Q(sort_at__lt=at) | Q(number__lt=number))
    return Q(sort_at__gte=at) & (Q(sort_at__gt=at) | Q(number__gt=number))


def _lamp(lamp: Lamp, now: datetime) -> Q:
    """Cases whose lamp has this colour at ``now``.

    Where a clock runs, ``sort_at`` equals ``due_at``. Its bound is given too, so that the index by which the
    list is read ends where the colour ends.
    """
    ahead = Q(due_at__gte=now, sort_at__gte=now, sort_at__lt=NEVER)
    return {
        Lamp.RED: Q(due_at__lt=now, sort_at__lt=now),
        Lamp.AMBER: ahead & Q(amber_at__lte=now),
        Lamp.GREEN: ahead & (Q(amber_at__gt=now) | Q(amber_at__isnull=True)),
        Lamp.NONE: Q(due_at__isnull=True),
    }[lamp]


def _page(found: Sequence[Mapping[str, object]], size: int) -> Page:
    rows = tuple(Row(**row) for row in found[:size])  # type: ignore[arg-type]
    if len(found) <= size:
        return Page(rows, None)
    last = rows[-1]
    return Page(rows, (last.sort_at.isoformat(), last.number))


# For each token its newest cases alone are read, however many there are.
_NEWEST = """
SELECT case_number
  FROM unnest(%(tokens)s::text[]) AS wanted(token)
 CROSS JOIN LATERAL (
       SELECT case_number, id FROM cases_token
        WHERE agency = %(agency)s AND token = wanted.token
        ORDER BY id DESC LIMIT %(size)s) found
 GROUP BY case_number
 ORDER BY max(id) DESC
 LIMIT %(size)s
"""


def search(*, agency: str, text: str, number_token: str = "", size: int = 30) -> tuple[Row, ...]:
    """Cases of the agency by case number, name, pinyin, last four digits or whole number, newest first.

    ``number_token``: the keyed digest of ``text`` where it is a whole identity number. Ask for one more
    than is shown to know whether there are more.
    """
    plain = text.strip()
    if not plain or refused_character(plain):
        return ()
    with agency_context(agency=agency):
        numbers = _numbers(agency, plain, number_token, size)
        rows = Case.objects.filter(agency=agency, number__in=numbers).order_by("-opened_at", "number")
        return tuple(Row(**row) for row in _with_holder(rows))


def _numbers(agency: str, plain: str, number_token: str, size: int) -> list[str]:
    try:
        return [casenumber.parse(plain)]
    except BadCaseNumber:
        pass
    with connection.cursor() as cursor:
        tokens = typed_tokens(plain, number_token)
        cursor.execute(_NEWEST, {"agency": agency, "tokens": tokens, "size": size})
        return [number for (number,) in cursor.fetchall()]


def of_person(*, agency: str, token: str, size: int = 50) -> tuple[Row, ...]:
    """The person's cases in this agency's copies, newest first."""
    with agency_context(agency=agency):
        rows = Case.objects.filter(agency=agency, person_token=token).order_by("-opened_at")
        return tuple(Row(**row) for row in rows.values(*_FIELDS)[:size])


def answer_due(*, agency: str, numbers: Sequence[str]) -> datetime | None:
    """By when the last of these cases is due, as far as the agency holds a copy whose clock runs."""
    with agency_context(agency=agency):
        due = Case.objects.filter(agency=agency, number__in=numbers).values_list("due_at", flat=True)
        return max((at for at in due if at is not None), default=None)


def claimed_by(*, agency: str, numbers: Sequence[str]) -> dict[str, str]:
    """Who has taken which of these cases into work: number to display name."""
    with agency_context(agency=agency):
        rows = Claim.objects.filter(agency=agency, case_number__in=numbers)
        return dict(rows.values_list("case_number", "holder"))
