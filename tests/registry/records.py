"""Imported records: one that is sound, and the thousand ways to spoil it."""

from __future__ import annotations

import copy
from typing import Any

NUMBER = "450499197602151826"
EMPLOYER = "91440600MA4000001W"


def sound(**changes: Any) -> dict[str, Any]:
    """A full record; a change of None takes the part away."""
    record: dict[str, Any] = {
        "name": "杜月华",
        "sex": "F",
        "birth": "1976-02-15",
        "hukou_region": "450400",
        "phone": "13800001826",
        "deceased_on": None,
        "synthetic": True,
        "former_names": [{"name": "杜月花", "until": "2001-05-31", "reason": "更名"}],
        "documents": [
            {"kind": "resident", "number": NUMBER, "valid_from": "2015-01-01", "valid_to": "2035-01-01"},
            {"kind": "resident_15", "number": "450499760215182"},
        ],
        "enrolments": [
            {"kind": "employee_pension", "employer": EMPLOYER, "start": "2010-10", "end": "2015-12"},
            {"kind": "employee_pension", "employer": None, "start": "2016-01", "end": None},
        ],
        "contributions": [
            {"kind": "employee_pension", "year": 2010, "bases_fen": [None] * 9 + [9] * 3, "paid": 3 << 9}
        ],
        "accounts": [
            {
                "scheme": "employee_pension",
                "opened": "2010-10",
                "entries": [{"kind": "contribution", "month": "2010-12", "amount_fen": 72_000}],
            }
        ],
        "entitlements": [
            {
                "benefit": "injury_pension",
                "from": "2015-01",
                "amount_fen": 1000,
                "certified_until": "2027-01-01",
            }
        ],
        "payments": [
            {"benefit": "injury_pension", "month": "2026-10", "amount_fen": 1000, "paid_on": "2026-10-15"}
        ],
        "certifications": [
            {"method": "data_comparison", "place_agency": "440600", "by": "系统", "on": "2026-01-02",
             "valid_until": "2027-01-01"}
        ],
    }  # fmt: skip
    record = copy.deepcopy({**record, **changes})
    return {key: value for key, value in record.items() if value is not None or key == "deceased_on"}


def plain(number: str, birth: str, sex: str, **changes: Any) -> dict[str, Any]:
    """A record with nothing but the person."""
    documents = [{"kind": "resident", "number": number}]
    return {"name": "甲", "sex": sex, "birth": birth, "documents": documents, **changes}
