"""One change that an agency made to what it publishes about itself. Only ever added."""

from django.db import models
from django.db.models.functions import Now


class DirectoryChange(models.Model):
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    at = models.DateTimeField(db_default=Now())
    """The database's clock."""
    by = models.CharField(max_length=80)
    """Display name of the official."""
    part = models.CharField(max_length=12)
    """``agency``, ``department``, ``head``, ``liaison`` or ``outlet``."""
    key = models.CharField(max_length=20)
    before = models.JSONField(null=True)
    """None: the entry is new."""
    after = models.JSONField(null=True)
    """None: the entry was removed."""

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="network_dirchange_newest")]

    def __str__(self) -> str:
        return f"{self.part} {self.key} of {self.agency_id}"
