"""Lawful orders by which bodies were erased; append-only by trigger."""

from __future__ import annotations

from django.db import models


class Erasure(models.Model):
    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    author = models.CharField(max_length=6)
    internal = models.BooleanField()
    number = models.PositiveIntegerField()
    order = models.CharField(max_length=200)
    """The order's number and legal basis."""
    hand = models.CharField(max_length=64)
    erased_at = models.DateTimeField()

    class Meta:
        db_table = "cases_erasure"
        indexes = [models.Index(fields=["agency", "case_number"], name="cases_erasure_case")]
