"""What an agency's people may see of its findings. Opening anything about a person is logged with the reader.

Every list is paged by keys: a page costs the same wherever it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from shebaotong.findings import models
from shebaotong.findings.values import (
    Batch,
    BatchHead,
    Finding,
    FindingPage,
    Reader,
    ReadEvent,
    Rejected,
    RejectedPage,
    Run,
    RunSide,
)
from shebaotong.store.api import agency_context

LIST, REJECTED = "list", "rejected"
MOST_READINGS = 20

Counts = Mapping[tuple[str, bool], int]
"""(kind, certain) to how many."""


def has_batch(*, agency: str, key: str) -> bool:
    """Whether the agency has a batch of that key."""
    with agency_context(agency=agency):
        return _row(agency, key) is not None


def batches_of(*, agency: str) -> tuple[BatchHead, ...]:
    """The batches that the agency has, newest first. Nothing of what they found is counted."""
    with agency_context(agency=agency):
        found = models.Batch.objects.filter(agency=agency).order_by("-as_of", "-id")
        return tuple(_head(row) for row in found)


def head_of(*, agency: str, key: str) -> BatchHead | None:
    """One batch; None where the agency has none of that key."""
    with agency_context(agency=agency):
        row = _row(agency, key)
        return _head(row) if row else None


def batch_of(*, agency: str, key: str, reader: Reader) -> tuple[Batch, Counts] | None:
    """One batch with its findings counted; None where the agency has none of that key."""
    with agency_context(agency=agency):
        row = _row(agency, key)
        return _counted(row, reader) if row else None


def newest_batch(*, agency: str, reader: Reader) -> tuple[Batch, Counts] | None:
    """The same of the newest batch; None where the agency has none."""
    with agency_context(agency=agency):
        row = models.Batch.objects.filter(agency=agency).order_by("-as_of", "-id").first()
        return _counted(row, reader) if row else None


def findings_of(
    *,
    agency: str,
    key: str,
    reader: Reader,
    now: datetime,
    kind: str | None = None,
    certain: bool | None = None,
    after: int = 0,
    before: int | None = None,
    size: int,
) -> FindingPage | None:
    """A page of the list: what ranks behind ``after``, or the last before ``before``. Logged."""
    with agency_context(agency=agency):
        row = _row(agency, key)
        if row is None:
            return None
        found = _seen_by(row, reader)
        if kind is not None:
            found = found.filter(kind=kind)
        if certain is not None:
            found = found.filter(certain=certain)
        rows, first, last = _page(found, after, before, size)
        _log(row, LIST, reader, now)
        return FindingPage([_finding(each) for each in rows], first, last)


def open_finding(
    *, agency: str, key: str, reference: str, reader: Reader, now: datetime
) -> tuple[Finding, tuple[ReadEvent, ...]] | None:
    """One finding, and who has opened it before. Logged. None where the reader may not or there is none."""
    with agency_context(agency=agency):
        row = _row(agency, key)
        if row is None:
            return None
        found = _seen_by(row, reader).filter(reference=reference).first()
        if found is None:
            return None
        before = tuple(
            ReadEvent(each.reader, each.reader_role, each.read_at)
            for each in models.Reading.objects.filter(agency=agency, batch=row, what=reference).order_by(
                "-id"
            )[:MOST_READINGS]
        )
        _log(row, reference, reader, now)
        return _finding(found), before


def rejected_of(
    *,
    agency: str,
    key: str,
    reader: Reader,
    now: datetime,
    after: int = 0,
    before: int | None = None,
    size: int,
) -> RejectedPage | None:
    """A page of the agency's own rows that could not be compared. Logged."""
    with agency_context(agency=agency):
        row = _row(agency, key)
        if row is None:
            return None
        rows, first, last = _page(
            models.RejectedRow.objects.filter(agency=agency, batch=row), after, before, size
        )
        _log(row, REJECTED, reader, now)
        made = [Rejected(each.layout, each.reason, each.column, each.detail, each.values) for each in rows]
        return RejectedPage(made, first, last)


def rejected_counts(*, agency: str, key: str) -> Mapping[str, int]:
    """Reason to how many of the agency's own rows, most first."""
    with agency_context(agency=agency):
        counted = (
            models.RejectedRow.objects.filter(agency=agency, batch__key=key)
            .values_list("reason")
            .annotate(number=Count("id"))
            .order_by("-number", "reason")
        )
        return dict(counted)


def _counted(row: models.Batch, reader: Reader) -> tuple[Batch, Counts]:
    counted = _seen_by(row, reader).values_list("kind", "certain").annotate(Count("id")).order_by()
    counts = {(kind, certain): number for kind, certain, number in counted}
    return Batch(_head(row), row.delivered_at, sum(counts.values())), counts


def _row(agency: str, key: str) -> models.Batch | None:
    return models.Batch.objects.filter(agency=agency, key=key).first()


def _seen_by(batch: models.Batch, reader: Reader) -> QuerySet[models.Finding]:
    """Nobody learns here that he is himself in doubt: that is told in the procedure."""
    found = models.Finding.objects.filter(agency=batch.agency, batch=batch)
    return found.exclude(person_tokens__contains=[reader.person_token]) if reader.person_token else found


def _page(found: QuerySet[Any], after: int, before: int | None, size: int) -> tuple[list[Any], Any, Any]:
    """The rows, the key before which others lie, and the key behind which others lie."""
    if before is not None:
        rows = list(reversed(found.filter(rank__lt=before).order_by("-rank")[: size + 1]))
        more_before, more_after = len(rows) > size, True
        rows = rows[-size:]
    else:
        rows = list(found.filter(rank__gt=after).order_by("rank")[: size + 1])
        more_before, more_after = after > 0, len(rows) > size
        rows = rows[:size]
    if not rows:
        return [], None, None
    return rows, rows[0].rank if more_before else None, rows[-1].rank if more_after else None


def _log(batch: models.Batch, what: str, reader: Reader, now: datetime) -> None:
    models.Reading.objects.create(
        agency=batch.agency,
        batch=batch,
        what=what,
        reader=reader.display,
        reader_role=reader.role,
        read_at=now,
    )


def _head(row: models.Batch) -> BatchHead:
    runs = tuple(
        Run(**{**run, "left": RunSide(**run["left"]), "right": RunSide(**run["right"])}) for run in row.runs
    )
    return BatchHead(row.key, row.title, row.purpose, row.as_of, runs, row.synthetic)


def _finding(row: models.Finding) -> Finding:
    return Finding(
        reference=row.reference,
        run=row.run,
        kind=row.kind,
        confidence=row.confidence,
        person_id=row.person_id,
        left_agency=row.left_agency,
        left_scheme=row.left_scheme,
        right_agency=row.right_agency,
        right_scheme=row.right_scheme,
        first_month=row.first_month,
        last_month=row.last_month,
        months=row.months,
        left_fen=row.left_fen,
        right_fen=row.right_fen,
        rule=row.rule,
        rule_version=row.rule_version,
        signs=tuple(row.signs),
        clause=row.clause,
        clause_verified=row.clause_verified,
        explanation=row.explanation,
        left_rows=tuple(row.rows["left"]),
        right_rows=tuple(row.rows["right"]),
    )
