"""Finding the outlet to go to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shebaotong.network.distance import Place, distance_km
from shebaotong.network.models import Agency, Outlet

_NEAR = 5


@dataclass(frozen=True, slots=True)
class NearOutlet:
    """An outlet and how far it is, in kilometres as the crow flies."""

    outlet: Outlet
    km: float


def place_of(located: Agency | Outlet) -> Place:
    return Place(float(located.longitude), float(located.latitude))


def nearest_outlets(
    *,
    near: Place,
    agencies: Iterable[str] | None = None,
    item_code: str | None = None,
    kinds: Iterable[Outlet.Kind] | None = None,
    limit: int = _NEAR,
) -> tuple[NearOutlet, ...]:
    """Outlets by distance from ``near``, nearest first; each with its agency loaded.

    ``agencies`` None: of any agency. With ``item_code`` only outlets that can handle it.
    """
    found = Outlet.objects.select_related("agency")
    if agencies is not None:
        found = found.filter(agency__in=list(agencies))
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    able = (outlet for outlet in found if item_code is None or can_handle(outlet, item_code))
    ranked = [NearOutlet(outlet, distance_km(near, place_of(outlet))) for outlet in able]
    return tuple(sorted(ranked, key=lambda entry: (entry.km, entry.outlet.code))[:limit])


def can_handle(outlet: Outlet, item_code: str) -> bool:
    """An outlet that names no abilities handles everything."""
    return not outlet.abilities or item_code in outlet.abilities
