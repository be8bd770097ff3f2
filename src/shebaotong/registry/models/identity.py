from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shebaotong.registry.models.columns import code, owned_reference, owner


class IdentityDocument(models.Model):
    """One identity document of a person, who may hold several: an old and a new number, permits, a passport.

    A number is live for one person of an agency at most; an import that says otherwise waits in quarantine.
    """

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="documents")
    kind = code()
    """Kind of document as the kernel's ``Identifier`` names it."""
    number = models.CharField(max_length=32)
    """Normalised: half-width, capitals, nothing in between."""
    key = models.CharField(max_length=32)
    """What stays the same when the document is issued again or converted (see ``tokens``)."""
    country = models.CharField(max_length=3, blank=True)
    """Of a passport: who issued it."""
    raw = models.CharField(max_length=64)
    """As it was written in the source."""
    last_four = models.CharField(max_length=4)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two documents of one person may share a key (15 and 18 digits), two persons may not.
            ExclusionConstraint(
                name="identity_one_person",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    ("country", RangeOperators.EQUAL),
                    ("person", RangeOperators.NOT_EQUAL),
                ],
            ),
            models.UniqueConstraint(fields=["agency", "person", "kind", "number"], name="identity_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="identity_valid_order",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "key"], name="identity_by_key"),
            models.Index(fields=["agency", "last_four"], name="identity_by_last_four"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} document {self.pk}"
