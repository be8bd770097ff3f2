"""Handing an agency its findings: each batch once, wholly or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from shebaotong.accounts.api import person_token
from shebaotong.findings import models
from shebaotong.findings.refusal import DeliveryRefused
from shebaotong.findings.values import BatchHead, Finding, Rejected, Row
from shebaotong.store.api import agency_context, copy_rows

_FINDING = (
    "reference",
    "run",
    "kind",
    "confidence",
    "person_id",
    "left_agency",
    "left_scheme",
    "right_agency",
    "right_scheme",
    "first_month",
    "last_month",
    "months",
    "left_fen",
    "right_fen",
    "rule",
    "rule_version",
    "clause",
    "clause_verified",
    "explanation",
)
_REJECTED = ("layout", "reason", "column", "detail")
Ranked = tuple[int, Finding]
"""A finding with its place in the agency's list, from 1."""


def deliver(
    *, agency: str, head: BatchHead, findings: Iterable[Ranked], rejected: Iterable[Rejected], now: datetime
) -> int | None:
    """Write an agency's copy of a batch; how many findings, or None where it has the same one already.

    ``findings`` are those that concern the agency, ``rejected`` the rows of its own file. Raises
    DeliveryRefused where it has another batch of that key, or a finding is none of its own.
    """
    with agency_context(agency=agency):
        there = models.Batch.objects.filter(agency=agency, key=head.key).first()
        digest = hashlib.sha256(_canonical(asdict(head)))
        if there is not None:
            for _ in (
                *_finding_rows(agency, 0, findings, digest),
                *_rejected_rows(agency, 0, rejected, digest),
            ):
                pass
            if there.digest != digest.hexdigest():
                raise DeliveryRefused(
                    f"{agency} has a batch {head.key} with other contents. What people have read is never"
                    " replaced: give this one another key."
                )
            return None
        batch = models.Batch.objects.create(
            agency=agency,
            key=head.key,
            title=head.title,
            purpose=head.purpose,
            as_of=head.as_of,
            runs=[asdict(run) for run in head.runs],
            digest="",
            synthetic=head.synthetic,
            delivered_at=now,
        )
        written = copy_rows(
            table="findings_finding",
            columns=("agency", "batch_id", "rank", "certain", "person_tokens", "signs", "rows", *_FINDING),
            rows=_finding_rows(agency, batch.pk, findings, digest),
        )
        copy_rows(
            table="findings_rejectedrow",
            columns=("agency", "batch_id", "rank", "values", *_REJECTED),
            rows=_rejected_rows(agency, batch.pk, rejected, digest),
        )
        batch.digest = digest.hexdigest()
        batch.save(update_fields=["digest"])
        return written


def _finding_rows(
    agency: str, batch: int, findings: Iterable[Ranked], digest: hashlib._Hash
) -> Iterator[tuple[Any, ...]]:
    for rank, finding in findings:
        if agency not in (finding.left_agency, finding.right_agency):
            raise DeliveryRefused(f"The finding {finding.reference} does not concern {agency}.")
        rows = {"left": _clean_rows(finding.left_rows), "right": _clean_rows(finding.right_rows)}
        own = [_clean(getattr(finding, field)) for field in _FINDING]
        digest.update(_canonical([rank, own, finding.signs, rows]))
        head = (rank, finding.certain, _tokens(finding), list(finding.signs), json.dumps(rows))
        yield agency, batch, *head, *own


def _tokens(finding: Finding) -> list[str]:
    numbers = {finding.person_id}
    numbers.update(row["person_id"] for row in (*finding.left_rows, *finding.right_rows))
    return sorted({person_token(number=number) for number in numbers})


def _rejected_rows(
    agency: str, batch: int, rejected: Iterable[Rejected], digest: hashlib._Hash
) -> Iterator[tuple[Any, ...]]:
    for rank, row in enumerate(rejected, start=1):
        if row.values.get("agency") != agency:
            raise DeliveryRefused(f"A rejected row of {row.layout} is not of {agency}.")
        own = [_clean(getattr(row, field)) for field in _REJECTED]
        (values,) = _clean_rows([row.values])
        digest.update(_canonical([own, values]))
        yield agency, batch, rank, json.dumps(values), *own


def _clean_rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{column: _clean(text) for column, text in row.items()} for row in rows]


def _clean(value: Any) -> Any:
    """PostgreSQL keeps no NUL; a hostile file may hold one."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")
