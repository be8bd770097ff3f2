"""Misses at tracking a case by its number: five, and the number is locked for a while."""

from __future__ import annotations

from django.db import models


class TrackingMiss(models.Model):
    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    misses = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_tracking_miss"
        constraints = [
            models.UniqueConstraint(fields=["agency", "case_number"], name="cases_tracking_miss_key")
        ]
