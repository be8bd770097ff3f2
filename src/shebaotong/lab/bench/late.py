"""Benchmarks of what stands in tables, as the command line names them before Django is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shebaotong.lab.progress import Progress
from shebaotong.store.api import Server


def lists(
    *, cases: int, server: Server, prepare: Callable[[Server], None], progress: Progress, rounds: int
) -> dict[str, Any]:
    """See ``lists.run``; needs Django set up."""
    # Tables can be named only once Django is set up.
    from shebaotong.lab.bench.lists import run

    return run(cases_count=cases, server=server, prepare=prepare, progress=progress, rounds=rounds)
