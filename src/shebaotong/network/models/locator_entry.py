"""The locator's word that an agency holds a number. Never the number itself."""

from django.db import models


class LocatorEntry(models.Model):
    """An agency sees its own entries; across agencies only the look-up function reads (0001_initial)."""

    number_token = models.CharField(max_length=43)
    """Keyed HMAC of the normalised number."""
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_token", "agency"], name="network_locatorentry_once")
        ]

    def __str__(self) -> str:
        return f"{self.number_token} at {self.agency_id}"
