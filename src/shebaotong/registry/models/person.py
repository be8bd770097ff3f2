from __future__ import annotations

from django.db import models

from shebaotong.kernel.api import Sex
from shebaotong.registry.models.columns import code, one_of, owner


class Person(models.Model):
    """What one agency holds of one person. There is no row of a person beyond the agency's own."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    name = models.CharField(max_length=100)
    """As on the newest document, in NFC: any letter, ``·`` and rare characters included."""
    pinyin = models.CharField(max_length=200)
    """Search and sort key made from the name (see ``tokens``)."""
    sex = code()
    birth = models.DateField()
    hukou_region = models.CharField(max_length=6, blank=True)
    """Place of household registration, GB/T 2260; empty for a person who has none."""
    phone = models.CharField(max_length=20, blank=True)
    deceased_on = models.DateField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)
    """A made-up person of the demonstration: pages mark the name with 演示."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="person_owner"),
            one_of(field="sex", codes=Sex, name="person_sex"),
            models.CheckConstraint(
                condition=models.Q(deceased_on__isnull=True) | models.Q(deceased_on__gte=models.F("birth")),
                name="person_dies_after_birth",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "name"], name="person_by_name"),
            models.Index(fields=["agency", "pinyin"], name="person_by_pinyin"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk} of {self.agency}"
