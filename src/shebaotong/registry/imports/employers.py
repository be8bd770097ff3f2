"""Registering employers in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import IdentifierKind, validate_number
from shebaotong.registry import refusal
from shebaotong.registry.models import Employer
from shebaotong.store.api import agency_context

_TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class EmployerIn:
    """An employer as it is registered."""

    uscc: str
    name: str
    region: str
    """Where it is registered, GB/T 2260."""
    synthetic: bool = False


def import_employers(*, agency: str, employers: Iterable[EmployerIn], as_of: date) -> int:
    """Register employers; one that is there already gets the new name. Returns how many were given.

    Raises RegistryRefused for a code with a wrong form or check digit; then none is registered.
    """
    rows = []
    for employer in employers:
        verdict = validate_number(kind=IdentifierKind.USCC, text=employer.uscc, as_of=as_of)
        if verdict.identifier is None or not employer.name.strip():
            raise refusal.bad_data("import_employers", f"{employer.uscc} with its name")
        rows.append(
            Employer(
                agency=agency,
                uscc=verdict.identifier.number,
                name=employer.name.strip(),
                region=employer.region,
                synthetic=employer.synthetic,
            )
        )
    with agency_context(agency=agency):
        Employer.objects.bulk_create(
            rows,
            batch_size=_TOGETHER,
            update_conflicts=True,
            unique_fields=["agency", "uscc"],
            update_fields=["name", "region"],
        )
    return len(rows)
