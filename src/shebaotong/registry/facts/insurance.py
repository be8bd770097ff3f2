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

from shebaotong.kernel.api import Month
from shebaotong.registry import refusal
from shebaotong.registry.codes import Scheme
from shebaotong.registry.facts.reading_all import FoundRows


def describe_enrolments(rows: FoundRows, details: dict[str, Any]) -> dict[str, Any]:
    schemes = schemes_asked(details)
    return {
        "spells": [
            {
                "kind": kind,
                "employer": {"uscc": uscc, "name": name} if uscc else None,
                "start": str(Month.from_ordinal(first)),
                "end": None if last is None else str(Month.from_ordinal(last)),
                "status": status,
                "account_kind": account_kind,
            }
            for kind, uscc, name, first, last, status, account_kind in rows["enrolments"]
            if kind in schemes
        ]
    }


def describe_contributions(rows: FoundRows, details: dict[str, Any]) -> dict[str, Any]:
    months: Counter[str] = Counter()
    years, schemes = [], schemes_asked(details)
    for kind, year, bases, mask in rows["contributions"]:
        if kind not in schemes:
            continue
        months[kind] += mask.bit_count()
        paid = [bool(mask >> month & 1) for month in range(12)]
        years.append({"kind": kind, "year": year, "bases_fen": bases, "paid": paid})
    return {"years": years, "paid_months": dict(months)}


def describe_account(rows: FoundRows, details: dict[str, Any]) -> dict[str, Any]:
    schemes = schemes_asked(details)
    return {
        "accounts": [
            {
                "scheme": scheme,
                "kind": kind,
                "opened": str(Month.from_ordinal(opened)),
                "balance_fen": balance,
            }
            for scheme, kind, opened, balance in rows["account"]
            if scheme in schemes
        ]
    }


def schemes_asked(details: dict[str, Any]) -> list[str]:
    """The schemes asked for. Raises RegistryRefused for one that does not exist."""
    kind = details.get("kind")
    if kind is None:
        return [scheme.value for scheme in Scheme]
    if kind not in set(Scheme):
        raise refusal.unknown_code("kind of insurance", str(kind))
    return [kind]
