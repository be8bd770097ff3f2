"""A flow picture with two sides: sources on the left, targets on the right, one ribbon a pair.

Heights are proportional to numbers on both sides by one scale, so a ribbon is as thick where it leaves as
where it arrives. A name that stands on both sides is two nodes. Units are those of the SVG view box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH = 760
NODE_WIDTH = 14
LABEL_ROOM = 118
GAP = 14
SMALLEST_STEP = 22
"""Least distance of two labels; a node with a small number gets a wider gap below it."""
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Node:
    name: str
    value: int
    x: float
    y: float
    height: float
    on_left: bool
    colour: int
    """1 to 8 for sources; 0 for targets, which keep the brand's colour."""
    width: int = NODE_WIDTH

    @property
    def label_x(self) -> float:
        return self.x - 8 if self.on_left else self.x + self.width + 8

    @property
    def label_y(self) -> float:
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Flow:
    source: str
    target: str
    value: int
    colour: int
    path: str
    percent: int
    """Of the largest flow, for the bars of a list."""


@dataclass(frozen=True, slots=True)
class Sankey:
    width: int
    height: int
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    @property
    def ranked(self) -> list[Flow]:
        """Largest first: what stands in place of the picture where it would be too small to read."""
        return sorted(self.flows, key=lambda flow: -flow.value)

    @property
    def rows(self) -> list[list[object]]:
        """The same numbers for the table beside it."""
        return [[flow.source, flow.target, flow.value] for flow in self.flows]


def _totals(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    made: dict[str, int] = {}
    for name, value in pairs:
        made[name] = made.get(name, 0) + value
    return made


def _stack_height(totals: dict[str, int], scale: float) -> float:
    heights = [max(value * scale + GAP, SMALLEST_STEP) for value in totals.values()]
    return sum(heights) - GAP if heights else 0.0


def _stack(totals: dict[str, int], scale: float, height: float, x: float, on_left: bool) -> dict[str, Node]:
    """One side's nodes, centred from top to bottom."""
    y = (height - _stack_height(totals, scale)) / 2
    nodes = {}
    for place, (name, value) in enumerate(totals.items()):
        thick = value * scale
        colour = place % COLOURS + 1 if on_left else 0
        nodes[name] = Node(name, value, x, round(y, 1), round(thick, 1), on_left, colour)
        y += max(thick + GAP, SMALLEST_STEP)
    return nodes


def _ribbon(x0: float, top0: float, x1: float, top1: float, thick: float) -> str:
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f} {top0:.1f}C{middle:.1f} {top0:.1f} {middle:.1f} {top1:.1f} {x1:.1f} {top1:.1f}"
        f"V{top1 + thick:.1f}C{middle:.1f} {top1 + thick:.1f} {middle:.1f} {top0 + thick:.1f} "
        f"{x0:.1f} {top0 + thick:.1f}Z"
    )


def _added(flows: Iterable[Sequence[object]]) -> dict[tuple[str, str], int]:
    """Equal pairs added up, nought left out."""
    pairs: dict[tuple[str, str], int] = {}
    for source, target, value in flows:
        number = int(str(value))
        if number < 0:
            raise ValueError(f"{source} → {target}: {number} is below nought")
        if number:
            key = (str(source), str(target))
            pairs[key] = pairs.get(key, 0) + number
    return pairs


def _drawn(
    pairs: dict[tuple[str, str], int], sources: dict[str, Node], targets: dict[str, Node], scale: float
) -> Iterator[Flow]:
    """Ribbons by source, then by target, as the nodes stand: so those of one node do not cross at it."""
    used: dict[Node, float] = {}
    largest = max(pairs.values(), default=1)
    for source, start in sources.items():
        for target, end in targets.items():
            value = pairs.get((source, target), 0)
            if not value:
                continue
            thick = value * scale
            leaves, arrives = start.y + used.get(start, 0.0), end.y + used.get(end, 0.0)
            path = _ribbon(start.x + NODE_WIDTH, leaves, end.x, arrives, thick)
            used[start] = used.get(start, 0.0) + thick
            used[end] = used.get(end, 0.0) + thick
            yield Flow(source, target, value, start.colour, path, max(1, round(100 * value / largest)))


def sankey(flows: Iterable[Sequence[object]], *, height: int = 330) -> Sankey:
    """The picture of ``(source, target, number)`` rows.

    Sources and targets keep the order in which they first appear. Raises ValueError for a negative number.
    """
    pairs = _added(flows)
    left = _totals((source, value) for (source, _), value in pairs.items())
    right = _totals((target, value) for (_, target), value in pairs.items())
    total = sum(left.values())
    room = height - GAP * (max(len(left), len(right), 1) - 1)
    scale = max(room, height / 3) / total if total else 0.0
    tall = round(max(height, _stack_height(left, scale), _stack_height(right, scale))) + 12
    sources = _stack(left, scale, tall, LABEL_ROOM, on_left=True)
    targets = _stack(right, scale, tall, WIDTH - LABEL_ROOM - NODE_WIDTH, on_left=False)
    flows_drawn = tuple(_drawn(pairs, sources, targets, scale))
    return Sankey(WIDTH, tall, (*sources.values(), *targets.values()), flows_drawn)
