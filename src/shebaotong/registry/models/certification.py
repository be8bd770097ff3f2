from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import CertificationMethod
from shebaotong.registry.models.columns import code, one_of, owned_reference, owner


class Certification(models.Model):
    """One proof that a person still has the right to a benefit (待遇资格认证); append-only."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="certifications")
    method = code()
    place_agency = models.CharField(max_length=6)
    """Agency where it was done: any member city's."""
    by = models.CharField(max_length=100)
    """Who saw the proof, as that agency names them."""
    on = models.DateField()
    valid_until = models.DateField()
    case_number = models.CharField(max_length=32, blank=True)
    document_ref = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [one_of(field="method", codes=CertificationMethod, name="certification_method")]
        indexes = [models.Index(fields=["agency", "person"], name="certification_by_person")]

    def __str__(self) -> str:
        return f"{self.method} on {self.on}"
