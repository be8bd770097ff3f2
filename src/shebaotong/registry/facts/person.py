"""PERSON and EMPLOYER.

PERSON ``{"name", "former_names": [{"name", "until"}], "sex": "F"|"M", "birth": "YYYY-MM-DD",
"hukou_region": "" or six digits, "phone": masked or "", "deceased_on": null or date, "synthetic": bool,
"documents": [{"kind", "masked", "last_four", "country", "valid_from", "valid_to"}]}``

EMPLOYER ``{"uscc", "name", "region", "synthetic"}``
"""

from __future__ import annotations

from datetime import date
from typing import Any

from shebaotong.kernel.api import IdentifierKind, mask_number
from shebaotong.registry.models import Employer, Person


def describe_person(person: Person, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": person.name,
        "former_names": [
            {"name": former.name, "until": _day(former.until)}
            for former in person.former_names.order_by("until", "id")
        ],
        "sex": person.sex,
        "birth": person.birth.isoformat(),
        "hukou_region": person.hukou_region,
        "phone": mask_phone(person.phone),
        "deceased_on": _day(person.deceased_on),
        "synthetic": person.synthetic,
        "documents": [
            {
                "kind": document.kind,
                "masked": mask_number(IdentifierKind(document.kind), document.number),
                "last_four": document.last_four,
                "country": document.country,
                "valid_from": _day(document.valid_from),
                "valid_to": _day(document.valid_to),
            }
            for document in person.documents.order_by("id")
        ],
    }


def describe_employer(employer: Employer) -> dict[str, Any]:
    return {
        "uscc": employer.uscc,
        "name": employer.name,
        "region": employer.region,
        "synthetic": employer.synthetic,
    }


def mask_phone(phone: str) -> str:
    """``138****5678``; nothing of a number too short to hide anything of."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else ""


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
