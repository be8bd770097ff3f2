"""Documents of an agency's copy: envelopes for ever, bodies until a lawful order erases them."""

from __future__ import annotations

from django.db import models


class StoredDocument(models.Model):
    """One envelope with its signature, as it was signed; append-only by trigger."""

    agency = models.CharField(max_length=6)
    """Whose copy this is."""
    case_number = models.CharField(max_length=16)
    author = models.CharField(max_length=6)
    internal = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=80)
    envelope = models.TextField()
    """The canonical JSON that was signed, byte for byte."""
    signature = models.TextField()
    delivered_at = models.DateTimeField()
    """When this agency got it; its own: when it wrote it."""

    class Meta:
        db_table = "cases_document"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_number", "author", "internal", "number"],
                name="cases_document_key",
            )
        ]


class StoredBody(models.Model):
    """A body with its salt. An erasure empties both; the envelope's digest stays and tells nothing."""

    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    author = models.CharField(max_length=6)
    internal = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    salt = models.CharField(max_length=40, null=True)
    body = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_body"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_number", "author", "internal", "number"], name="cases_body_key"
            ),
            models.CheckConstraint(
                name="cases_body_erased_whole",
                condition=models.Q(erased_at__isnull=True, body__isnull=False, salt__isnull=False)
                | models.Q(erased_at__isnull=False, body__isnull=True, salt__isnull=True),
            ),
        ]
