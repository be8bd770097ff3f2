"""What each contender is called with, and what it found."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from shebaotong.kernel.api import Month
from shebaotong.lab.bench.comparison.contender import CONTENDERS
from shebaotong.lab.bench.comparison.from_encoded import FINDING
from shebaotong.lab.bench.comparison.provinces import AS_OF, SIDES
from shebaotong.lab.bench.comparison.turns import Answer, digest, in_own_process

MEMORY = "300MB"
"""What our process may use in all."""

_COMMAND = "shebaotong.cli.main"
_CONTENDER = "shebaotong.lab.bench.comparison.contender"
_WORDED = (
    "person_id", "left_agency", "left_scheme", "right_agency", "right_scheme", "first_month", "last_month",
    "months", "confidence",
)  # fmt: skip
_OURS = tuple("left_scheme" if column == "scheme" else column for column in FINDING)
_LAST_MONTH = Month.of(AS_OF).ordinal
_KEPT = "kept"


class FromText:
    """Text files to findings. ``folder`` holds what :mod:`.provinces` wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._out = folder / "findings.parquet"
        self._rejects = folder / "rejects.parquet"

    def ours(self, suffix: str = ".csv") -> Answer:
        """The command, as people run it."""
        return self._compare([f"{side}{suffix}" for side in SIDES])

    def ours_after(self) -> Answer:
        """The same on the files as they are after the night."""
        return self._compare([f"{side}-after.csv" for side in SIDES])

    def keep(self) -> None:
        """A comparison from which a night goes on."""
        self._compare([f"{side}.csv" for side in SIDES], "--keep", str(self._folder / _KEPT))

    def by_hand(self, suffix: str = ".csv") -> Answer:
        files = {side: str(self._folder / f"{side}{suffix}") for side in SIDES}
        task = {"as_of": _LAST_MONTH, "out": str(self._out), "rejects": str(self._rejects)}
        told = in_own_process([_CONTENDER, "by hand", json.dumps(files | task)])
        return _answer(told, self._found())

    def rerun(self) -> Answer:
        """A night: the changes alone, on the kept comparison as it was."""
        kept = self._folder / "night"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self._folder / _KEPT, kept, copy_function=os.link)
        changes = [f"--{side}-changes={self._folder / f'{side}-changes.csv'}" for side in SIDES]
        told = in_own_process([_COMMAND, "compare-changes", str(kept), *changes, *self._options()])
        return _answer(told)

    def found_by_rerun(self) -> object:
        """What the last rerun found; call it before anything else is run."""
        return self._found()

    def _compare(self, names: Sequence[str], *options: str) -> Answer:
        files = [str(self._folder / name) for name in names]
        command = [_COMMAND, "compare", *files, "--kind", "enrolment", *self._options(), *options]
        told = in_own_process(command)
        return _answer(told, self._found())

    def _options(self) -> list[str]:
        results = ["--out", str(self._out), "--rejects", str(self._rejects)]
        return [*results, "--as-of", AS_OF.isoformat(), "--memory", MEMORY, "--json"]

    def _found(self) -> object:
        """Findings and rejected rows, as something to compare and to print."""
        with duckdb.connect() as connection:
            rejected = connection.execute(
                f"select side, reason, count(*) from '{self._rejects}' group by all order by all"
            ).fetchall()
        findings, check = digest(self._out, _WORDED)
        return {
            "count": findings,
            "check": check,
            "rejected": {f"{side} {reason}": count for side, reason, count in rejected},
        }


class FromEncoded:
    """Encoded files to findings by equal numbers. ``folder`` holds a kept comparison."""

    def __init__(self, folder: Path) -> None:
        self._kept = folder / _KEPT
        self._out = folder / "found"
        self._task: dict[str, Any] = {
            "kept": str(self._kept),
            "memory": MEMORY,
            "as_of": _LAST_MONTH,
        }
        for side in SIDES:
            files = (self._kept / "base").glob(f"{side}*/bucket=[0-9]*/*.parquet")
            self._task[side] = sorted(map(str, files))

    def contenders(self, *peers: str) -> dict[str, Callable[[], Answer]]:
        """Ours and those peers that are installed."""
        present = [peer for peer in peers if not self.missing(peer)]
        return {name: partial(self._run, name) for name in ("ours", *present)}

    def missing(self, *peers: str) -> list[str]:
        packages = {peer: CONTENDERS[peer].package for peer in peers}
        return [peer for peer, package in packages.items() if package and find_spec(package) is None]

    def _run(self, name: str) -> Answer:
        shutil.rmtree(self._out, ignore_errors=True)
        self._out.mkdir()
        own = self._out / name
        told = in_own_process([_CONTENDER, name, json.dumps(self._task | {"out": str(own)})])
        found = None if name == "limit" else digest(own, _OURS if name == "ours" else FINDING)
        return _answer(told, found)


def _answer(told: dict[str, Any], found: object = None) -> Answer:
    return Answer(told["seconds"], told["peak_memory_mb"], found, told["processor_seconds"])
