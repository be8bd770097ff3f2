"""Erasing a body by a lawful order: the envelope stays, the case folds and verifies as before."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from shebaotong.cases.basis import load
from shebaotong.cases.copy import Copy
from shebaotong.cases.models import Case, CaseToken, Erasure, StoredBody
from shebaotong.cases.parcels import document_parcel
from shebaotong.cases.subject import of_copy
from shebaotong.exchange import api as exchange
from shebaotong.kernel.api import Actor, Key
from shebaotong.store.api import agency_context


def erase_body(*, actor: Actor, case_number: str, key: Key, order: str, now: datetime) -> bool:
    """Empty the body and salt of one document of the agency's copy; False where there is none left.

    ``order``: number and legal basis of the order; it is kept with who carried it out. Without the
    salt nobody can try numbers against the digest in the envelope.
    """
    with agency_context(agency=actor.agency):
        changed = StoredBody.objects.filter(
            agency=actor.agency,
            case_number=case_number,
            author=key.agency,
            internal=key.internal,
            number=key.number,
            erased_at__isnull=True,
        ).update(body=None, salt=None, erased_at=now)
        if not changed:
            return False
        _grow(actor.agency, case_number)
        copy = load(agency=actor.agency, number=case_number)
        _forget_subject(copy)
        _rewrite_parcels(copy, key)
        Erasure.objects.create(
            agency=actor.agency,
            case_number=case_number,
            author=key.agency,
            internal=key.internal,
            number=key.number,
            order=order,
            hand=actor.hand,
            erased_at=now,
        )
        return True


def _grow(agency: str, number: str) -> None:
    """The copy changes by an erasure: whoever has read it before finds it stale, and does his work again on
    what is left. Whoever has appended to it is waited for, so that his parcels are seen."""
    Case.objects.filter(agency=agency, number=number).update(revision=F("revision") + 1)


def _forget_subject(copy: Copy) -> None:
    """What lists and search hold of the person goes with the body that it came from."""
    if of_copy(copy) is not None:
        return
    rows = Case.objects.filter(agency=copy.agency, number=copy.number)
    rows.update(subject_name="", subject_masked="", person_token="")
    CaseToken.objects.filter(agency=copy.agency, case_number=copy.number).delete()


def _rewrite_parcels(copy: Copy, key: Key) -> None:
    document = copy.document(key)
    if document is None or key.internal:
        return
    row = document_parcel(document, receiver="")
    exchange.rewrite_parcels(
        agency=copy.agency, case_number=copy.number, reference=row.reference, content=row.parcel
    )
