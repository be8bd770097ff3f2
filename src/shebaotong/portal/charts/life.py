"""A life's insurance on one line of months: a row for each stretch, a mark for each possible start.

What is a fact is drawn full, what is assumed pale. Units are those of the SVG view box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shebaotong.kernel.api import Month, Period

WIDTH = 760
LEFT = 110
RIGHT = 20
ROW = 30
BAR = 18
FOOT = 34
LINE = 20
"""Height of one row of words above the bars."""
WORD = 17
"""Room that one Chinese character takes, or two others."""
TICK_YEARS = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide the picture is, and what is left for the names: a telephone gets a picture of its own, whose
    words are as large as those around it."""

    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    tick_years: int = TICK_YEARS


WIDE = Frame()
NARROW = Frame(width=340, left=78, right=24, tick_years=10)


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    words: str
    x: float
    y: float
    width: float
    assumed: bool
    colour: int
    height: int = BAR

    @property
    def label_y(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Life:
    width: int
    height: int
    head: int
    foot: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    """The words of the marks, above the bars."""


def life(
    lines: Sequence[tuple[str, Period, bool]], marks: Sequence[tuple[Month, str]], frame: Frame = WIDE
) -> Life:
    """The picture of ``lines`` (place, closed period, assumed) and ``marks`` (month, words).

    Raises ValueError for a period that still runs.
    """
    months = [month for _, period, _ in lines for month in _ends(period)] + [month for month, _ in marks]
    if not months:
        return Life(frame.width, FOOT, 0, 0, (), (), (), ())
    first, last = min(months), max(months) + 1
    scale = (frame.width - frame.left - frame.right) / (last - first)

    def x(month: Month) -> float:
        return round(frame.left + (month - first) * scale, 1)

    drawn = tuple(Mark(x(month), words) for month, words in marks)
    labels = _labels(drawn, frame)
    head = int(max((label.y + LINE / 2 + 3 for label in labels), default=0))
    foot = head + len(lines) * ROW + 6
    places = list(dict.fromkeys(name for name, _, _ in lines))
    bars = tuple(
        Bar(
            name=name,
            words=str(period),
            x=x(period.start),
            y=head + row * ROW + 6,
            width=round(max(1.0, len(period) * scale), 1),
            assumed=assumed,
            colour=places.index(name) % 8 + 1,
        )
        for row, (name, period, assumed) in enumerate(lines)
    )
    years = [year for year in range(first.year + 1, last.year + 1) if year % frame.tick_years == 0]
    return Life(
        width=frame.width,
        height=foot + FOOT,
        head=head,
        foot=foot,
        bars=bars,
        marks=drawn,
        ticks=tuple(Mark(x(Month(year, 1)), str(year)) for year in years),
        labels=labels,
    )


def _labels(marks: Sequence[Mark], frame: Frame) -> tuple[Label, ...]:
    """Words over the marks, inside the picture; those of one month as one, those that would meet in rows."""
    words_at: dict[float, list[str]] = {}
    for mark in sorted(marks, key=lambda mark: mark.x):
        words_at.setdefault(mark.x, []).append(mark.words)
    ends: list[float] = []
    made = []
    for at, words in words_at.items():
        text = "·".join(words)
        half = _wide(text) / 2
        x = round(min(max(at, half), frame.width - half), 1)
        row = next((row for row, end in enumerate(ends) if x - half > end), len(ends))
        ends[row : row + 1] = [x + half + 4]
        made.append(Label(x, row * LINE + LINE / 2 + 1, text))
    return tuple(made)


def _wide(text: str) -> float:
    return sum(WORD if ord(character) > 0x2E80 else WORD / 2 + 1 for character in text)


def _ends(period: Period) -> tuple[Month, Month]:
    if period.end is None:
        raise ValueError("a stretch must be closed before it is drawn")
    return period.start, period.end
