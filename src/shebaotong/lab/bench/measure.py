"""How every benchmark measures and reports.

The machine is noisy, so seconds say little and ratios within one run say much: contenders take turns, round
by round, and the median of the rounds counts.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shebaotong.lab.progress import Progress

Contenders = Mapping[str, Callable[[], object]]


def take_turns(contenders: Contenders, *, rounds: int, progress: Progress) -> dict[str, list[float]]:
    """Seconds of each contender in each round, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        progress("Rounds", turn, rounds + 1)
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    progress("Rounds", rounds + 1, rounds + 1)
    return seconds


def ratio(ours: list[float], theirs: list[float]) -> float:
    """How many times as fast as the peer we are: the median of the rounds' own ratios."""
    return statistics.median(peer / own for own, peer in zip(ours, theirs, strict=True))


def report(
    *,
    name: str,
    unit: str,
    count: int,
    seconds: list[float],
    ratios: Mapping[str, float],
    load: float,
    extra: Mapping[str, Any],
    peak_memory_mb: float | None = None,
) -> dict[str, Any]:
    """The one object that a benchmark prints; ``count`` things were done in each round's ``seconds``.

    ``spread`` is the distance of the slowest from the fastest round, as a share of the median. ``load`` is
    the machine's load when the run began, ``peak_memory_mb`` that of the whole process, peers included, where
    a benchmark with processes does not say better.
    """
    median = statistics.median(seconds)
    return {
        "name": name,
        "unit": unit,
        "value": round(count / median, 1),
        "ratios": {peer: round(value, 2) for peer, value in ratios.items()},
        "median_of": len(seconds),
        "spread": round((max(seconds) - min(seconds)) / median, 3),
        "load": round(load, 2),
        "peak_memory_mb": round(peak_mb() if peak_memory_mb is None else peak_memory_mb, 1),
        "extra": dict(extra),
    }


def load_now() -> float:
    """The machine's load over the last minute."""
    return os.getloadavg()[0]


def peak_mb(process: str = "self") -> float:
    """The most memory that a process has used since its program began, or this one where /proc is missing."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
