from __future__ import annotations

from django.db import models

from shebaotong.registry.models.columns import code, owner


class AppliedEffect(models.Model):
    """An operation that a document of a case has had carried out, so that a repetition does nothing."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    case_number = models.CharField(max_length=32)
    document_ref = models.CharField(max_length=100)
    what = code()
    digest = models.CharField(max_length=64)
    """SHA-256 of the effect, so that one document may have two different effects of one kind."""
    applied_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_number", "document_ref", "what", "digest"], name="effect_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.case_number}"
