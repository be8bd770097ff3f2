"""What a comparison is asked to do, and what it says when it is done."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from shebaotong.comparison.kinds import Kind
from shebaotong.comparison.problems import InputProblem
from shebaotong.kernel.api import Month

Progress = Callable[[str, int, int], None]
"""Told (step, done, total) as the work goes on; steps are words for people."""


def no_progress(_step: str, _done: int, _total: int) -> None:
    """For callers that need none."""


@dataclass(frozen=True, slots=True)
class Job:
    left: str
    right: str
    kind: Kind
    as_of: date
    out: Path
    rejects: Path | None
    links: Path | None
    memory_mb: int | None = None
    """None: what is usual for the engine."""
    buckets: int | None = None
    """Parts that are compared one after another; None: as many as the memory asks for."""
    statistical: bool = False
    """Also propose doubts by statistics, for those whom the rules leave."""
    keep: Path | None = None
    """A new folder for what later nights go on from."""
    evidence: Path | None = None
    """A file for both sides' rows behind each finding."""

    @property
    def last_month(self) -> int:
        """The as-of month as months since year 0; later ones are cut off."""
        return Month.of(self.as_of).ordinal


@dataclass(frozen=True, slots=True)
class SideCount:
    rows_in: int
    rejected: int

    @property
    def compared(self) -> int:
        return self.rows_in - self.rejected

    def to_json(self) -> dict[str, int]:
        return {"rows_in": self.rows_in, "compared": self.compared, "rejected": self.rejected}


class Outcome(NamedTuple):
    """What an engine has done."""

    left: SideCount
    right: SideCount
    findings: int
    beside_mb: float = 0.0
    """Peak memory of processes beside this one."""


@dataclass(frozen=True, slots=True)
class Report:
    left: SideCount
    right: SideCount
    findings: int
    seconds: float
    peak_memory_mb: float

    def to_json(self) -> dict[str, object]:
        return {
            "left": self.left.to_json(),
            "right": self.right.to_json(),
            "findings": self.findings,
            "seconds": round(self.seconds, 3),
            "peak_memory_mb": round(self.peak_memory_mb, 1),
        }


def peak_mb() -> float:
    """The most memory that this process has used since its program began."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    # The other figure begins with what the starting process used.
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


_UNITS = {"MB": 1, "MIB": 1, "GB": 1000, "GIB": 1024}


def memory_in_mb(text: str) -> int:
    """Read ``512MB`` or ``2GB``. Raises InputProblem."""
    found = re.fullmatch(r"(\d{1,6})\s*([KMG]I?B)", text.strip().upper())
    if found is None or found[2] not in _UNITS:
        raise InputProblem(f"--memory {text}: give a size such as 512MB or 2GB.")
    return int(found[1]) * _UNITS[found[2]]
