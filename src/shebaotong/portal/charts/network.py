"""Cities as dots at their place and arcs between them. No boundary of any kind is drawn.

A published map of China needs a review number and must show the whole territory; this is a picture of who
works with whom, and its caption says so. Places lie evenly by longitude and latitude, north up, each
direction stretched to fill the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Any

WIDTH = 560
NARROW = 290
"""Width of the drawing for a telephone: its names are placed anew, for they would be too small to read."""
HEIGHT = 260
SIDE = 56
TOP = 26
LABEL_HEIGHT = 20
LETTER = 15


@dataclass(frozen=True, slots=True)
class Dot:
    name: str
    x: float
    y: float
    radius: float
    hub: bool
    label_x: float
    label_y: float
    anchor: str
    """``middle``, ``end`` or empty for a label that begins at its point."""


@dataclass(frozen=True, slots=True)
class Arc:
    source: str
    target: str
    value: int
    path: str
    thickness: float


@dataclass(frozen=True, slots=True)
class Network:
    width: int
    height: int
    nodes: tuple[Dot, ...]
    arcs: tuple[Arc, ...]


def _projected(places: Sequence[Mapping[str, Any]], width: int) -> dict[str, tuple[float, float]]:
    """Places spread over the drawing, north up."""
    points = {place["name"]: (float(place["longitude"]), -float(place["latitude"])) for place in places}
    xs, ys = [x for x, _ in points.values()], [y for _, y in points.values()]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    scale_x, scale_y = (width - 2 * SIDE) / wide, (HEIGHT - 2 * TOP) / high
    return {
        name: (SIDE + (x - min(xs)) * scale_x, TOP + (y - min(ys)) * scale_y)
        for name, (x, y) in points.items()
    }


def _arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A curve bent upwards to the side, by a sixth of its length."""
    (x0, y0), (x1, y1) = start, end
    length = hypot(x1 - x0, y1 - y0) or 1.0
    bend = length / 6 * (1 if x1 >= x0 else -1)
    middle_x = (x0 + x1) / 2 + (y1 - y0) / length * bend
    middle_y = (y0 + y1) / 2 - (x1 - x0) / length * bend
    return f"M{x0:.1f} {y0:.1f}Q{middle_x:.1f} {middle_y:.1f} {x1:.1f} {y1:.1f}"


Box = tuple[float, float, float, float]


def _overlap(box: Box, others: Iterable[Box], width: int) -> float:
    """Area that ``box`` shares with the others, and what lies outside the drawing."""
    left, top, right, bottom = box
    shared = 0.0
    for other_left, other_top, other_right, other_bottom in others:
        wide = min(right, other_right) - max(left, other_left)
        high = min(bottom, other_bottom) - max(top, other_top)
        shared += max(0.0, wide) * max(0.0, high)
    outside = max(0.0, -left) + max(0.0, right - width) + max(0.0, -top) + max(0.0, bottom - HEIGHT)
    return shared + outside * LABEL_HEIGHT


def _label(
    x: float, y: float, radius: float, name: str, taken: list[Box], width: int
) -> tuple[float, float, str, Box]:
    """The first of four places round a dot that collides least with what is drawn already."""
    wide, half = len(name) * LETTER, LABEL_HEIGHT / 2
    away = radius + 4
    choices = [
        (x, y - away - half, "middle", (x - wide / 2, y - away - 2 * half, x + wide / 2, y - away)),
        (x + away, y, "", (x + away, y - half, x + away + wide, y + half)),
        (x, y + away + half, "middle", (x - wide / 2, y + away, x + wide / 2, y + away + 2 * half)),
        (x - away, y, "end", (x - away - wide, y - half, x - away, y + half)),
    ]
    return min(choices, key=lambda choice: _overlap(choice[3], taken, width))


def network(
    places: Sequence[Mapping[str, Any]], links: Iterable[Sequence[Any]], width: int = WIDTH
) -> Network:
    """The picture of ``places`` (name, longitude, latitude in degrees, hub) and links.

    A link is ``(source, target, number)``. A dot's area and an arc's thickness grow with the number. Raises
    KeyError for a link to an unknown place.
    """
    rows = [(str(source), str(target), int(value)) for source, target, value in links]
    if not places:
        return Network(width, HEIGHT, (), ())
    points = _projected(places, width)
    weight = dict.fromkeys(points, 0)
    for source, target, value in rows:
        weight[source] += value
        weight[target] += value
    most = max([*weight.values(), 1])
    thickest = max([*(value for _, _, value in rows), 1])
    arcs = tuple(
        Arc(source, target, value, _arc(points[source], points[target]), round(1.2 + 5 * value / thickest, 1))
        for source, target, value in rows
    )
    radius = {name: round(6 + 9 * sqrt(value / most), 1) for name, value in weight.items()}
    taken: list[Box] = []
    for name, (x, y) in points.items():
        taken.append((x - radius[name], y - radius[name], x + radius[name], y + radius[name]))
    dots = []
    for place in places:
        name = place["name"]
        x, y = points[name]
        label_x, label_y, anchor, box = _label(x, y, radius[name], name, taken, width)
        taken.append(box)
        at = (round(x, 1), round(y, 1), radius[name], bool(place.get("hub")))
        dots.append(Dot(name, *at, round(label_x, 1), round(label_y, 1), anchor))
    return Network(width, HEIGHT, tuple(dots), arcs)
