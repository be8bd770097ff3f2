"""Registering employers in bulk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import IdentifierKind, validate_number
from shebaotong.registry import refusal
from shebaotong.registry.imports.parsing import keepable
from shebaotong.registry.models import Employer
from shebaotong.store.api import agency_context

_TOGETHER = 1_000
_LONGEST_NAME = 200
_REGION = re.compile("[0-9]{6}")


@dataclass(frozen=True, slots=True)
class EmployerIn:
    """An employer as it is registered."""

    uscc: str
    name: str
    region: str
    """Where it is registered, GB/T 2260."""
    synthetic: bool = False


def import_employers(*, agency: str, employers: Iterable[EmployerIn], as_of: date) -> int:
    """Register employers; one that is there already gets the new name, and of one that is given twice the
    last counts. Returns how many were given.

    Raises RegistryRefused for a code with a wrong form or check digit, and for a name or region that cannot
    be kept; then none is registered.
    """
    rows: dict[str, Employer] = {}
    given = list(employers)
    for employer in given:
        verdict = validate_number(kind=IdentifierKind.USCC, text=employer.uscc, as_of=as_of)
        name = employer.name.strip()
        if verdict.identifier is None:
            raise _refused(employer, "a unified social credit code has 18 characters and its check digit")
        if not 1 <= len(name) <= _LONGEST_NAME or not keepable(name):
            raise _refused(employer, f"a name has 1 to {_LONGEST_NAME} characters that can be kept")
        if not _REGION.fullmatch(employer.region):
            raise _refused(employer, "a region is six digits of GB/T 2260")
        rows[verdict.identifier.number] = Employer(
            agency=agency,
            uscc=verdict.identifier.number,
            name=name,
            region=employer.region,
            synthetic=employer.synthetic,
        )
    with agency_context(agency=agency):
        Employer.objects.bulk_create(
            list(rows.values()),
            batch_size=_TOGETHER,
            update_conflicts=True,
            unique_fields=["agency", "uscc"],
            update_fields=["name", "region"],
        )
    return len(given)


def _refused(employer: EmployerIn, why: str) -> refusal.RegistryRefused:
    return refusal.bad_data("import_employers", f"{employer.uscc!r}: {why}")
