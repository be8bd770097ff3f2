"""Contenders take turns, each in a process of its own, and must come to the same findings."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from shebaotong.lab.bench.measure import ratio
from shebaotong.lab.progress import Progress


@dataclass(frozen=True, slots=True)
class Answer:
    seconds: float
    """Of the work alone: no imports, no start of a session."""
    peak_memory_mb: float
    found: object = None
    """Equal for all who find the same; None for who finds nothing."""
    processor_seconds: float = 0.0
    """Of its whole process, imports included: what another program's load on the machine changes least."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What was measured of each contender, round by round."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)

    def seconds(self, name: str) -> list[float]:
        return [answer.seconds for answer in self.answers[name]]

    def median(self, name: str) -> float:
        return round(median(self.seconds(name)), 3)

    def peak(self, name: str) -> float:
        return round(max(answer.peak_memory_mb for answer in self.answers[name]), 1)

    def processor(self, name: str) -> float:
        return round(median(answer.processor_seconds for answer in self.answers[name]), 2)

    def ratio(self, ours: str, theirs: str) -> float:
        return ratio(self.seconds(ours), self.seconds(theirs))


def take_turns(
    what: str, contenders: Mapping[str, Callable[[], Answer]], rounds: int, progress: Progress
) -> Turns:
    """Run all contenders in each round. Raises ValueError where two do not find the same."""
    turns = Turns({name: [] for name in contenders})
    for turn in range(rounds):
        for place, (name, work) in enumerate(contenders.items()):
            progress(what, turn * len(contenders) + place, rounds * len(contenders))
            turns.answers[name].append(work())
    progress(what, rounds * len(contenders), rounds * len(contenders))
    found = {
        name: answer.found
        for name, answers in turns.answers.items()
        for answer in answers
        if answer.found is not None
    }
    if len(set(map(repr, found.values()))) > 1:
        told = "; ".join(f"{name}: {each}" for name, each in found.items())
        raise ValueError(f"{what}: the contenders do not find the same. {told}")
    return turns


def in_own_process(command: Sequence[str]) -> dict[str, Any]:
    """The JSON that a Python module prints, and the ``processor_seconds`` of its process.

    Raises ValueError with what it says when it fails.
    """
    before = _processor_of_children()
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"{command[0]} {command[1]} failed: {done.stderr.strip()[-1000:]}")
    told: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return told | {"processor_seconds": _processor_of_children() - before}


def _processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def digest(files: Path, columns: Sequence[str]) -> tuple[int, int]:
    """How many rows the Parquet file or folder holds, and a sum of these columns that order cannot change."""
    path = f"{files}/*.parquet" if files.is_dir() else str(files)
    listed = ", ".join(f"cast({column} as varchar)" for column in columns)
    with duckdb.connect() as connection:
        count, hashes = connection.execute(
            f"select count(*), sum(hash({listed})) from read_parquet('{path}')"
        ).fetchall()[0]
    return int(count), int(hashes or 0)
