from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One content, once for each agency that holds it; its bytes stand in ``FileChunk``."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    """Bytes."""
    media_type = models.CharField(max_length=40)
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    """When its bytes were destroyed by a lawful order; the row stays as the proof of what stood there."""
    erasure_order = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="file_owner"),
            models.UniqueConstraint(
                fields=["agency", "sha256"],
                condition=models.Q(erased_at__isnull=True),
                name="file_once",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) ^ ~models.Q(erasure_order=""),
                name="file_erased_by_order",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
