"""A doubt about one person, as one of the two agencies has it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Finding(models.Model):
    """What the comparison wrote, with both sides' rows; never changed."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    batch = models.ForeignKey(
        "findings.Batch", models.PROTECT, db_constraint=False, db_index=False, related_name="findings"
    )
    reference = models.CharField(max_length=20)
    """The same with both agencies: what they call it when they speak of it."""
    rank = models.PositiveIntegerField()
    """Place in the agency's list, from 1: certain persons first, then the longest."""
    run = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    certain = models.BooleanField()
    """Whether the person is certain."""
    confidence = models.PositiveSmallIntegerField()
    """In hundredths."""
    person_id = models.CharField(max_length=32)
    person_tokens = ArrayField(models.CharField(max_length=64))
    """Of every number under which the rows know the person: nobody reads of himself here."""
    left_agency = models.CharField(max_length=64)
    left_scheme = models.CharField(max_length=32)
    right_agency = models.CharField(max_length=64, blank=True)
    right_scheme = models.CharField(max_length=32, blank=True)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    months = models.PositiveIntegerField()
    left_fen = models.BigIntegerField(null=True)
    right_fen = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=60)
    rule_version = models.PositiveSmallIntegerField()
    signs = ArrayField(models.CharField(max_length=200))
    """What speaks for and against one person, in words."""
    clause = models.CharField(max_length=300)
    clause_verified = models.BooleanField()
    explanation = models.TextField()
    rows = models.JSONField()
    """``{"left": […], "right": […]}``: the rows behind it, column to text, as the files had them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "batch", "rank"], name="finding_ranked"),
            models.UniqueConstraint(fields=["agency", "batch", "reference"], name="finding_once"),
            # An agency that is neither side of a finding cannot hold it, whatever the program does.
            models.CheckConstraint(
                condition=models.Q(agency=models.F("left_agency"))
                | models.Q(agency=models.F("right_agency")),
                name="finding_of_a_side",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "batch", "kind", "rank"], name="finding_by_kind"),
            models.Index(fields=["agency", "batch", "certain", "rank"], name="finding_by_certainty"),
        ]

    def __str__(self) -> str:
        return f"finding {self.reference}"
