"""Processor time of whole families of processes: what other work on the machine changes least."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Mapping
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PARENT, _USED = 1, slice(11, 15)
"""Places after the name in /proc/PID/stat: the parent; own time and that of children who have ended."""


def spent(roots: Mapping[str, int]) -> dict[str, float]:
    """Seconds so far of each process with all its descendants, and of this one alone as ``client``."""
    table = {int(entry.name): found for entry in Path("/proc").glob("[0-9]*") if (found := _stat(entry))}
    children: dict[int, list[int]] = {}
    for number, (parent, _) in table.items():
        children.setdefault(parent, []).append(number)
    seconds = {name: _family(root, table, children) for name, root in roots.items()}
    return {**seconds, "client": time.process_time()}


def spent_by_ended() -> float:
    """Seconds of all children of this process that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def between(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: after[name] - seconds for name, seconds in before.items()}


def parent_of(number: int) -> int:
    """Raises ProcessLookupError."""
    found = _stat(Path("/proc") / str(number))
    if found is None:
        raise ProcessLookupError(number)
    return found[0]


def _family(root: int, table: Mapping[int, tuple[int, float]], children: Mapping[int, list[int]]) -> float:
    total, left = 0.0, [root]
    while left:
        number = left.pop()
        total += table[number][1] if number in table else 0.0
        left.extend(children.get(number, ()))
    return total


def _stat(entry: Path) -> tuple[int, float] | None:
    """Parent and seconds; None of a process that has just ended."""
    try:
        text = (entry / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return int(fields[_PARENT]), sum(map(int, fields[_USED])) * _TICK
