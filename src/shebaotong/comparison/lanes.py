"""Buckets side by side: each lane computes one bucket by one thread, so that none waits for another.

A bucket's query is a row of short steps, at whose ends the threads of one query would wait for one another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from queue import SimpleQueue
from typing import TypeVar

import duckdb

from shebaotong.comparison.tables import Tables

LANES = 2
"""So many buckets fit into the memory at once (on_duckdb)."""


T = TypeVar("T")


def both_sides(tables: Tables, work: Callable[[Tables, int], object]) -> None:
    """Do the same ``work`` for the left side (0) and the right (1), side by side if there is room for it."""

    def done(side: int, lane: Tables) -> bool:
        work(lane, side)
        return True

    at_once(tables, [partial(done, 0), partial(done, 1)])


def at_once(tables: Tables, works: Sequence[Callable[[Tables], T]], *, helped: bool = True) -> list[T]:
    """What ``works``, none of which gives None, give: side by side, but for what finds no room so."""

    def alone(work: Callable[[Tables], T]) -> T:
        tables.connection.execute("reset threads" if helped else "set threads = 1")
        try:
            return work(tables)
        finally:
            tables.connection.execute("reset threads")

    made = side_by_side(
        tables, lambda lane, place: works[place](lane), len(works), lambda _done, _count: None, helped=helped
    )
    return [alone(work) if given is None else given for work, given in zip(works, made, strict=True)]


def side_by_side(
    tables: Tables,
    compute: Callable[[Tables, int], T],
    count: int,
    progress: Callable[[int, int], None],
    *,
    helped: bool = True,
) -> list[T | None]:
    """What ``compute`` gives for each bucket, None where the memory was too small for two.

    ``compute`` gets relations of its lane's own, which know what ``tables`` has kept; what they keep it knows
    afterwards. Cores that no lane takes help, unless ``helped`` is false.
    """
    cores = int(tables.connection.execute("select current_setting('threads')").fetchall()[0][0])
    lanes = [tables.beside() for _ in range(min(LANES, cores, count))]
    free: SimpleQueue[Tables] = SimpleQueue()
    for lane in lanes:
        free.put(lane)

    def one(bucket: int) -> T | None:
        lane = free.get()
        try:
            return compute(lane, bucket)
        except duckdb.OutOfMemoryException:
            return None
        finally:
            free.put(lane)

    progress(0, count)
    # Each lane's own thread computes, too.
    tables.connection.execute(f"set threads = {cores - len(lanes) + 1 if helped else 1}")
    with ThreadPoolExecutor(len(lanes)) as pool:
        waiting = {pool.submit(one, bucket): bucket for bucket in range(count)}
        made: dict[int, T | None] = {}
        try:
            for done in as_completed(waiting):
                made[waiting[done]] = done.result()
                progress(len(made), count)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for lane in lanes:
                lane.connection.interrupt()
            raise
        finally:
            tables.connection.execute("reset threads")
    for lane in lanes:
        tables.adopt(lane)
        lane.connection.close()
    return [made[bucket] for bucket in range(count)]
