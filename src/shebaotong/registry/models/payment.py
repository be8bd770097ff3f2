from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import Benefit
from shebaotong.registry.models.columns import MonthField, code, one_of, owned_reference, owner


class Payment(models.Model):
    """A benefit that has been paid for a month; append-only."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="payments")
    benefit = code()
    month = MonthField()
    amount_fen = models.BigIntegerField()
    """Negative for money that came back."""
    paid_on = models.DateField()

    class Meta:
        constraints = [one_of(field="benefit", codes=Benefit, name="payment_benefit")]
        indexes = [models.Index(fields=["agency", "person", "month"], name="payment_by_person")]

    def __str__(self) -> str:
        return f"{self.benefit} {self.month}"
