"""Who is who: agencies, and what each publishes about itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from shebaotong.kernel.api import NATION, region_chain
from shebaotong.network.models import Agency, Department, Head, LiaisonOfficer, Outlet, Region
from shebaotong.network.remembering import remembered

_HEAD = 4
"""Digits of an agency's code that a case number begins with."""


class UnknownAgency(LookupError):
    """No agency of the network has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no agency of the network has the code {code!r}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Directory:
    """What an agency publishes, so that others know whom to call."""

    agency: Agency
    departments: tuple[Department, ...]
    heads: tuple[Head, ...]
    liaison_officers: tuple[LiaisonOfficer, ...]
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """An agency and whom others turn to."""

    agency: Agency
    liaison_officers: tuple[LiaisonOfficer, ...]


def contacts(*, agencies: Iterable[str] | None = None) -> tuple[Contact, ...]:
    """All agencies (or those named) with their liaison officers, by code."""
    found = Agency.objects.select_related("region").order_by("code")
    if agencies is not None:
        found = found.filter(code__in=list(agencies))
    officers = Prefetch("liaison_officers", LiaisonOfficer.objects.order_by("name"))
    return tuple(
        Contact(agency, tuple(agency.liaison_officers.all())) for agency in found.prefetch_related(officers)
    )


def find_agency(*, code: str) -> Agency:
    """The agency with its region. Raises UnknownAgency."""
    return remembered(("agency", code), lambda: _find_agency(code))


def _find_agency(code: str) -> Agency:
    try:
        return Agency.objects.select_related("region").get(code=code)
    except Agency.DoesNotExist:
        raise UnknownAgency(code) from None


def all_agencies() -> tuple[Agency, ...]:
    """All agencies of the network, by code."""
    return tuple(Agency.objects.select_related("region").order_by("code"))


def all_regions() -> tuple[Region, ...]:
    """The nation and the regions of this node with their keepers; the nation first."""
    return tuple(sorted(Region.objects.select_related("keeper"), key=lambda r: (r.code != NATION, r.code)))


def keeper_of(*, region: str) -> Agency | None:
    """The agency that keeps the calendar of ``CN`` or of a province-level unit; None where nobody does."""
    found = Region.objects.select_related("keeper").filter(code=region).first()
    return None if found is None else found.keeper


def agency_of_case(*, case_number: str) -> Agency:
    """The agency that accepted a case: its first four digits are the number's. Raises UnknownAgency."""
    head = case_number[:_HEAD]
    found = Agency.objects.filter(code__startswith=head).first() if len(head) == _HEAD else None
    if found is None:
        raise UnknownAgency(head)
    return found


def places_of(*, agency: str) -> tuple[str, ...]:
    """City, province, nation: where its parameters are looked up, nearest first. Raises UnknownAgency."""
    return region_chain(find_agency(code=agency).place)


def directory(*, agency: str) -> Directory:
    """Departments, heads, liaison officers and outlets of an agency. Raises UnknownAgency."""
    found = find_agency(code=agency)
    return Directory(
        agency=found,
        departments=tuple(found.departments.order_by("code")),
        heads=tuple(found.heads.select_related("department").order_by("department__code", "name")),
        liaison_officers=tuple(found.liaison_officers.order_by("name")),
        outlets=tuple(found.outlets.order_by("code")),
    )
