from __future__ import annotations

from django.db import models

from shebaotong.registry.codes import AccountEntryKind
from shebaotong.registry.models.columns import MonthField, code, one_of, owned_reference, owner


class AccountEntry(models.Model):
    """One movement of an individual account; append-only, a mistake is mended by a reversal."""

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    account = owned_reference("registry.Account", related_name="entries")
    kind = code()
    month = MonthField()
    """Month to which it belongs; a year's contributions stand in its December."""
    amount_fen = models.BigIntegerField()
    """Signed: what leaves the account is negative."""
    case_number = models.CharField(max_length=32, blank=True)
    document_ref = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [one_of(field="kind", codes=AccountEntryKind, name="account_entry_kind")]
        indexes = [models.Index(fields=["agency", "account"], name="account_entry_by_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen} fen"
