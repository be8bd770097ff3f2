"""PERSON and EMPLOYER.

PERSON ``{"name", "former_names": [{"name", "until"}], "sex": "F"|"M", "birth": "YYYY-MM-DD",
"hukou_region": "" or six digits, "phone": masked or "", "deceased_on": null or date, "synthetic": bool,
"documents": [{"kind", "masked", "last_four", "country", "valid_from", "valid_to"}]}``

EMPLOYER ``{"uscc", "name", "region", "synthetic"}``
"""

from __future__ import annotations

from typing import Any

from shebaotong.kernel.api import IdentifierKind, mask_number, mask_phone, normalise_number
from shebaotong.registry.facts.reading_all import FoundRows
from shebaotong.store.api import ask

_EMPLOYER = "SELECT uscc, name, region, synthetic FROM registry_employer WHERE agency = %s AND uscc = %s"


def describe_person(rows: FoundRows, details: dict[str, Any]) -> dict[str, Any]:
    name, sex, birth, hukou_region, phone, deceased_on, synthetic, documents, former_names = rows["person"]
    return {
        "name": name,
        "former_names": [{"name": former, "until": until} for former, until in former_names],
        "sex": sex,
        "birth": birth,
        "hukou_region": hukou_region,
        "phone": mask_phone(phone),
        "deceased_on": deceased_on,
        "synthetic": synthetic,
        "documents": [
            {
                "kind": kind,
                "masked": mask_number(IdentifierKind(kind), number),
                "last_four": last_four,
                "country": country,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
            for kind, number, last_four, country, valid_from, valid_to in documents
        ],
    }


def describe_employer(agency: str, uscc: str) -> dict[str, Any] | None:
    found = ask(_EMPLOYER, [agency, normalise_number(uscc)])
    return dict(zip(("uscc", "name", "region", "synthetic"), found[0], strict=True)) if found else None
