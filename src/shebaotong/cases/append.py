"""Appending: one SQL call writes documents, receipts, projection, tokens and outbox rows together.

It stores what the Python fold computed; there is no domain logic in the database. One round trip
instead of one for each row is what makes the hot path quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import DatabaseError, transaction

from shebaotong.exchange import api as exchange
from shebaotong.kernel.api import Document, Receipt, json_text
from shebaotong.store.api import ask

KEY_USED, SOME_STALE = "SBT02", "SBT01"
"""SQLSTATEs that ``cases_append`` raises, as its migration declares them."""

_APPEND = "SELECT cases_append(%s, %s::jsonb)"
_KEEP = """
INSERT INTO cases_idempotency (agency, key, digest, case_number, document_number, done_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (agency, key) DO NOTHING RETURNING true
"""


class StaleCopy(Exception):
    """Somebody appended to this copy after it was read, or erased of it: read again and decide again."""


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
    """The revision that the copy had when it was read."""
    documents: Sequence[Document]
    receipts: Sequence[Receipt]
    case: dict[str, Any]
    """The projection, see ``projection.project``."""
    tokens: Sequence[str]
    outbox: Sequence[OutboxRow]
    now: datetime
    idempotency: IdempotencyKey | None = None


def append(addition: Addition) -> None:
    """Write all of it or nothing. Needs the agency's context.

    Raises StaleCopy where the copy is not at the ``expected`` revision any more, KeyUsed.
    """
    if not append_all([addition])[0]:
        raise StaleCopy


def keep_key(*, agency: str, number: str, key: IdempotencyKey, now: datetime) -> None:
    """Keep the answer to a command that appends nothing. Needs the agency's context. Raises KeyUsed."""
    if not ask(_KEEP, [agency, key.key, key.digest, number, key.document_number, now]):
        raise KeyUsed


def append_all(additions: Sequence[Addition]) -> list[bool]:
    """Write each of them whole or not at all; False in the place of one whose copy was stale.

    All are of the acting agency and of different cases. Raises KeyUsed.
    """
    if not additions:
        return []
    written = _written(additions)
    if written is None:
        return [append_all([each])[0] for each in additions]
    if written and any(each.outbox for each in additions):
        exchange.wake(agency=additions[0].agency)
    return [written] * len(additions)


def _written(additions: Sequence[Addition]) -> bool | None:
    """True: all are written. False: none is, because every one is stale. None: none is, because some are
    stale; then each has to be tried by itself."""
    # The function raises where some are stale, and PostgreSQL then refuses the rest of the transaction, hence
    # the savepoint. A single addition needs none: the function answers whether it was stale.
    several = len(additions) > 1
    try:
        with transaction.atomic() if several else nullcontext():
            rows = json_text(_together(additions))
            ((written,),) = ask(_APPEND, [additions[0].agency, rows])
            return bool(written)
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", None)
        if state == SOME_STALE:
            return None
        if state == KEY_USED:
            raise KeyUsed from error
        raise


def _together(additions: Sequence[Addition]) -> dict[str, Any]:
    """What ``cases_append`` takes: for each table its rows of all copies, with the numbers of their cases."""
    return {
        "known": {each.number: each.expected for each in additions},
        # In one order, so that two who write the same copies do not wait for each other.
        "cases": sorted((each.case for each in additions), key=itemgetter("number")),
        "keys": [
            {
                "case_number": each.number,
                "key": key.key,
                "digest": key.digest,
                "document_number": key.document_number,
                "done_at": each.now.isoformat(),
            }
            for each in additions
            if (key := each.idempotency) is not None
        ],
        "documents": [_document(each, document) for each in additions for document in each.documents],
        "receipts": [receipt_row(each.number, receipt) for each in additions for receipt in each.receipts],
        "tokens": [
            {"case_number": each.number, "token": token} for each in additions for token in each.tokens
        ],
        "outbox": [_parcel(each, row) for each in additions for row in each.outbox],
    }


def _document(addition: Addition, document: Document) -> dict[str, Any]:
    envelope = document.envelope
    return {
        "case_number": addition.number,
        "author": envelope.author,
        "internal": document.key.internal,
        "number": envelope.number,
        "type": envelope.type,
        "envelope": document.signed_text(),
        "signature": document.signature,
        "delivered_at": (document.delivered_at or envelope.claimed_at).isoformat(),
        "body": document.body,
        "salt": document.salt,
        # Erased before it came here.
        "erased_at": addition.now.isoformat() if document.salt is None else None,
    }


def receipt_row(number: str, receipt: Receipt) -> dict[str, Any]:
    """What a copy keeps of a receipt, and of which case it is."""
    return {
        "case_number": number,
        "author": receipt.document.agency,
        "number": receipt.document.number,
        "issuer": receipt.issuer,
        "stage": receipt.stage.value,
        "payload": receipt.signed_text(),
        "signature": receipt.signature,
    }


def _parcel(addition: Addition, row: OutboxRow) -> dict[str, Any]:
    return {
        "case_number": addition.number,
        "receiver": row.receiver,
        "kind": row.kind,
        "reference": row.reference,
        "parcel": row.parcel,
        "created_at": addition.now.isoformat(),
    }
