from __future__ import annotations

from django.db import models


class Message(models.Model):
    """What a person was told, word for word, in the message centre of one agency."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    person_token = models.CharField(max_length=64)
    """The person's pseudonym at this agency; no name and no number stands here."""
    case_number = models.CharField(max_length=32)
    template = models.CharField(max_length=40)
    values = models.JSONField()
    title_zh = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    body_zh = models.TextField()
    body_en = models.TextField()
    urgent = models.BooleanField()
    occasion = models.CharField(max_length=64)
    """Digest of what caused it, so that the same occasion is told once."""
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="message_owner"),
            models.UniqueConstraint(fields=["agency", "occasion"], name="message_once"),
        ]
        indexes = [models.Index(fields=["agency", "person_token", "-id"], name="message_by_person")]

    def __str__(self) -> str:
        return f"{self.template} in {self.case_number}"
