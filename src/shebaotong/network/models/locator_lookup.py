"""One look-up in the locator: who asked, for which case and purpose. Only ever added."""

from django.db import models
from django.db.models.functions import Now


class LocatorLookup(models.Model):
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    """Who asked."""
    number_token = models.CharField(max_length=43)
    case_number = models.CharField(max_length=16)
    purpose_zh = models.CharField(max_length=120)
    purpose_en = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    """The asking agency's clock: what it signed."""
    signature = models.TextField()
    """The asking agency's detached JWS over the question."""
    found = models.PositiveSmallIntegerField()
    """How many agencies were named in the answer."""
    logged_at = models.DateTimeField(db_default=Now())
    """The database's clock: the rate is counted on it."""

    class Meta:
        indexes = [
            models.Index(fields=["number_token", "asked_at"], name="network_lookup_person"),
            models.Index(fields=["agency", "logged_at"], name="network_lookup_rate"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} for {self.case_number}"
