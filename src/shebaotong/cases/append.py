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

from django.db import DatabaseError

from shebaotong.exchange import api as exchange
from shebaotong.kernel.api import Document, Receipt
from shebaotong.store.api import ask

KEY_USED = "SBT02"
"""SQLSTATE that ``cases_append`` raises, as its migration declares it."""

_APPEND = "SELECT cases_append(%s::jsonb)"
_APPEND_ALL = """
SELECT cases_append(each) FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS given (each, place)
 ORDER BY place
"""


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


@dataclass(frozen=True, slots=True)
class Addition:
    """What one piece of work adds to one copy, and what the copy then looks like."""

    agency: str
    number: str
    expected: int
    """Rows of documents and receipts that the copy had when it was read."""
    documents: Sequence[Document]
    receipts: Sequence[Receipt]
    case: dict[str, Any]
    """The projection, see ``projection.project``."""
    tokens: Sequence[str]
    outbox: Sequence[OutboxRow]
    now: datetime
    idempotency: IdempotencyKey | None = None

    def to_json(self) -> dict[str, Any]:
        key = self.idempotency
        return {
            "agency": self.agency,
            "number": self.number,
            "expected": self.expected,
            "now": self.now.isoformat(),
            "documents": [_document(document) for document in self.documents],
            "receipts": [_receipt(receipt) for receipt in self.receipts],
            "case": self.case,
            "tokens": list(self.tokens),
            "outbox": [
                {"receiver": r.receiver, "kind": r.kind, "reference": r.reference, "parcel": r.parcel}
                for r in self.outbox
            ],
            "idempotency": None
            if key is None
            else {"key": key.key, "digest": key.digest, "document_number": key.document_number},
        }


def append(addition: Addition) -> None:
    """Write all of it or nothing. Needs the agency's context.

    Raises StaleCopy where the copy has not ``expected`` rows any more, KeyUsed.
    """
    if not _written(_APPEND, addition.to_json(), [addition])[0]:
        raise StaleCopy


def append_all(additions: Sequence[Addition]) -> list[bool]:
    """Write each of them whole or not at all; False in the place of one whose copy was stale.

    All are of the acting agency and of different cases.
    """
    if not additions:
        return []
    return _written(_APPEND_ALL, [addition.to_json() for addition in additions], additions)


def _written(statement: str, content: Any, additions: Sequence[Addition]) -> list[bool]:
    try:
        written = [bool(row[0]) for row in ask(statement, [json.dumps(content, ensure_ascii=False)])]
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == KEY_USED:
            raise KeyUsed from error
        raise
    for addition, done in zip(additions, written, strict=True):
        if done and addition.outbox:
            exchange.wake(agency=addition.agency)
            break
    return written


def _document(document: Document) -> dict[str, Any]:
    envelope = document.envelope
    return {
        "author": envelope.author,
        "internal": document.key.internal,
        "number": envelope.number,
        "type": envelope.type,
        "envelope": document.signed_text(),
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
        "payload": receipt.signed_text(),
        "signature": receipt.signature,
    }
