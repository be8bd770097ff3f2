from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import AccountKind, Scheme
from shebaotong.registry.models.columns import MonthField, code, one_of, owned_reference, owner


class Account(models.Model):
    """A person's individual account (个人账户) in one scheme. Its balance is the sum of its entries."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="accounts")
    scheme = code()
    kind = code(default=AccountKind.GENERAL.value)
    opened = MonthField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="account_owner"),
            models.UniqueConstraint(fields=["agency", "person", "scheme", "kind"], name="account_one"),
            one_of(field="scheme", codes=Scheme, name="account_scheme"),
            one_of(field="kind", codes=AccountKind, name="account_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} account of person {self.person_id}"
