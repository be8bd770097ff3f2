"""What has come for an agency and is not worked in yet."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Inbox(models.Model):
    """One parcel from one agency; the same parcel twice is one row."""

    agency = models.CharField(max_length=6)
    """Receiver."""
    sender = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    kind = models.CharField(max_length=10)
    reference = models.CharField(max_length=60)
    parcel = models.TextField()
    arrived_at = models.DateTimeField(db_default=Now())
    """The time of delivery: it counts in law, whenever the parcel is worked in."""
    next_try_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(db_default=0)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.TextField(db_default="")

    class Meta:
        db_table = "exchange_inbox"
        constraints = [
            models.UniqueConstraint(
                fields=["case_number", "agency", "sender", "reference"], name="exchange_inbox_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_try_at", "id"],
                name="exchange_inbox_fresh",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True, attempts=0),
            ),
            models.Index(
                fields=["agency", "next_try_at", "id"],
                name="exchange_inbox_due",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True, attempts__gt=0),
            ),
            models.Index(
                fields=["agency", "id"],
                name="exchange_inbox_held",
                condition=models.Q(done_at__isnull=True, attempts__gt=0),
            ),
        ]
