"""ENROLMENTS, CONTRIBUTIONS and ACCOUNT; each takes the detail ``kind`` to ask for one scheme only.

ENROLMENTS ``{"spells": [{"kind", "employer": null or {"uscc", "name"}, "start": "YYYY-MM",
"end": null or "YYYY-MM", "status", "account_kind"}]}``, oldest first.

CONTRIBUTIONS ``{"years": [{"kind", "year", "bases_fen": [12 × fen or null], "paid": [12 × bool]}],
"paid_months": {kind: months}}``, oldest first. A base that is not paid is in arrears.

ACCOUNT ``{"accounts": [{"scheme", "kind", "opened": "YYYY-MM", "balance_fen"}]}``
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from shebaotong.registry import refusal
from shebaotong.registry.codes import Scheme
from shebaotong.registry.models import Person

_MONTHS = range(12)


def describe_enrolments(person: Person, details: dict[str, Any]) -> dict[str, Any]:
    spells = person.enrolments.filter(**_scheme(details, "kind")).select_related("employer")
    return {
        "spells": [
            {
                "kind": spell.kind,
                "employer": {"uscc": spell.employer.uscc, "name": spell.employer.name}
                if spell.employer
                else None,
                "start": str(spell.period.start),
                "end": None if spell.period.end is None else str(spell.period.end),
                "status": spell.status,
                "account_kind": spell.account_kind,
            }
            for spell in sorted(spells, key=lambda spell: (spell.period.start, spell.kind, spell.pk))
        ]
    }


def describe_contributions(person: Person, details: dict[str, Any]) -> dict[str, Any]:
    rows = person.contributions.filter(**_scheme(details, "kind")).order_by("kind", "year")
    months: Counter[str] = Counter()
    years = []
    for row in rows:
        paid = [bool(row.paid >> month & 1) for month in _MONTHS]
        months[row.kind] += sum(paid)
        years.append({"kind": row.kind, "year": row.year, "bases_fen": row.bases, "paid": paid})
    return {"years": years, "paid_months": dict(months)}


def describe_account(person: Person, details: dict[str, Any]) -> dict[str, Any]:
    accounts = person.accounts.filter(**_scheme(details, "scheme"))
    with_balance = accounts.annotate(balance_fen=Coalesce(Sum("entries__amount_fen"), 0))
    return {
        "accounts": [
            {
                "scheme": account.scheme,
                "kind": account.kind,
                "opened": str(account.opened),
                "balance_fen": int(account.balance_fen),
            }
            for account in with_balance.order_by("scheme", "kind")
        ]
    }


def _scheme(details: dict[str, Any], column: str) -> dict[str, str]:
    """The filter for one scheme. Raises RegistryRefused for one that does not exist."""
    kind = details.get("kind")
    if kind is None:
        return {}
    if kind not in set(Scheme):
        raise refusal.unknown_code("kind of insurance", str(kind))
    return {column: kind}
