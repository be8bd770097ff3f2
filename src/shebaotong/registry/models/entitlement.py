from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import Benefit, EntitlementStatus
from shebaotong.registry.models.columns import (
    MonthField,
    OptionalMonthField,
    code,
    one_of,
    owned_reference,
    owner,
)


class Entitlement(models.Model):
    """A recurring benefit (待遇) awarded to a person, as it stands.

    Every state it has had stands in ``EntitlementVersion``, written by the database itself.
    """

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="entitlements")
    benefit = code()
    from_month = MonthField()
    last_month = OptionalMonthField(null=True, blank=True)
    amount_fen = models.BigIntegerField()
    status = code(default=EntitlementStatus.ACTIVE.value)
    status_reason = code(blank=True)
    """Why it is suspended or ended; a code of the operation that did it."""
    certified_until = models.DateField(null=True, blank=True)
    """Last day for which the right is proven; None where the benefit needs no proof."""
    case_number = models.CharField(max_length=32, blank=True)
    """Case of the last change."""
    document_ref = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="entitlement_owner"),
            models.UniqueConstraint(
                fields=["agency", "person", "benefit"],
                condition=~models.Q(status=EntitlementStatus.ENDED.value),
                name="entitlement_one_running",
            ),
            one_of(field="benefit", codes=Benefit, name="entitlement_benefit"),
            one_of(field="status", codes=EntitlementStatus, name="entitlement_status"),
            models.CheckConstraint(condition=models.Q(amount_fen__gte=0), name="entitlement_amount"),
        ]
        indexes = [models.Index(fields=["agency", "certified_until"], name="entitlement_by_proof")]

    def __str__(self) -> str:
        return f"{self.benefit} of person {self.person_id}"
