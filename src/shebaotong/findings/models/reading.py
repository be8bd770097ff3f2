"""Who has opened what, when. Only ever added to."""

from __future__ import annotations

from django.db import models


class Reading(models.Model):
    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    batch = models.ForeignKey(
        "findings.Batch", models.PROTECT, db_constraint=False, db_index=False, related_name="readings"
    )
    what = models.CharField(max_length=20)
    """``list``, ``rejected``, or the reference of a finding."""
    reader = models.CharField(max_length=100)
    reader_role = models.CharField(max_length=32)
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "batch", "what", "-id"], name="finding_readings")]

    def __str__(self) -> str:
        return f"{self.what} read at {self.read_at}"
