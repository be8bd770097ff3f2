"""A row of an agency's own file that could not be compared."""

from __future__ import annotations

from django.db import models


class RejectedRow(models.Model):
    """As it came, with the reason, so that it can be mended before the next round."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    batch = models.ForeignKey(
        "findings.Batch", models.PROTECT, db_constraint=False, db_index=False, related_name="rejected_rows"
    )
    rank = models.PositiveIntegerField()
    layout = models.CharField(max_length=20)
    """Which of the agency's files it is from: enrolments, payments."""
    reason = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=500)
    values = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "batch", "rank"], name="rejected_row_ranked"),
        ]

    def __str__(self) -> str:
        return f"rejected row {self.rank}"
