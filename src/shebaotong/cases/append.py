"""Appending: one SQL call writes documents, receipts, projection, tokens and outbox rows together.

It stores what the Python fold computed; there is no domain logic in the database. One round trip
instead of one for each row is what makes the hot path quick.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from shebaotong.kernel.api import Document, Receipt, canonical

STALE = "SBT01"
KEY_USED = "SBT02"
"""SQLSTATEs that ``cases_append`` raises, as its migration declares them."""


class StaleCopy(Exception):
    """Somebody appended to this copy after it was read: read again and decide again."""


class KeyUsed(Exception):
    """The idempotency key stands already."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    receiver: str
    kind: str
    reference: str
    parcel: str


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    key: str
    digest: str
    document_number: int


def append(
    *,
    agency: str,
    number: str,
    expected: int,
    documents: Sequence[Document],
    receipts: Sequence[Receipt],
    case: dict[str, Any],
    tokens: Sequence[str],
    outbox: Sequence[OutboxRow],
    now: datetime,
    idempotency: IdempotencyKey | None = None,
) -> None:
    """Write all of it or nothing. Needs the agency's context.

    Raises StaleCopy where the copy has not ``expected`` rows any more, KeyUsed.
    """
    payload = {
        "agency": agency,
        "number": number,
        "expected": expected,
        "now": now.isoformat(),
        "documents": [_document(document) for document in documents],
        "receipts": [_receipt(receipt) for receipt in receipts],
        "case": case,
        "tokens": list(tokens),
        "outbox": [
            {"receiver": r.receiver, "kind": r.kind, "reference": r.reference, "parcel": r.parcel}
            for r in outbox
        ],
        "idempotency": None
        if idempotency is None
        else {
            "key": idempotency.key,
            "digest": idempotency.digest,
            "document_number": idempotency.document_number,
        },
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cases_append(%s::jsonb)", [json.dumps(payload, ensure_ascii=False)])
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", None)
        if state == STALE:
            raise StaleCopy from error
        if state == KEY_USED:
            raise KeyUsed from error
        raise


def _document(document: Document) -> dict[str, Any]:
    envelope = document.envelope
    return {
        "author": envelope.author,
        "internal": document.key.internal,
        "number": envelope.number,
        "type": envelope.type,
        "envelope": canonical(envelope.to_json()).decode(),
        "signature": document.signature,
        "delivered_at": (document.delivered_at or envelope.claimed_at).isoformat(),
        "body": document.body,
        "salt": document.salt,
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "author": receipt.document.agency,
        "number": receipt.document.number,
        "issuer": receipt.issuer,
        "stage": receipt.stage.value,
        "payload": canonical(receipt.to_json()).decode(),
        "signature": receipt.signature,
    }
