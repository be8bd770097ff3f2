"""Benchmarks of what stands in tables, as the command line names them before Django is set up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shebaotong.lab.bench.program import Program
from shebaotong.lab.progress import Progress
from shebaotong.store.api import Server


def cases(
    *, cases: int, server: Server, program: Program, folder: Path, progress: Progress, rounds: int
) -> dict[str, Any]:
    """See ``cases.run.run``; needs Django set up."""
    # Tables can be named only once Django is set up.
    from shebaotong.lab.bench.cases.run import run

    return run(cases=cases, server=server, program=program, folder=folder, progress=progress, rounds=rounds)
