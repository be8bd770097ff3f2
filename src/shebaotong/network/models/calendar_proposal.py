"""A change of a calendar that one official has proposed and another one publishes or puts away."""

from typing import ClassVar

from django.db import models


class CalendarProposal(models.Model):
    """What is proposed never changes; only how it was settled is added."""

    class Settled(models.TextChoices):
        PUBLISHED = "published", "公布"
        WITHDRAWN = "withdrawn", "撤下"

    region = models.ForeignKey("network.Region", models.PROTECT, db_column="region", related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    """The region's keeper."""
    year = models.PositiveSmallIntegerField()
    days = models.JSONField()
    """The whole year as it would be: ``[{"day": "2027-01-01", "kind": "holiday", "zh": …, "en": …}]``."""
    seen = models.PositiveIntegerField()
    """Number of the region's newest edition that it changes; 0: none."""
    reference = models.CharField(max_length=200)
    verified = models.BooleanField()
    note = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=80)
    proposed_hand = models.CharField(max_length=43)
    proposed_at = models.DateTimeField()
    settled_as = models.CharField(max_length=9, choices=Settled, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_hand = models.CharField(max_length=43, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(settled_as=""), name="network_one_open_proposal"
            ),
            models.CheckConstraint(
                condition=~models.Q(settled_as="published")
                | ~models.Q(settled_hand=models.F("proposed_hand")),
                name="network_proposal_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}"
