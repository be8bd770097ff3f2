"""What an agency still has to send: a row in the transaction of the document that it carries."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Outbox(models.Model):
    """One parcel to one agency; stays until the receiver's side has it."""

    agency = models.CharField(max_length=6)
    """Sender."""
    receiver = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    kind = models.CharField(max_length=10)
    """``document``, ``receipt`` or ``file``; a file's bytes are read when it is carried."""
    reference = models.CharField(max_length=60)
    """Names the parcel for the receiver: a second one of the same reference is the same parcel."""
    parcel = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    next_try_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(db_default=0)
    relayed_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(db_default="")

    class Meta:
        db_table = "exchange_outbox"
        constraints = [
            models.UniqueConstraint(
                fields=["case_number", "agency", "receiver", "reference"], name="exchange_outbox_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_try_at", "id"],
                name="exchange_outbox_fresh",
                condition=models.Q(relayed_at__isnull=True, dead_at__isnull=True, attempts=0),
            ),
            models.Index(
                fields=["agency", "next_try_at", "id"],
                name="exchange_outbox_due",
                condition=models.Q(relayed_at__isnull=True, dead_at__isnull=True, attempts__gt=0),
            ),
            models.Index(
                fields=["agency", "id"],
                name="exchange_outbox_held",
                condition=models.Q(relayed_at__isnull=True, attempts__gt=0),
            ),
        ]
