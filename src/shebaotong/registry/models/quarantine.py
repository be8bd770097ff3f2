from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import QuarantineState
from shebaotong.registry.models.columns import code, one_of, owned_reference, owner


class QuarantinedRecord(models.Model):
    """An imported record that breaks a rule: kept whole with its reasons until someone mends or drops it."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    batch = models.CharField(max_length=100)
    position = models.IntegerField()
    """Place of the record in its batch, from 1."""
    record = models.JSONField()
    reasons = models.JSONField()
    """List of ``{"code", "field", "detail"}``."""
    state = code(default=QuarantineState.HELD.value)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    person = owned_reference("registry.Person", related_name="quarantined", null=True)

    class Meta:
        constraints = [one_of(field="state", codes=QuarantineState, name="quarantine_state")]
        indexes = [models.Index(fields=["agency", "state", "id"], name="quarantine_by_state")]

    def __str__(self) -> str:
        return f"record {self.position} of {self.batch}"
