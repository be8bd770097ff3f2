"""A person follows a case with its number and the last four characters of his document.

The number's first digits say which agency to ask, so no other is. Five misses lock the number for a
while; an unknown number and wrong last characters look alike and cost the same.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.db.models import F

from shebaotong.cases.basis import load
from shebaotong.cases.copy import Copy
from shebaotong.cases.errors import CaseError
from shebaotong.cases.models import TrackingMiss
from shebaotong.cases.subject import of_copy
from shebaotong.kernel.api import normalise_number
from shebaotong.store.api import agency_context, send_with_next

_QUEUE_UP = "SELECT pg_advisory_xact_lock(hashtext('tracking'), hashtext(%s))"
MOST_MISSES = 5
LOCKED_FOR = timedelta(minutes=30)


class TrackingLocked(CaseError):
    """Too many misses; ``until`` says when the next try is possible."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def track(*, agency: str, number: str, last_four: str, now: datetime) -> Copy | None:
    """The agency's copy where number and last four fit; None where they do not.

    ``number`` is parsed already; ``last_four`` is as it was typed, full-width digits too. Raises
    TrackingLocked. Misses are counted for numbers that do not exist too, so that the answer tells nobody
    which do.
    """
    with agency_context(agency=agency):
        # Tries at one number wait for one another, so that a volley gets no more of them than a row.
        send_with_next(_QUEUE_UP, [f"{agency} {number}"])
        miss = TrackingMiss.objects.filter(agency=agency, case_number=number).first()
        if miss is not None and miss.locked_until is not None and _holds(miss.locked_until, now):
            raise TrackingLocked(miss.locked_until)
        copy = load(agency=agency, number=number)
        subject = of_copy(copy)
        wanted = subject.last_fours if subject is not None else ()
        typed = normalise_number(last_four).encode()
        if any(hmac.compare_digest(each.encode(), typed) for each in wanted):
            TrackingMiss.objects.filter(agency=agency, case_number=number).delete()
            return copy
        _count_miss(agency, number, now)
        return None


def _holds(until: datetime, now: datetime) -> bool:
    """Whether a lock still holds. One of more than twice its length was set by a clock that ran ahead; a
    little too long it is where clocks of two servers differ, or tries have waited for one another."""
    return now < until <= now + 2 * LOCKED_FOR


def _count_miss(agency: str, number: str, now: datetime) -> None:
    miss, made = TrackingMiss.objects.get_or_create(
        agency=agency, case_number=number, defaults={"misses": 1, "first_at": now}
    )
    if made:
        return
    if miss.locked_until is not None:
        # The lock holds no more: counting begins anew.
        TrackingMiss.objects.filter(id=miss.id).update(misses=1, first_at=now, locked_until=None)
        return
    TrackingMiss.objects.filter(id=miss.id).update(misses=F("misses") + 1)
    TrackingMiss.objects.filter(id=miss.id, misses__gte=MOST_MISSES).update(locked_until=now + LOCKED_FOR)
