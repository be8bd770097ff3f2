"""Telling how far Spark is while a step runs: finished tasks of all, asked for twice a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from pyspark.sql import SparkSession

from shebaotong.comparison.job import Progress

_SECONDS = 0.5


@contextmanager
def watched(session: SparkSession, step: str, progress: Progress) -> Iterator[None]:
    """Tell ``progress`` of the tasks of the stages that run meanwhile; their number grows with the stages."""
    over = Event()
    stages: dict[int, tuple[int, int]] = {}

    def watch() -> None:
        tracker = session.sparkContext.statusTracker()
        while not over.wait(_SECONDS):
            for stage in stages:
                # A stage that has left the list has done its tasks.
                stages[stage] = (stages[stage][1], stages[stage][1])
            for stage in tracker.getActiveStageIds():
                told = tracker.getStageInfo(stage)
                if told is not None:
                    stages[stage] = (told.numCompletedTasks, told.numTasks)
            if stages:
                progress(step, sum(done for done, _ in stages.values()), sum(n for _, n in stages.values()))

    progress(step, 0, 1)
    watcher = Thread(target=watch, name="watch Spark", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    tasks = max(1, sum(number for _, number in stages.values()))
    progress(step, tasks, tasks)
