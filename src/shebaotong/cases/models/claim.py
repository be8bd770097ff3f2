"""Who has taken a case into work. Not part of the case: it ends with the work."""

from __future__ import annotations

from django.db import models


class Claim(models.Model):
    """One member of staff works on one case of his agency, until it is another post's work: then the database
    itself lets go of it."""

    agency = models.CharField(max_length=6)
    case_number = models.CharField(max_length=16)
    hand = models.CharField(max_length=64)
    holder = models.CharField(max_length=150)
    """Display name, for the colleagues."""
    claimed_at = models.DateTimeField()

    class Meta:
        db_table = "cases_claim"
        constraints = [models.UniqueConstraint(fields=["agency", "case_number"], name="cases_claim_key")]
        indexes = [models.Index(fields=["agency", "hand"], name="cases_claim_hand")]
