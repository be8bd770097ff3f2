"""One contender's work in a process of its own, so that its memory is its own: ``python -m … NAME JSON``.

Timed is the work alone: imports and Spark's session come before. Prints one JSON object on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shebaotong.lab.bench.comparison import from_encoded
from shebaotong.lab.bench.comparison.by_hand import compare_by_hand
from shebaotong.lab.bench.measure import peak_mb

Task = dict[str, Any]
"""Paths and options of the work, as they come in the JSON."""


@dataclass(frozen=True, slots=True)
class Contender:
    work: Callable[[Task, Any], object]
    package: str | None = None
    """Without which there is nothing to measure."""
    prepare: Callable[[], Any] = lambda: None


def _by_hand(task: Task, _prepared: Any) -> object:
    return compare_by_hand(
        left=Path(task["left"]),
        right=Path(task["right"]),
        as_of=task["as_of"],
        findings=Path(task["out"]),
        rejects=Path(task["rejects"]),
    )


def _ours(task: Task, prepared: Any) -> object:
    return prepared(kept=Path(task["kept"]), out=Path(task["out"]), memory=task["memory"])


def _our_comparison() -> Any:
    import pyarrow.ipc  # noqa: F401  Loaded by the work itself, were it not for the clock.

    from shebaotong.comparison.api import compare_encoded

    return compare_encoded


def _other(work: Callable[..., object]) -> Callable[[Task, Any], object]:
    def run(task: Task, prepared: Any) -> object:
        sides = {side: task[side] for side in ("left", "right")}
        return work(prepared, **sides, as_of=task["as_of"], out=Path(task["out"]))

    return run


def _polars() -> Any:
    import polars

    return polars


def _splink() -> Any:
    import splink

    return splink


CONTENDERS = {
    "by hand": Contender(_by_hand),
    "ours": Contender(_ours, prepare=_our_comparison),
    "limit": Contender(_other(from_encoded.bare_join)),
    "polars": Contender(_other(from_encoded.with_polars), "polars", _polars),
    "splink": Contender(_other(from_encoded.with_splink), "splink", _splink),
    "spark": Contender(_other(from_encoded.with_spark), "pyspark", from_encoded.spark_session),
}


def main(name: str, task: Task) -> None:
    contender = CONTENDERS[name]
    prepared = contender.prepare()
    start = time.perf_counter()
    contender.work(task, prepared)
    told = {
        "seconds": time.perf_counter() - start,
        "peak_memory_mb": max(peak_mb(process) for process in ["self", *_children()]),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _children() -> list[str]:
    """Java, if it is Spark."""
    lists = Path("/proc/self/task").glob("*/children")
    return [process for children in lists for process in children.read_text().split()]


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
