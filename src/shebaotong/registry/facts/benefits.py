"""ENTITLEMENTS and PAYMENTS.

ENTITLEMENTS ``{"entitlements": [{"benefit", "from": "YYYY-MM", "last_month": null or "YYYY-MM",
"amount_fen", "status", "status_reason", "certified_until": null or date}], "certifications":
[{"method", "place_agency", "on", "valid_until"}]}``, newest certification first, five at most.

PAYMENTS ``{"payments": [{"benefit", "month", "amount_fen", "paid_on"}], "more": bool}``, newest first;
the detail ``limit`` says how many, 24 by default and 120 at most.
"""

from __future__ import annotations

from typing import Any

from shebaotong.kernel.api import Month
from shebaotong.registry import refusal
from shebaotong.registry.facts.reading_all import FoundRows

LAST_PROOFS = 5
_PAYMENTS = 24
_MOST_PAYMENTS = 120


def describe_entitlements(rows: FoundRows, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "entitlements": [
            {
                "benefit": benefit,
                "from": str(Month.from_ordinal(first)),
                "last_month": None if last is None else str(Month.from_ordinal(last)),
                "amount_fen": amount,
                "status": status,
                "status_reason": reason,
                "certified_until": until,
            }
            for benefit, first, last, amount, status, reason, until in rows["entitlements"]
        ],
        "certifications": [
            {
                "method": method,
                "place_agency": place,
                "on": on,
                "valid_until": until,
            }
            for method, place, on, until in rows["proofs"]
        ],
    }


def describe_payments(rows: FoundRows, details: dict[str, Any]) -> dict[str, Any]:
    limit, found = payments_asked(details), rows["payments"]
    return {
        "payments": [
            {
                "benefit": benefit,
                "month": str(Month.from_ordinal(month)),
                "amount_fen": amount,
                "paid_on": paid_on,
            }
            for benefit, month, amount, paid_on in found[:limit]
        ],
        "more": len(found) > limit,
    }


def payments_asked(details: dict[str, Any]) -> int:
    """How many. Raises RegistryRefused for a number that may not be asked for."""
    limit = details.get("limit", _PAYMENTS)
    if type(limit) is not int or not 1 <= limit <= _MOST_PAYMENTS:
        raise refusal.bad_data("payments", f"limit is a whole number from 1 to {_MOST_PAYMENTS}")
    return limit
