from __future__ import annotations

from django.db import models

from shebaotong.registry.models.columns import owned_reference, owner


class FormerName(models.Model):
    """A name that the person bore until ``until``; append-only, and searched like the present one."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="former_names")
    name = models.CharField(max_length=100)
    pinyin = models.CharField(max_length=200)
    until = models.DateField(null=True, blank=True)
    """Last day on which it was the name in law; None where the source does not say."""
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "name"], name="former_by_name"),
            models.Index(fields=["agency", "pinyin"], name="former_by_pinyin"),
            models.Index(fields=["agency", "person"], name="former_by_person"),
        ]

    def __str__(self) -> str:
        return f"former name {self.pk}"
