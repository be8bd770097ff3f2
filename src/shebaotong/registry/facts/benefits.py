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
from shebaotong.store.api import ask

_LAST_PROOFS = 5
_PAYMENTS = 24
_MOST_PAYMENTS = 120
_ENTITLEMENTS = "SELECT * FROM registry_entitlements_of(%s, %s)"
_PROOFS = "SELECT * FROM registry_proofs_of(%s, %s, %s)"
_PAID = """
SELECT benefit, month, amount_fen, paid_on FROM registry_payment
WHERE agency = %s AND person_id = %s ORDER BY month DESC, id DESC LIMIT %s
"""


def describe_entitlements(agency: str, person: int, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "entitlements": [
            {
                "benefit": benefit,
                "from": str(Month.from_ordinal(first)),
                "last_month": None if last is None else str(Month.from_ordinal(last)),
                "amount_fen": amount,
                "status": status,
                "status_reason": reason,
                "certified_until": until and until.isoformat(),
            }
            for benefit, first, last, amount, status, reason, until in ask(_ENTITLEMENTS, [agency, person])
        ],
        "certifications": [
            {
                "method": method,
                "place_agency": place,
                "on": on.isoformat(),
                "valid_until": until.isoformat(),
            }
            for method, place, on, until in ask(_PROOFS, [agency, person, _LAST_PROOFS])
        ],
    }


def describe_payments(agency: str, person: int, details: dict[str, Any]) -> dict[str, Any]:
    limit = details.get("limit", _PAYMENTS)
    if type(limit) is not int or not 1 <= limit <= _MOST_PAYMENTS:
        raise refusal.bad_data("payments", f"limit is a whole number from 1 to {_MOST_PAYMENTS}")
    found = ask(_PAID, [agency, person, limit + 1])
    return {
        "payments": [
            {
                "benefit": benefit,
                "month": str(Month.from_ordinal(month)),
                "amount_fen": amount,
                "paid_on": paid_on.isoformat(),
            }
            for benefit, month, amount, paid_on in found[:limit]
        ],
        "more": len(found) > limit,
    }
