"""The months of a finding: a lane for each stretch of either side, and a band where they clash.

The axis shows the run and what lies around it; a stretch that began long before is cut at the edge, its
whole span stands beside it in words. Units are those of the SVG view box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shebaotong.kernel.api import Month

WIDTH = 1080
LEFT = 240
RIGHT = 28
TOP = 8
ROW = 40
BAR = 18
FOOT = 30
AROUND = 12
"""Months shown before and after the run."""
_FIRST, _LAST = Month(1, 1), Month(9999, 12)
_LABEL_GAP = 66
"""Least distance of two labels on the axis."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months of one side, first and last included, and what to call them."""

    name: str
    words: str
    first: Month
    last: Month
    right: bool = False
    """Of the right side; it has another colour and place, so that neither tells alone."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    name: str
    words: str
    colour: int
    height: int = BAR

    @property
    def name_y(self) -> float:
        return self.y + 1

    @property
    def words_y(self) -> float:
        return self.y + BAR + 1


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Clash:
    width: int
    height: int
    foot: int
    band_x: float
    band_width: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def clash(stretches: Sequence[Stretch], first: Month, last: Month) -> Clash:
    """The picture of ``stretches`` around the run from ``first`` to ``last``."""
    begin = max(_near(first, -AROUND), min([first, *(each.first for each in stretches)]))
    end = min(_near(last, AROUND), max([last, *(each.last for each in stretches)]))
    months = end - begin + 1
    scale = (WIDTH - LEFT - RIGHT) / months

    def x(month: Month) -> float:
        return round(LEFT + (month - begin) * scale, 1)

    bars = []
    for row, each in enumerate(stretches):
        # One that lies outside has its words only.
        start, stop = min(max(each.first, begin), end), min(each.last, end)
        shown = max(0, stop - start + 1) if each.first <= end else 0
        bars.append(
            Bar(
                x=x(start),
                y=TOP + row * ROW + 8,
                width=round(shown * scale, 1),
                name=each.name,
                words=each.words,
                colour=3 if each.right else 2,
            )
        )
    foot = TOP + len(stretches) * ROW
    return Clash(
        width=WIDTH,
        height=foot + FOOT,
        foot=foot,
        band_x=x(first),
        band_width=round((last - first + 1) * scale, 1),
        bars=tuple(bars),
        ticks=tuple(_ticks(begin, months, scale)),
    )


def _near(month: Month, months: int) -> Month:
    """So many months further on, or the calendar's end."""
    return Month.from_ordinal(min(max(month.ordinal + months, _FIRST.ordinal), _LAST.ordinal))


def _ticks(begin: Month, months: int, scale: float) -> list[Tick]:
    """As many months as find room, at steps that people count in."""
    steps = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000)
    step = next((each for each in steps if each * scale >= _LABEL_GAP), 12_000)
    places = [place for place in range(months) if (begin + place).ordinal % step == 0] or [0]
    return [Tick(round(LEFT + place * scale, 1), str(begin + place)) for place in places]
