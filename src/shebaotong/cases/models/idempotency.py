"""Commands that were done: the same key again gives the same answer and does nothing."""

from __future__ import annotations

from django.db import models


class IdempotentCommand(models.Model):
    agency = models.CharField(max_length=6)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    """Of the command: one key with another command is an error, not an answer."""
    case_number = models.CharField(max_length=16)
    document_number = models.PositiveIntegerField()
    done_at = models.DateTimeField()

    class Meta:
        db_table = "cases_idempotency"
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="cases_idempotency_key")]
