"""Benchmarks of what stands in tables, as the command line names them before Django is set up."""

from __future__ import annotations

from collections.abc import Callable
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


def lists(
    *, cases: int, server: Server, prepare: Callable[[Server], None], progress: Progress, rounds: int
) -> dict[str, Any]:
    """See ``lists.run``; needs Django set up."""
    # Tables can be named only once Django is set up.
    from shebaotong.lab.bench.lists import run

    return run(cases_count=cases, server=server, prepare=prepare, progress=progress, rounds=rounds)
