from __future__ import annotations

from django.db import models

from shebaotong.registry.models.columns import owner


class Employer(models.Model):
    """An employer (用人单位) registered at an agency, by its unified social credit code."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    uscc = models.CharField(max_length=18)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="employer_owner"),
            models.UniqueConstraint(fields=["agency", "uscc"], name="employer_one_code"),
        ]

    def __str__(self) -> str:
        return self.uscc
