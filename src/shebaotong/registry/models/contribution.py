from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shebaotong.registry.codes import Scheme
from shebaotong.registry.models.columns import code, one_of, owned_reference, owner


class Contribution(models.Model):
    """Contributions (缴费) of a person in one scheme and year: twelve monthly bases.

    One row a year and a table partitioned by year keep forty million people's working lives within
    one server: a month's row each would be twelve times as many.
    """

    pk = models.CompositePrimaryKey("person_id", "kind", "year")
    agency = owner()
    person = owned_reference("registry.Person", related_name="contributions")
    kind = code()
    year = models.SmallIntegerField()
    bases = ArrayField(models.IntegerField(null=True), size=12)
    """Base of January to December in fen; None where no contribution was due."""
    paid = models.SmallIntegerField(default=0)
    """Which months have been paid: bit 0 is January. A base without its bit is in arrears."""

    class Meta:
        constraints = [
            one_of(field="kind", codes=Scheme, name="contribution_kind"),
            models.CheckConstraint(condition=models.Q(bases__len=12), name="contribution_twelve"),
            models.CheckConstraint(condition=models.Q(paid__gte=0, paid__lt=4096), name="contribution_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} of person {self.person_id}"
