"""One edition of one year of a region's calendar. A change is a new edition; none is ever altered."""

from django.db import models


class CalendarEdition(models.Model):
    """Of several editions of a year the one with the highest number holds."""

    region = models.ForeignKey("network.Region", models.PROTECT, db_column="region", related_name="editions")
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    """The region's keeper when the edition was made."""
    number = models.PositiveIntegerField()
    """Counts the editions of the region, over all years: the calendar's version."""
    year = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=200)
    verified = models.BooleanField()
    note = models.TextField(blank=True)
    made_by = models.CharField(max_length=80)
    """Who published it."""
    made_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80, blank=True, db_default="")
    """Who proposed it; empty for what the program has entered by itself."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="network_edition_number"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id}.{self.number} ({self.year})"
