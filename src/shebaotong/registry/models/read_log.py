from __future__ import annotations

from django.db import models

from shebaotong.registry.models.columns import code, owned_reference, owner

NO_STAFF = ("engine", "person")
"""Roles of readers who are nobody's staff: the agency's own machine, and the person himself."""


MACHINE = "channel"
"""Role of a reader that is a channel: another system, by its token."""


OPERATOR = "operator"
"""Role of a reader who runs a command on the machine."""


class ReadEntry(models.Model):
    """Who read what of whose data, when and for which purpose; append-only, and the person may see it."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    """Agency whose register was read."""
    person = owned_reference("registry.Person", related_name="readings", null=True)
    """None where the register holds nobody of that number."""
    asked = models.CharField(max_length=32, blank=True)
    """The number asked for, masked, where nobody was found."""
    asked_token = models.CharField(max_length=43, blank=True, db_default="")
    """The locator's token of that number: the person sees the reading though the register holds no record."""
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
            models.Index(
                fields=["agency", "asked_token", "-id"],
                name="read_by_token",
                condition=~models.Q(asked_token=""),
            ),
            models.Index(
                fields=["agency", "-id"],
                name="read_by_staff",
                condition=~models.Q(reader_role__in=NO_STAFF),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} read at {self.read_at}"
