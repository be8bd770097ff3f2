"""Sending what is due. Three short steps: claim, hand over, note; no lock is held while a gateway thinks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from shebaotong.kernel.api import mask_phone
from shebaotong.messages.gateway import GatewayFailure, Outgoing, SmsGateway
from shebaotong.messages.models import Sms, SmsState
from shebaotong.messages.values import CODE_DIGITS
from shebaotong.store.api import agency_context

LEASE = timedelta(minutes=5)
"""A worker that has not reported by then is taken for dead and its SMS is claimed anew."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each failure; after the last one the SMS is given up."""
_NO_WAIT = 2 * max(PAUSES)
"""What is put off for longer than this was so while the clock ran ahead. Twice the longest pause, because the
clocks of two servers never agree."""

_FORGET = rf"""
UPDATE notices_sms
   SET text = regexp_replace(text, '\d{{{CODE_DIGITS}}}', repeat('*', {CODE_DIGITS}), 'g'),
       forget_at = NULL,
       phone = CASE WHEN finished_at IS NULL THEN left(phone, 3) || '****' || right(phone, 4) ELSE phone END,
       state = CASE WHEN finished_at IS NULL THEN 'failed' ELSE state END,
       error = CASE WHEN finished_at IS NULL THEN 'the code ran out' ELSE error END,
       finished_at = coalesce(finished_at, %(now)s)
 WHERE agency = %(agency)s AND forget_at <= %(now)s
"""


@dataclass(frozen=True, slots=True)
class Delivered:
    sent: int = 0
    retried: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One SMS as the outbox page shows it."""

    id: int
    phone: str
    """Masked."""
    text: str
    case_number: str
    state: str
    attempts: int
    error: str
    queued_at: datetime
    finished_at: datetime | None


def deliver_due(*, agency: str, gateway: SmsGateway, now: datetime, limit: int = 50) -> Delivered:
    """Send up to ``limit`` SMS of the agency that are due. Workers may run it at the same time.

    Exactly once where the gateway honours the reference; a killed worker's SMS goes out again after
    the lease, under the same reference.
    """
    sent = retried = failed = 0
    for sms in _claim(agency, now, limit):
        try:
            gateway.send(Outgoing(reference=f"{agency}-{sms.pk}", phone=sms.phone, text=sms.text))
        except GatewayFailure as failure:
            if failure.permanent or sms.attempts > len(PAUSES):
                _finish(agency, sms, SmsState.FAILED, failure.detail, now)
                failed += 1
            else:
                _postpone(agency, sms, failure.detail, now + PAUSES[sms.attempts - 1])
                retried += 1
        else:
            _finish(agency, sms, SmsState.SENT, "", now)
            sent += 1
    return Delivered(sent, retried, failed)


def outbox(*, agency: str, before: int | None = None, limit: int = 50) -> tuple[OutboxRow, ...]:
    """The agency's SMS, newest first; ``before`` is the last id of the page before."""
    with agency_context(agency=agency):
        found = Sms.objects.filter(agency=agency).select_related("message")
        if before is not None:
            found = found.filter(id__lt=before)
        return tuple(
            OutboxRow(
                id=sms.pk,
                phone=mask_phone(sms.phone),
                text=sms.text,
                case_number=sms.message.case_number,
                state=sms.state,
                attempts=sms.attempts,
                error=sms.error,
                queued_at=sms.message.told_at,
                finished_at=sms.finished_at,
            )
            for sms in found.order_by("-id")[:limit]
        )


def forget_codes(*, agency: str, now: datetime) -> None:
    """Blot out the codes that have run out; an SMS that is still on its way with one is given up."""
    with agency_context(agency=agency), connection.cursor() as cursor:
        cursor.execute(_FORGET, {"agency": agency, "now": now})


def _claim(agency: str, now: datetime, limit: int) -> list[Sms]:
    waiting = [SmsState.QUEUED.value, SmsState.SENDING.value]
    with agency_context(agency=agency):
        # What was never tried is due, whatever the clock said when it was written.
        due = Q(attempts=0) | Q(due_at__lte=now) | Q(due_at__gt=now + _NO_WAIT)
        found = Sms.objects.filter(due, agency=agency, state__in=waiting).order_by("due_at", "id")
        claimed = list(found.select_for_update(skip_locked=True)[:limit])
        Sms.objects.filter(pk__in=[sms.pk for sms in claimed]).update(
            state=SmsState.SENDING, due_at=now + LEASE, attempts=F("attempts") + 1
        )
    for sms in claimed:
        sms.attempts += 1
    return claimed


def _postpone(agency: str, sms: Sms, error: str, due_at: datetime) -> None:
    with agency_context(agency=agency):
        Sms.objects.filter(pk=sms.pk, state=SmsState.SENDING, attempts=sms.attempts).update(
            state=SmsState.QUEUED, due_at=due_at, error=error[:200]
        )


def _finish(agency: str, sms: Sms, state: SmsState, error: str, now: datetime) -> None:
    # The number has done its work: what is left is enough to tell to which of the person's phones it went.
    # Only a worker that still holds the claim may change the row; another may have sent it meanwhile.
    with agency_context(agency=agency):
        Sms.objects.filter(pk=sms.pk, state=SmsState.SENDING).update(
            state=state, error=error[:200], finished_at=now, phone=mask_phone(sms.phone)
        )
