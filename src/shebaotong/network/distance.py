"""Great-circle distance; no maps, no geometry library."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees, east and north."""

    longitude: float
    latitude: float


def distance_km(here: Place, there: Place) -> float:
    """Kilometres by the haversine formula: good to half a percent, enough to rank outlets."""
    north, south = radians(here.latitude), radians(there.latitude)
    across = sin(radians(there.longitude - here.longitude) / 2)
    along = sin((south - north) / 2)
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(along * along + cos(north) * cos(south) * across * across))
