"""Escalations that were made: once for each case, level and due date, however often the clock runs."""

from __future__ import annotations

from django.db import models


class Escalation(models.Model):
    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    level = models.CharField(max_length=6)
    """``amber``: to the liaison officer; ``red``: to the supervisor."""
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_escalation"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_number", "level", "due_at"], name="cases_escalation_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "level", "raised_at", "id"],
                condition=models.Q(seen_at__isnull=not seen),
                name=f"cases_escalation_{'seen' if seen else 'unseen'}",
            )
            for seen in (False, True)
        ]
