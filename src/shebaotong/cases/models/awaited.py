"""Decisions that did without a figure that is not published yet, and what has become of each."""

from __future__ import annotations

from django.db import models


class Awaited(models.Model):
    """One row a case and agency, written by the decision's effect."""

    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    item = models.CharField(max_length=60)
    parameter = models.CharField(max_length=80)
    region = models.CharField(max_length=6)
    on = models.DateField()
    document = models.CharField(max_length=60)
    """The engine's document that calls the case up."""
    since = models.DateTimeField()
    stage = models.CharField(max_length=8, default="waiting")
    """``waiting`` for the figure; ``called`` up, so that people work on it; ``settled``: it waits no more."""
    called_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_awaited"
        constraints = [
            models.UniqueConstraint(fields=["agency", "case_number"], name="cases_awaited_key"),
        ]
        indexes = [
            models.Index(fields=["agency", "stage", "id"], name="cases_awaited_stage"),
            models.Index(
                fields=["agency", "parameter", "region", "on", "id"],
                name="cases_awaited_figure",
                condition=models.Q(stage="waiting"),
            ),
        ]
