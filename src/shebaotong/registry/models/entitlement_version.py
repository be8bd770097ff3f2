from __future__ import annotations

from django.db import models

from shebaotong.registry.models.columns import owned_reference, owner


class EntitlementVersion(models.Model):
    """One state that an entitlement has had; a trigger writes it, so that no change goes without."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    entitlement = owned_reference("registry.Entitlement", related_name="versions")
    written_at = models.DateTimeField()
    state = models.JSONField()
    """The entitlement's row at that time."""

    class Meta:
        indexes = [models.Index(fields=["agency", "entitlement"], name="entitlement_version_of")]

    def __str__(self) -> str:
        return f"version {self.pk} of entitlement {self.entitlement_id}"
