"""ENTITLEMENTS and PAYMENTS.

ENTITLEMENTS ``{"entitlements": [{"benefit", "from": "YYYY-MM", "last_month": null or "YYYY-MM",
"amount_fen", "status", "status_reason", "certified_until": null or date}], "certifications":
[{"method", "place_agency", "on", "valid_until"}]}``, newest certification first, five at most.

PAYMENTS ``{"payments": [{"benefit", "month", "amount_fen", "paid_on"}], "more": bool}``, newest first;
the detail ``limit`` says how many, 24 by default and 120 at most.
"""

from __future__ import annotations

from typing import Any

from shebaotong.registry import refusal
from shebaotong.registry.models import Person

_CERTIFICATIONS = 5
_PAYMENTS = 24
_MOST_PAYMENTS = 120


def describe_entitlements(person: Person, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "entitlements": [
            {
                "benefit": entitlement.benefit,
                "from": str(entitlement.from_month),
                "last_month": str(entitlement.last_month) if entitlement.last_month else None,
                "amount_fen": entitlement.amount_fen,
                "status": entitlement.status,
                "status_reason": entitlement.status_reason,
                "certified_until": entitlement.certified_until and entitlement.certified_until.isoformat(),
            }
            for entitlement in person.entitlements.order_by("from_month", "id")
        ],
        "certifications": [
            {
                "method": proof.method,
                "place_agency": proof.place_agency,
                "on": proof.on.isoformat(),
                "valid_until": proof.valid_until.isoformat(),
            }
            for proof in person.certifications.order_by("-on", "-id")[:_CERTIFICATIONS]
        ],
    }


def describe_payments(person: Person, details: dict[str, Any]) -> dict[str, Any]:
    limit = details.get("limit", _PAYMENTS)
    if type(limit) is not int or not 1 <= limit <= _MOST_PAYMENTS:
        raise refusal.bad_data("payments", f"limit is a whole number from 1 to {_MOST_PAYMENTS}")
    found = list(person.payments.order_by("-month", "-id")[: limit + 1])
    return {
        "payments": [
            {
                "benefit": payment.benefit,
                "month": str(payment.month),
                "amount_fen": payment.amount_fen,
                "paid_on": payment.paid_on.isoformat(),
            }
            for payment in found[:limit]
        ],
        "more": len(found) > limit,
    }
