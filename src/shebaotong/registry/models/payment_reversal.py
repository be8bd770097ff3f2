from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import OrderStatus
from shebaotong.registry.models.columns import code, one_of, owned_reference, owner


class PaymentReversal(models.Model):
    """What became of a payment order whose decision was taken back; append-only, one for each order."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    order = owned_reference("registry.PaymentOrder", related_name="reversals")
    made = code()
    """``cancelled``: it had not been paid; ``recover``: it had, and its amount is to be recovered."""
    document_ref = models.CharField(max_length=100)
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    reversed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "order"], name="payment_reversal_once"),
            one_of(field="made", codes=OrderStatus, name="payment_reversal_made"),
        ]

    def __str__(self) -> str:
        return f"{self.made} order {self.order_id}"
