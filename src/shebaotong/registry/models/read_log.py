from __future__ import annotations

from django.db import models

from shebaotong.registry.models.columns import code, owned_reference, owner


class ReadEntry(models.Model):
    """Who read what of whose data, when and for which purpose; append-only, and the person may see it."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    """Agency whose register was read."""
    person = owned_reference("registry.Person", related_name="readings", null=True)
    """None where the register holds nobody of that number."""
    asked = models.CharField(max_length=32, blank=True)
    """The number asked for, masked, where nobody was found."""
    what = code()
    reader_agency = models.CharField(max_length=6)
    reader = models.CharField(max_length=100)
    reader_role = code()
    purpose_zh = models.CharField(max_length=200)
    purpose_en = models.CharField(max_length=200)
    case_number = models.CharField(max_length=32, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "person", "-id"], name="read_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what} read at {self.read_at}"
