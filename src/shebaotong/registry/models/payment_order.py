from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import Benefit, OrderStatus
from shebaotong.registry.models.columns import code, one_of, owned_reference, owner

STANDING = (OrderStatus.ORDERED, OrderStatus.PAID)
"""Orders that nobody has taken back."""


class PaymentOrder(models.Model):
    """A payment that a case has ordered: one for each case and benefit that stands, however often it is asked
    for. One that was taken back has its row in ``PaymentReversal``."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="payment_orders")
    case_number = models.CharField(max_length=32)
    benefit = code()
    amount_fen = models.BigIntegerField()
    payable_from = models.DateField()
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    status = code(default=OrderStatus.ORDERED.value)
    ordered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case_number", "benefit"],
                condition=models.Q(status__in=[status.value for status in STANDING]),
                name="payment_order_once",
            ),
            models.UniqueConstraint(fields=["agency", "id"], name="payment_order_owner"),
            one_of(field="benefit", codes=Benefit, name="payment_order_benefit"),
            one_of(field="status", codes=OrderStatus, name="payment_order_status"),
            models.CheckConstraint(condition=models.Q(amount_fen__gt=0), name="payment_order_amount"),
        ]
        indexes = [models.Index(fields=["agency", "person"], name="payment_order_by_person")]

    def __str__(self) -> str:
        return f"{self.benefit} by case {self.case_number}"
