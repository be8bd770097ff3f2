from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import Scheme
from shebaotong.registry.models.columns import MonthField, code, one_of, owned_reference, owner


class SettledSpell(models.Model):
    """A spell of insurance that a lump sum has ended, so that it goes on where the decision is taken back;
    append-only."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="settled_spells")
    kind = code()
    employer = owned_reference("registry.Employer", related_name="settled_spells", null=True)
    first_month = MonthField()
    last_month = MonthField()
    case_number = models.CharField(max_length=32)
    document_ref = models.CharField(max_length=100)

    class Meta:
        constraints = [one_of(field="kind", codes=Scheme, name="settled_spell_kind")]
        indexes = [models.Index(fields=["agency", "case_number"], name="settled_spell_by_case")]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id} ended by {self.case_number}"
