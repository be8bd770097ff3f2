"""Erasing a body by a lawful order: the envelope stays, the case folds and verifies as before."""

from __future__ import annotations

from datetime import datetime

from shebaotong.cases.models import Erasure, StoredBody
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
