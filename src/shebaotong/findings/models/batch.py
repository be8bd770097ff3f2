"""A round of comparisons (批次), as one agency has it."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """The same head stands with every agency of both sides, with or without findings of its own."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    purpose = models.CharField(max_length=200)
    """For which the files were shared."""
    as_of = models.DateField()
    """Its month is the last that counted."""
    runs = models.JSONField()
    """List of ``values.Run`` as objects, in their order."""
    digest = models.CharField(max_length=64)
    """Of everything that was delivered, so that a repeated delivery is told from another one."""
    synthetic = models.BooleanField()
    """Made up, for the demonstration."""
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="findings_batch_owner"),
            models.UniqueConstraint(fields=["agency", "key"], name="findings_batch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at {self.agency}"
