"""An agency's own copy of a case, read whole: it is small, and the fold wants all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from shebaotong.kernel.api import (
    CaseState,
    CaseView,
    Document,
    Envelope,
    Key,
    Reach,
    Receipt,
    fold,
)

# One round trip: the copy's documents with their bodies, its receipts, and the revision.
_LOAD = """
SELECT 'd', d.envelope, d.signature, b.body, b.salt, d.delivered_at
  FROM cases_document d
  JOIN cases_body b USING (agency, case_number, author, internal, number)
 WHERE d.agency = %(agency)s AND d.case_number = %(number)s
UNION ALL
SELECT 'r', payload, signature, NULL, NULL, NULL
  FROM cases_receipt WHERE agency = %(agency)s AND case_number = %(number)s
UNION ALL
SELECT 'c', revision::text, person_token, NULL, NULL, NULL
  FROM cases_case WHERE agency = %(agency)s AND number = %(number)s
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """What one agency holds of a case."""

    agency: str
    number: str
    documents: tuple[Document, ...] = ()
    """In causal order, internal ones last among those they could see."""
    receipts: tuple[Receipt, ...] = ()
    revision: int = 0
    person_token: str = ""
    state: CaseState = field(default_factory=lambda: CaseState(""))

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset({self.person_token} if self.person_token else ())

    def view(self, now: datetime) -> CaseView:
        return CaseView(self.state, self.agency, self.documents, now)

    def view_of(self, name: str) -> Document | None:
        """The newest document of that name, void ones passed over."""
        found = [d for d in self.documents if d.name == name and d.key not in self.state.void]
        return found[-1] if found else None

    def next_number(self, *, internal: bool) -> int:
        """The agency's next number in one of its two series."""
        mine = [
            d.key.number for d in self.documents if d.key.agency == self.agency and d.key.internal is internal
        ]
        return max(mine, default=0) + 1

    def document(self, key: Key) -> Document | None:
        return next((d for d in self.documents if d.key == key), None)

    def having(self, documents: tuple[Document, ...] = (), receipts: tuple[Receipt, ...] = ()) -> Copy:
        """The copy with more in it, folded anew."""
        return _folded(
            replace(
                self,
                documents=(*self.documents, *documents),
                receipts=(*self.receipts, *receipts),
            )
        )


def load(*, agency: str, number: str) -> Copy:
    """The agency's copy; one without documents where it holds none. Needs the agency's context."""
    documents, receipts, revision, token = [], [], 0, ""
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, {"agency": agency, "number": number})
        for kind, text, signature, body, salt, delivered_at in cursor.fetchall():
            if kind == "d":
                documents.append(_document(text, signature, body, salt, delivered_at))
            elif kind == "r":
                receipts.append(Receipt.from_json(json.loads(text), signature))
            else:
                revision, token = int(text), signature
    return _folded(Copy(agency, number, tuple(documents), tuple(receipts), revision, token))


def _document(
    text: str, signature: str, body: Mapping[str, Any] | str | None, salt: str | None, at: datetime
) -> Document:
    parsed = json.loads(body) if isinstance(body, str) else body
    return Document(
        Envelope.from_json(json.loads(text)),
        signature,
        None if parsed is None else dict(parsed),
        salt,
        at,
    )


def _folded(copy: Copy) -> Copy:
    state = fold(copy.number, (d.envelope for d in copy.documents), copy.receipts)
    rank = {key: at for at, key in enumerate(state.applied)}
    last = len(rank)
    documents = sorted(
        copy.documents,
        key=lambda d: (rank.get(d.key, last), d.delivered_at or d.envelope.claimed_at, d.key),
    )
    return replace(copy, state=state, documents=tuple(documents))


def shared(copy: Copy) -> tuple[Document, ...]:
    """What may leave the agency."""
    return tuple(d for d in copy.documents if d.envelope.reach is not Reach.INTERNAL)
