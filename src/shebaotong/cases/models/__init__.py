"""The tables of cases; every row belongs to one agency's copy."""

from shebaotong.cases.models.awaited import Awaited
from shebaotong.cases.models.case import Case
from shebaotong.cases.models.claim import Claim
from shebaotong.cases.models.counted_calendar import CountedCalendar
from shebaotong.cases.models.document import StoredBody, StoredDocument
from shebaotong.cases.models.erasure import Erasure
from shebaotong.cases.models.escalation import Escalation
from shebaotong.cases.models.figures import PublishedFigures
from shebaotong.cases.models.idempotency import IdempotentCommand
from shebaotong.cases.models.receipt import StoredReceipt
from shebaotong.cases.models.token import CaseToken
from shebaotong.cases.models.tracking import TrackingMiss

__all__ = [
    "Awaited",
    "Case",
    "CaseToken",
    "Claim",
    "CountedCalendar",
    "Erasure",
    "Escalation",
    "IdempotentCommand",
    "PublishedFigures",
    "StoredBody",
    "StoredDocument",
    "StoredReceipt",
    "TrackingMiss",
]
