"""Receipts of an agency's copy; append-only by trigger."""

from __future__ import annotations

from django.db import models


class StoredReceipt(models.Model):
    """One agency's signed word about one document, once for each stage."""

    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    author = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    issuer = models.CharField(max_length=6)
    stage = models.CharField(max_length=10)
    payload = models.TextField()
    """The canonical JSON that was signed."""
    signature = models.TextField()

    class Meta:
        db_table = "cases_receipt"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_number", "author", "number", "issuer", "stage"],
                name="cases_receipt_key",
            )
        ]
