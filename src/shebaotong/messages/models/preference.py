from __future__ import annotations

from enum import StrEnum

from django.db import models


class Language(StrEnum):
    SIMPLIFIED = "zh-hans"
    TRADITIONAL = "zh-hant"
    ENGLISH = "en"


class Preference(models.Model):
    """In which language a person wants to be told, and whether by SMS. Without a row: simplified, yes."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    person_token = models.CharField(max_length=64)
    language = models.CharField(max_length=10, default=Language.SIMPLIFIED.value)
    sms = models.BooleanField(default=True)
    """False: only what must be told by law goes out as an SMS."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "person_token"], name="preference_once"),
            models.CheckConstraint(
                condition=models.Q(language__in=[language.value for language in Language]),
                name="preference_language",
            ),
        ]

    def __str__(self) -> str:
        return f"preference {self.pk}: {self.language}"
