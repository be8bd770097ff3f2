"""Verifying a printed document: anybody with the paper in hand can ask whether it is genuine.

The code on the paper is the end of the document's own signature: it cannot be guessed, and it opens
this one document alone. What is shown says what the paper is and whether it still holds; the name is
masked, for the asker has it before him.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from shebaotong.cases import catalogue
from shebaotong.cases.basis import load
from shebaotong.cases.copy import Copy
from shebaotong.cases.subject import of_copy
from shebaotong.kernel.api import (
    BadSignature,
    Document,
    Key,
    Reach,
    Text,
    body_digest,
    canonical,
    mask_name,
    verify,
)
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

PROOF_LENGTH = 22
"""Characters of the signature on the paper: 132 bits."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What may be told of a genuine document."""

    title: Text
    item: Text
    author: str
    case_number: str
    issued_at: datetime
    void: bool
    masked_name: str
    """Empty where the body was erased by a lawful order."""
    intact: bool
    """Signature and body fit; False would mean that our own copy was tampered with."""


def proof_of(document: Document) -> str:
    """The code that goes on the paper."""
    return document.signature[-PROOF_LENGTH:]


def verify_paper(*, agency: str, case_number: str, key: Key, proof: str) -> Paper | None:
    """The document if the code fits; None alike for a wrong code and for no such document."""
    with agency_context(agency=agency):
        copy = load(agency=agency, number=case_number)
        document = copy.document(key)
        if document is None or document.envelope.reach is not Reach.PERSON:
            return None
        if not hmac.compare_digest(proof.encode(), proof_of(document).encode()):
            return None
        return _paper(copy, document)


def _paper(copy: Copy, document: Document) -> Paper:
    item = catalogue.item_of(copy.state)
    declared = catalogue.declaration(item, document.envelope.type)
    subject = of_copy(copy)
    return Paper(
        title=declared.title if declared else item.title,
        item=item.title,
        author=document.envelope.author,
        case_number=copy.number,
        issued_at=document.envelope.claimed_at,
        void=document.key in copy.state.void,
        masked_name=mask_name(subject.name) if subject else "",
        intact=is_intact(document),
    )


def is_intact(document: Document) -> bool:
    """Signature by the author's key, and the body the one that was signed (an erased one cannot tell)."""
    envelope = document.envelope
    try:
        verify(
            document.signature,
            canonical(envelope.to_json()),
            network.public_keys(agency=envelope.author),
        )
    except BadSignature:
        return False
    if document.body is None or document.salt is None:
        return True
    return body_digest(document.salt, document.body) == envelope.body_digest
